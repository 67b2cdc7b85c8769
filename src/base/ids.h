/* Identifiers that the law or a standard defines, with their check digits, and the program's own.
 */
#pragma once

#include "base/arena.h"

/* Time-ordered, 16 characters of Crockford base 32: 40 bits of milliseconds since 2020, 40 random
 * bits from the system. Unique without asking anybody, sorted by time, safe in JSON and URLs. */
str id_make(struct arena *a, int64_t now_ms);
bool id_is_valid(str s);
/* The same behind its region: six digits and 16 characters, so that an id alone says which region's
 * book it belongs to. What the outside sees is always of this form. */
str id_in_region(struct arena *a, str region, int64_t now_ms);
bool id_in_region_is_valid(str s);
/* Sorts before every id of the region made at that moment or later, and after all earlier ones. */
str id_first_at(struct arena *a, str region, int64_t ms);
/* `bytes` random bytes as lower-case hexadecimal. */
str id_random_hex(struct arena *a, size_t bytes);
void id_random_bytes(void *at, size_t len);

/* GB 11643-1999 公民身份号码: 18 characters, date real and not after `today`, upper-case X last. */
bool id_citizen_is_valid(str s, int64_t now_ms);
char id_citizen_check_digit(str first17);
/* GB 32100-2015 统一社会信用代码, both check characters. */
bool id_uscc_is_valid(str s);
char id_uscc_check_digit(str first17);
char id_org_check_digit(str first8); /* GB 11714 */
/* GB/T 37346-2019 不动产单元代码, 28 characters, form only (no check digit exists). */
bool id_unit_code_is_valid(str s);
/* 640104 001002 GB00003 F00010001 */
str id_unit_code_spaced(struct arena *a, str code);
/* GB/T 36904-2018 电子证照标识: check character by ISO 7064 MOD 37,36 over `s`. */
char id_licence_check_char(str s);
/* GB/T 2260 six-digit division code: form only. */
bool id_region_is_valid(str s);
/* Person's name with all but the first character starred: 张*三 keeps first and last when longer
 * than two. */
str id_mask_name(struct arena *a, str name);
/* 640104********0017 */
str id_mask_document(struct arena *a, str number);
