/* What every file of the program may rely on: faults, strings by value, and the two macros that
 * make an early return readable. Knows nothing of land, HTTP or SQL. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A fault. OK is zero; anything else ends the use case and rolls its transaction back. The table
 * (name, HTTP status, Chinese and English title) is base/err.def. */
typedef enum err {
#define ERR(name, status, zh, en) name,
#include "base/err.def"
#undef ERR
} err;

#define MUST_CHECK __attribute__((warn_unused_result))

/* Returns the fault of `call` upward. The only control macro of the project. */
#define TRY(call)                                                                                  \
    do {                                                                                           \
        err try_fault = (call);                                                                    \
        if (try_fault != OK)                                                                       \
            return try_fault;                                                                      \
    } while (0)

int err_status(err e);          /* HTTP status, e.g. 409 */
const char *err_name(err e);    /* "E_CONFLICT" */
const char *err_text_zh(err e); /* 一句话标题 */
const char *err_text_en(err e);

/* Bytes by value: pointer and length, not NUL-terminated, UTF-8 once past a parser. The bytes
 * belong to whoever made them: an arena, a literal, or the caller. */
typedef struct str {
    const char *at;
    size_t len;
} str;

#define S(literal) ((str){"" literal, sizeof(literal) - 1})
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* printf argument pair for a str: printf("%.*s", STR(s)). */
#define STR(s) (int)(s).len, (s).at

bool char_is_digit(char c);              /* ASCII 0 to 9, whatever the locale */
str str_of(const char *zero_terminated); /* NULL gives the empty str */
bool str_eq(str a, str b);
bool str_is(str a, const char *zero_terminated);
int str_cmp(str a, str b);
bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);
bool str_has(str s, char c);
bool str_find(str s, str needle, size_t *ret_at);
str str_trim(str s);                           /* ASCII white space off both ends */
str str_slice(str s, size_t from, size_t len); /* clipped to s */
/* Cuts s at the first `c`: returns what is before it and leaves the rest in *s. */
str str_cut(str *s, char c);
/* True when `word` is one of the words of a blank-separated list. */
bool str_has_word(str list, str word);
/* One of the texts is the same. */
bool str_is_among(const str *texts, size_t count, str s);
/* The same texts in the same order. */
bool str_all_eq(const str *a, size_t a_count, const str *b, size_t b_count);
/* Decimal, optional '-', whole text, no overflow; false otherwise. */
bool str_to_i64(str s, int64_t *ret);
/* Well-formed UTF-8 without NUL, overlong forms or surrogates. */
bool str_is_utf8(str s);
size_t str_utf8_length(str s); /* code points */
/* Compares in time that depends only on the lengths. */
bool str_eq_secret(str a, str b);
