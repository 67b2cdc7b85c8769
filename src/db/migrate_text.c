/* The schema is written once, in PostgreSQL's words. SQLite gets INTEGER for BIGINT, BLOB for BYTEA
 * and STRICT behind each CREATE TABLE; nothing else differs. */
#include "db/db_engine.h"

#include <ctype.h>
#include <string.h>

struct rewrite {
    str rest;
    struct buf out;
    bool create; /* the last word was CREATE */
    bool table;  /* inside CREATE TABLE */
};

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* How many bytes at the start of `s` are no SQL words: a comment, a quoted text, or 0. */
static size_t quiet_length(str s)
{
    size_t end;

    if (str_starts(s, S("--")))
        return str_find(s, S("\n"), &end) ? end : s.len;
    if (s.at[0] != '\'' && s.at[0] != '"')
        return 0;

    const char *close = memchr(s.at + 1, s.at[0], s.len - 1);

    return close ? (size_t)(close - s.at) + 1 : s.len;
}

static size_t word_length(str s)
{
    size_t len = 0;

    while (len < s.len && is_word(s.at[len]))
        len++;
    return len;
}

static void rewrite_word(struct rewrite *r, str word)
{
    r->table |= r->create && str_is(word, "TABLE");
    r->create = str_is(word, "CREATE");
    if (str_is(word, "BIGINT"))
        buf_add(&r->out, S("INTEGER"));
    else if (str_is(word, "BYTEA"))
        buf_add(&r->out, S("BLOB"));
    else
        buf_add(&r->out, word);
}

static size_t rewrite_step(struct rewrite *r)
{
    size_t len = quiet_length(r->rest);

    if (len > 0) {
        buf_add(&r->out, str_slice(r->rest, 0, len));
        return len;
    }
    len = word_length(r->rest);
    if (len > 0) {
        rewrite_word(r, str_slice(r->rest, 0, len));
        return len;
    }
    if (r->rest.at[0] == ';' && r->table) {
        buf_add(&r->out, S(" STRICT"));
        r->table = false;
    }
    buf_add_char(&r->out, r->rest.at[0]);
    return 1;
}

str migrate_to_sqlite(struct arena *a, str schema)
{
    struct rewrite r = {.rest = schema};

    buf_init(&r.out, a, schema.len * 2 + 64);
    while (r.rest.len > 0)
        r.rest = str_slice(r.rest, rewrite_step(&r), r.rest.len);
    return buf_str(&r.out);
}
