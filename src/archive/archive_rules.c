/* Who may learn what: capacities, scopes, holders, codes. Pure. */
#include "archive/archive_rules.h"

#include "base/buf.h"
#include "base/ids.h"

#define FORM(name, text) static const char name[] = text;
#include "archive/archive.def"
#undef FORM

const struct archive_capacity archive_capacities[] = {
#define CAPACITY(id, kinds, stands, needs, scope, zh, en, law)                                     \
    {id, kinds, stands, needs, scope, zh, en, law},
#include "archive/archive.def"
#undef CAPACITY
    {.id = NULL}};

const struct archive_word archive_kinds[] = {
#define KIND(id, zh, en) {id, id, zh, en},
#include "archive/archive.def"
#undef KIND
    {.id = NULL}};

const struct archive_word archive_scopes[] = {
#define SCOPE(id, kind, zh, en) {id, kind, zh, en},
#include "archive/archive.def"
#undef SCOPE
    {.id = NULL}};

const struct archive_word archive_grounds[] = {
#define GROUND(id, law, zh, en) {id, law, zh, en},
#include "archive/archive.def"
#undef GROUND
    {.id = NULL}};

const struct archive_capacity *archive_capacity_find(str id)
{
    for (const struct archive_capacity *c = archive_capacities; c->id != NULL; c++)
        if (str_is(id, c->id))
            return c;
    return NULL;
}

const struct archive_word *archive_word_find(const struct archive_word *words, str id)
{
    for (; words->id != NULL; words++)
        if (str_is(id, words->id))
            return words;
    return NULL;
}

str archive_scope_of(
    struct arena *a, const struct archive_capacity *capacity, str kind, str asks, str *ret_beyond)
{
    str scope = str_of(capacity->scope), opened = {0}, rest = asks;

    *ret_beyond = (str){0};
    while (rest.len > 0 && ret_beyond->len == 0) {
        str word = str_cut(&rest, ' ');
        const struct archive_word *row = archive_word_find(archive_scopes, word);

        if (word.len > 0 && (row == NULL || !str_is(kind, row->kind) || !str_has_word(scope, word)))
            *ret_beyond = word;
    }
    for (const struct archive_word *w = archive_scopes; w->id != NULL; w++) {
        str id = str_of(w->id);

        if (!str_is(kind, w->kind) || !str_has_word(scope, id) ||
            (str_trim(asks).len > 0 && !str_has_word(asks, id)))
            continue;
        opened = opened.len == 0 ? id : arena_printf(a, "%.*s %s", STR(opened), w->id);
    }
    return opened;
}

bool archive_is_holder(const struct registry_page *page, const struct archive_person *person)
{
    for (size_t i = 0; i < page->rights_count; i++) {
        const struct registry_right *r = &page->rights[i];

        for (size_t j = 0; j < r->holders_count && !str_is(r->kind, "seizure"); j++)
            if (str_eq(r->holders[j].name, person->name) &&
                str_eq(r->holders[j].document_kind, person->document_kind) &&
                str_eq(r->holders[j].document_number, person->document_number))
                return true;
    }
    return false;
}

const char *archive_restriction_flag(str right_kind)
{
    static const struct {
        const char *kind, *flag;
    } rows[] = {
#define RESTRICTION(kind, flag, zh) {kind, flag},
#include "archive/archive.def"
#undef RESTRICTION
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        if (str_is(right_kind, rows[i].kind))
            return rows[i].flag;
    return NULL;
}

/* ---- codes and numbers ---- */

#define CODE_MARK "YQ"
#define CODE_LEN (2 + 6 + 2 * ARCHIVE_CODE_BYTES)
#define CODE_GROUP 8

str archive_code_of(struct arena *a, str region, str secret)
{
    return arena_printf(a, CODE_MARK "%.*s%.*s", STR(region), STR(secret));
}

static char code_char(char c, size_t at)
{
    if (at < 2)
        return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    return c >= 'A' && c <= 'F' ? (char)(c - 'A' + 'a') : c;
}

bool archive_code_read(struct arena *a, str typed, str *ret)
{
    struct buf b;

    buf_init(&b, a, CODE_LEN + 1);
    for (size_t i = 0; i < typed.len && b.len <= CODE_LEN; i++)
        if (typed.at[i] != ' ' && typed.at[i] != '-')
            buf_add_char(&b, code_char(typed.at[i], b.len));
    *ret = buf_str(&b);
    if (ret->len != CODE_LEN || !str_starts(*ret, S(CODE_MARK)) ||
        !id_region_is_valid(str_slice(*ret, 2, 6)))
        return false;
    for (size_t i = 8; i < CODE_LEN; i++)
        if (!str_has(S("0123456789abcdef"), ret->at[i]))
            return false;
    return true;
}

str archive_code_spaced(struct arena *a, str code)
{
    struct buf b;

    buf_init(&b, a, 2 * CODE_LEN);
    for (size_t i = 0; i < code.len; i += CODE_GROUP)
        buf_printf(&b, "%s%.*s", i > 0 ? " " : "", STR(str_slice(code, i, CODE_GROUP)));
    return buf_str(&b);
}

str archive_number_text(struct arena *a, str region, int64_t year, int64_t number)
{
    return arena_printf(a, QUERY_NUMBER, STR(region), (int)year, (long long)number);
}
