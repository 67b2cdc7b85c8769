/* Inputs of the routes that app/ answers itself. */
#pragma once

#include "base/input.h"

#define SCENE_NAME_IN(F, O, L) F(text, scene, 1, 40, "一件事", "scene")
#define PAPER_HASH_IN(F, O, L)                                                                     \
    F(text, hash, 64, 64, "文件哈希", "hash of the file")                                          \
    O(text, region, 0, 6, "行政区代码", "region of the filing")
/* A paper is noted in the region of the filing it is for; the uploader's own unless said. */
#define PAPER_PUT_IN(F, O, L) O(text, region, 0, 6, "行政区代码", "region of the filing")
#define CERT_TOKEN_IN(F, O, L) F(text, token, 1, 4000, "二维码内容", "content of the code")
#define TEST_CLOCK_IN(F, O, L)                                                                     \
    F(i64, now_ms, 0, INT64_MAX, "时间", "the moment; 0 for the real one")

INPUT(scene_name_in, SCENE_NAME_IN)
INPUT(paper_hash_in, PAPER_HASH_IN)
INPUT(paper_put_in, PAPER_PUT_IN)
INPUT(cert_token_in, CERT_TOKEN_IN)
INPUT(test_clock_in, TEST_CLOCK_IN)
