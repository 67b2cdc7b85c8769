/* 首次启用: what the page sends that makes a city. The three administrators are three people (I19);
 * each sets the own password. */
#pragma once

#include "base/input.h"

#define SETUP_REGIONS_MAX 100
#define SETUP_PERSONS 3

#define SETUP_REGION_IN(F, O, L)                                                                   \
    F(text, region, 6, 6, "行政区代码", "code of the region (GB/T 2260)")                          \
    F(text, name_zh, 1, 60, "中文名称", "name in Chinese")                                         \
    F(text, name_en, 1, 100, "英文名称", "name in English")                                        \
    F(text, province_short, 1, 2, "省份简称", "short name of the province, 宁")                    \
    F(text, certificate_name, 1, 40, "证号中的名称", "name within certificate numbers")            \
    F(text, authority_zh, 1, 60, "登记机构", "registration authority")                             \
    F(text, authority_code, 6, 6, "登记机构代码", "code of the authority")
#define SETUP_OFFICE_IN(F, O, L)                                                                   \
    F(text, office, 2, 40, "办理点编号", "id of the office")                                       \
    F(text, region, 6, 6, "行政区代码", "region")                                                  \
    F(text, kind, 1, 20, "类别", "kind")                                                           \
    F(text, name_zh, 1, 60, "中文名称", "name in Chinese")                                         \
    F(text, name_en, 1, 100, "英文名称", "name in English")                                        \
    F(i64, windows, 0, 999, "窗口数", "windows")
#define SETUP_PERSON_IN(F, O, L)                                                                   \
    F(text, login, 2, 40, "账号", "login")                                                         \
    F(text, name, 1, 50, "姓名", "name")                                                           \
    F(text, document_number, 18, 18, "公民身份号码", "citizen ID")                                 \
    F(text, password, 1, 200, "口令", "password")
#define SETUP_IN(F, O, L)                                                                          \
    F(text, code, 1, 60, "启用码", "setup code")                                                   \
    L(setup_region_in, regions, 1, SETUP_REGIONS_MAX, "行政区", "regions")                         \
    L(setup_office_in, office, 1, INPUT_ONE, "首个办理点", "first office")                         \
    L(setup_person_in, admin, 1, INPUT_ONE, "系统管理员", "system administrator")                  \
    L(setup_person_in, security, 1, INPUT_ONE, "安全管理员", "security administrator")             \
    L(setup_person_in, auditor, 1, INPUT_ONE, "审计员", "auditor")
INPUT(setup_region_in, SETUP_REGION_IN)
INPUT(setup_office_in, SETUP_OFFICE_IN)
INPUT(setup_person_in, SETUP_PERSON_IN)
INPUT(setup_in, SETUP_IN)

/* The roles of the first three, in the order in which they are named. */
extern const char *const setup_persons[SETUP_PERSONS];
/* Everything that is wrong with what was sent, at once; pure but for the built-in table of
 * divisions.
 */
void setup_check(struct ctx *ctx, const struct setup_in *in);
/* How long after so many wrong codes nothing is looked at: nothing for two, then doubling seconds,
 * up to fifteen minutes. */
int64_t setup_pause_ms(int64_t tries);
