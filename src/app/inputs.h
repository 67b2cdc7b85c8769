/* Inputs of the routes that app/ answers itself. */
#pragma once

#include "base/input.h"

/* Any office works for every region, so its pages may ask for the news of another. */
#define EVENTS_IN(F, O, L)                                                                         \
    O(text, region, 0, 6, "行政区代码，默认为本人所在区", "region; the officer's own unless said")
#define SCENES_IN(F, O, L) O(i64, all, 0, 1, "是否列出全部版本", "1: every version with its state")
#define SCENE_NAME_IN(F, O, L)                                                                     \
    F(text, scene, 1, 40, "一件事", "scene")                                                       \
    O(i64, version, 1, 1000000, "版本，默认为现行版本", "version; the one in force unless said")
#define SCENE_CHECK_IN(F, O, L) F(text, yaml, 1, 65536, "一件事文件内容", "text of a scene's file")
#define DEPARTMENT_ONE_IN(F, O, L) F(text, department, 1, 40, "部门", "department")
#define RATES_IN(F, O, L) O(date, date, 0, 0, "日期，默认为今日", "date; today unless said")
#define PAPER_HASH_IN(F, O, L)                                                                     \
    F(text, hash, 64, 64, "文件哈希", "hash of the file")                                          \
    O(text, region, 0, 6, "行政区代码", "region of the filing")
/* A paper is noted in the region of the filing it is for; the uploader's own unless said. */
#define PAPER_PUT_IN(F, O, L) O(text, region, 0, 6, "行政区代码", "region of the filing")
#define CERT_TOKEN_IN(F, O, L) F(text, token, 1, 4000, "二维码内容", "content of the code")
#define CERT_FILE_IN(F, O, L) INPUT_NOTHING(F, O, L)
#define MESSAGE_READ_IN(F, O, L) INPUT_NOTHING(F, O, L)
#define TEST_CLOCK_IN(F, O, L)                                                                     \
    F(i64, now_ms, 0, INT64_MAX, "时间", "the moment; 0 for the real one")

INPUT(events_in, EVENTS_IN)
INPUT(scenes_in, SCENES_IN)
INPUT(scene_name_in, SCENE_NAME_IN)
INPUT(scene_check_in, SCENE_CHECK_IN)
INPUT(department_one_in, DEPARTMENT_ONE_IN)
INPUT(rates_in, RATES_IN)
INPUT(paper_hash_in, PAPER_HASH_IN)
INPUT(paper_put_in, PAPER_PUT_IN)
INPUT(cert_token_in, CERT_TOKEN_IN)
INPUT(cert_file_in, CERT_FILE_IN)
INPUT(message_read_in, MESSAGE_READ_IN)
INPUT(test_clock_in, TEST_CLOCK_IN)
