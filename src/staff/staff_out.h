/* What signing in and out answers: tables of base/output.h. */
#pragma once

#include "base/ctx.h"

#define STAFF_SESSION_OUT(F, O)                                                                    \
    F(text, csrf, "防跨站令牌（X-CSRF-Token）", "token for X-CSRF-Token")                          \
    F(text, staff, "人员编号", "officer")                                                          \
    F(text, name, "姓名", "name")                                                                  \
    F(text, roles, "角色（空格分隔）", "roles, between spaces")                                    \
    F(text, office, "办理点", "office")                                                            \
    F(text, office_name_zh, "办理点名称", "name of the office in Chinese")                         \
    F(text, office_name_en, "办理点英文名称", "name of the office in English")                     \
    F(text, region, "行政区代码", "region")                                                        \
    F(text, region_name_zh, "行政区名称", "name of the region in Chinese")                         \
    F(text, region_name_en, "行政区英文名称", "name of the region in English")                     \
    F(words("none active"), second_factor, "动态验证器", "second factor")                          \
    F(boolean, second_factor_required, "必须绑定动态验证器", "a second factor is required")        \
    F(boolean, one_time, "一次性口令，须先修改", "a one-time password, to be changed first")
#define STAFF_FACTOR_OUT(F, O)                                                                     \
    F(text, secret, "密钥（Base32）", "secret in base 32")                                         \
    F(text, uri, "二维码内容（otpauth）", "content of the QR code (otpauth)")
#define STAFF_FACTOR_ACTIVE_OUT(F, O)                                                              \
    F(words("active"), second_factor, "动态验证器", "second factor")
#define STAFF_LOGOUT_OUT(F, O) F(boolean, ended, "已退出", "ended")

OUTPUT(staff_session_out)
OUTPUT(staff_factor_out)
OUTPUT(staff_factor_active_out)
OUTPUT(staff_logout_out)
