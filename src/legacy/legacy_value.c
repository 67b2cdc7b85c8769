/* Cells to texts, numbers and dates, by what the mapping says of them. Pure. */
#include "base/ids.h"
#include "base/when.h"
#include "legacy/legacy_internal.h"

#define NO_CHARACTER "\xEF\xBF\xBD" /* what stands for a byte that is none */
#define FEW_PARTS INT64_C(1000000000)

static void say(struct legacy_reading *r, const struct rule *rule, str field, str detail)
{
    why_add(r->ctx, rule, field, str_is_utf8(detail) ? detail : (str){0});
}

static str cell_of(struct arena *a, const struct legacy_row *row, int at)
{
    if (at < 0)
        return arena_printf(a, "%lld", (long long)row->line);
    return (size_t)at < row->count ? str_trim(row->cells[at]) : (str){0};
}

str legacy_cells(struct arena *a, const struct legacy_value *v, const struct legacy_row *row)
{
    str all = {0};

    if (v->count == 0)
        return v->constant;
    for (size_t i = 0; i < v->count; i++) {
        str cell = cell_of(a, row, v->at[i]);

        if (v->count == 1 || (v->first && cell.len > 0 && !str_is(cell, "0")))
            return cell;
        if (v->first)
            continue;
        if (cell.len == 0)
            continue;
        all = all.len == 0 ? cell
                           : arena_printf(a, "%.*s%.*s%.*s", STR(all), STR(v->join), STR(cell));
    }
    return all;
}

bool legacy_counts(struct arena *a, const struct legacy_when *w, const struct legacy_row *row)
{
    str cell;
    bool found = false;

    if (!w->value.given)
        return true;
    cell = legacy_cells(a, &w->value, row);
    if (w->count == 0)
        return cell.len > 0;
    for (size_t i = 0; i < w->count; i++)
        found |= w->test == LEGACY_TEST_STARTS ? str_starts(cell, w->words[i])
                                               : str_eq(cell, w->words[i]);
    return w->test == LEGACY_TEST_NOT ? !found : found;
}

/* ---- made up ---- */

/* 990000 + place, parcel and building by the hash of the key: never a real unit's. */
static str make_unit(struct legacy_reading *r, str key)
{
    uint8_t hash[CRYPTO_SHA256_BYTES];
    uint64_t n = 0;

    crypto_sha256(key, hash);
    for (size_t i = 0; i < 8; i++)
        n = n << 8 | hash[i];
    return arena_printf(r->ctx->arena, "%.*s%06uGB%05uF%08u", STR(r->ctx->region),
        (unsigned)(n % 999999 + 1), (unsigned)(n / 999999 % 99999 + 1),
        (unsigned)(n / 999999 / 99999 % 99999999 + 1));
}

static str make_text(struct legacy_reading *r, const struct legacy_value *v, str key)
{
    struct arena *a = r->ctx->arena;
    const char *role = arena_z(a, v->role);

    switch (v->made) {
    case LEGACY_MADE_UNIT:
        return make_unit(r, key);
    case LEGACY_MADE_NAME:
        return party_make_person(a, r->m->name, key, role).name;
    case LEGACY_MADE_ID:
        return party_make_person(a, r->m->name, key, role).document_number;
    case LEGACY_MADE_USCC:
        return party_make_credit_code(a, r->m->name, key);
    default:
        return key;
    }
}

/* ---- texts ---- */

/* Nothing there: what the mapping says then, or a finding. */
static str nothing(
    struct legacy_reading *r, const struct legacy_value *v, str field, enum legacy_need need)
{
    if (v->has_missing) {
        say(r, &LEGACY_ASSUMED, field, v->missing);
        return v->missing;
    }
    if (need == LEGACY_NEEDED)
        say(r, &LEGACY_MISSING, field, (str){0});
    else if (need == LEGACY_GAP_IS && v->given)
        say(r, &LEGACY_GAP, field, (str){0});
    return (str){0};
}

static str translate(struct legacy_reading *r, const struct legacy_value *v, str field, str cell)
{
    for (size_t i = 0; i < v->table->count; i++)
        if (str_eq(v->table->codes[i].from, cell))
            return v->table->codes[i].to;
    if (!v->has_missing) {
        say(r, &LEGACY_CODE, field, cell);
        return (str){0};
    }
    say(r, &LEGACY_ASSUMED, field, cell);
    return v->missing;
}

str legacy_text(struct legacy_reading *r, const struct legacy_value *v,
    const struct legacy_row *row, str field, enum legacy_need need)
{
    str cell = legacy_cells(r->ctx->arena, v, row);
    size_t lost;

    if (!str_is_utf8(cell)) {
        say(r, &LEGACY_CHARACTERS, field, (str){0});
        return (str){0};
    }
    if (str_find(cell, S(NO_CHARACTER), &lost))
        say(r, &LEGACY_CHARACTER_LOST, field, cell);
    if (v->table != NULL && (cell.len > 0 || !v->has_missing))
        cell = translate(r, v, field, cell);
    if (cell.len == 0)
        return v->table != NULL && !v->has_missing ? cell : nothing(r, v, field, need);
    if (v->made == LEGACY_MADE_NOT)
        return cell;
    say(r, &LEGACY_MADE, field, (str){0});
    return make_text(r, v, cell);
}

/* ---- numbers ---- */

struct number {
    int64_t whole, part, parts;
    size_t end;
};

/* Digits with grouping marks, then a decimal mark and digits, from `at`. */
static bool read_digits(str s, size_t at, char decimal, struct number *ret)
{
    char group = decimal == '.' ? ',' : '.';
    bool any = false;

    *ret = (struct number){.parts = 1};
    for (; at < s.len && (char_is_digit(s.at[at]) || (any && s.at[at] == group)); at++) {
        if (s.at[at] == group)
            continue;
        if (__builtin_mul_overflow(ret->whole, 10, &ret->whole) ||
            __builtin_add_overflow(ret->whole, s.at[at] - '0', &ret->whole))
            return false;
        any = true;
    }
    if (any && at < s.len && s.at[at] == decimal)
        for (at++; at < s.len && char_is_digit(s.at[at]); at++)
            if (ret->parts < FEW_PARTS) {
                ret->part = ret->part * 10 + (s.at[at] - '0');
                ret->parts *= 10;
            }
    ret->end = at;
    return any;
}

static size_t number_start(str s, size_t from)
{
    while (from < s.len && !char_is_digit(s.at[from]))
        from++;
    return from;
}

static bool read_number(const struct legacy_value *v, str s, char decimal, int64_t *ret)
{
    struct number n;
    size_t at = 0;

    if (v->within != LEGACY_WITHIN_NOT)
        at = number_start(s, 0);
    if (!read_digits(s, at, decimal, &n) || (v->within == LEGACY_WITHIN_NOT && n.end != s.len))
        return false;
    while (v->within == LEGACY_WITHIN_LAST && (at = number_start(s, n.end)) < s.len)
        if (!read_digits(s, at, decimal, &n))
            return false;
    if (__builtin_mul_overflow(n.whole, v->scale, ret) ||
        __builtin_mul_overflow(n.part, v->scale, &n.part))
        return false;
    return !__builtin_add_overflow(*ret, (n.part + n.parts / 2) / n.parts, ret);
}

int64_t legacy_number(struct legacy_reading *r, const struct legacy_value *v,
    const struct legacy_row *row, str field, enum legacy_need need)
{
    str cell = legacy_cells(r->ctx->arena, v, row);
    int64_t value = 0;

    if (!v->given)
        return 0;
    if (cell.len > 0 && read_number(v, cell, r->m->files[v->file].decimal, &value))
        return value;
    if (cell.len > 0 && !v->has_missing) {
        say(r, &LEGACY_NUMBER, field, cell);
        return 0;
    }
    cell = nothing(r, v, field, need);
    return str_to_i64(cell, &value) ? value : 0;
}

/* ---- dates ---- */

static bool read_date(str form, str s, struct when_date *ret)
{
    size_t at = 0;

    for (size_t i = 0; i < form.len; i++) {
        char c = form.at[i];
        int value = 0, digits = 0, most = c == 'Y' ? 4 : 2;

        if (c != 'Y' && c != 'M' && c != 'D') {
            if (at >= s.len || s.at[at++] != c)
                return false;
            continue;
        }
        for (; digits < most && at < s.len && char_is_digit(s.at[at]); digits++)
            value = value * 10 + (s.at[at++] - '0');
        if (digits == 0 || (c == 'Y' && digits != 4))
            return false;
        *(c == 'Y' ? &ret->year : c == 'M' ? &ret->month : &ret->day) = value;
    }
    return at == s.len && when_date_is_valid(*ret);
}

str legacy_date(
    struct legacy_reading *r, const struct legacy_value *v, const struct legacy_row *row, str field)
{
    str cell = legacy_cells(r->ctx->arena, v, row);
    struct when_date date = {0};

    if (!v->given)
        return (str){0};
    if (cell.len > 0 && read_date(v->date, cell, &date))
        return when_print_date(r->ctx->arena, date);
    if (cell.len > 0 && !v->has_missing) {
        say(r, &LEGACY_DATE, field, cell);
        return (str){0};
    }
    return nothing(r, v, field, LEGACY_GAP_IS);
}
