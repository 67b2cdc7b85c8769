/* Values as the national message writes them, from ours. Pure. */
#pragma once

#include "base/tree.h"
#include "report/report_map.h"

/* One value in the form of its field (text number wan yuan m2 mu ha time date word:MAP). Empty when
 * there is nothing to write. */
str report_value(struct arena *a, const struct report_map *map, const struct tree *value, str form);
bool report_form_is_known(str form);

/* 分 to 万元, exactly: 1 fen is 0.000001. At least one digit behind the point is kept: 61.0. */
str report_wan(struct arena *a, int64_t fen);
/* The other way; false when it is no amount, or finer than a fen. */
bool report_wan_parse(str s, int64_t *ret_fen);
/* A plain decimal; *ret_sign is -1, 0 or 1. */
bool report_is_number(str s, int *ret_sign);
/* xsd:dateTime, with or without an offset. */
bool report_is_time(str s);
