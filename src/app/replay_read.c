/* A file of real transactions as sales: decompressed, decoded, its columns found by name, its
 * numbers read as people write them. */
#include "app/replay.h"
#include "base/csv.h"
#include "base/embed.h"
#include "base/file.h"

#include <iconv.h>
#include <lzma.h>

#define INPUT_MAX ((size_t)256 << 20)
#define PRICE_MIN_FEN 1000000      /* below ten thousand yuan nobody sells a home */
#define PRICE_MAX_FEN 100000000000 /* a thousand million yuan */
#define AREA_MIN_CM2 50000
#define AREA_MAX_CM2 100000000

const char *const replay_regions[] = {"640104", "640105", "640106", NULL};

enum meaning {
    COLUMN_KEY,
    COLUMN_PRICE,
    COLUMN_AREA,
    COLUMN_DATE,
    COLUMN_PLACE,
    COLUMN_FLOOR,
    COLUMN_STRUCTURE,
    COLUMN_FIVE,
    COLUMNS
};
static const char *const meaning_names[COLUMNS] = {
    "key", "price", "area", "date", "place", "floor", "structure", "five"};

struct columns {
    int at[COLUMNS]; /* -1 when the file has none */
    int64_t scale[COLUMNS];
};

/* ---- bytes ---- */

static err unpack(struct arena *a, str packed, str *ret)
{
    size_t room = packed.len * 20 + (1 << 20), in_at = 0, out_at = 0;
    uint64_t memory = UINT64_C(512) << 20;
    uint8_t *out = arena_take(a, room);

    if (lzma_stream_buffer_decode(&memory, 0, NULL, (const uint8_t *)packed.at, &in_at, packed.len,
            out, &out_at, room) != LZMA_OK)
        return E_INVALID;
    *ret = (str){(const char *)out, out_at};
    return OK;
}

/* Not UTF-8: then it is GB 18030, or nothing we know. */
static err decode(struct arena *a, str raw, str *ret)
{
    size_t room = raw.len * 3 + 16, in_left = raw.len, out_left = room;
    char *in = (char *)(uintptr_t)raw.at, *out = arena_take(a, room), *start = out;
    iconv_t cd;

    if (str_is_utf8(raw)) {
        *ret = raw;
        return OK;
    }
    cd = iconv_open("UTF-8", "GB18030");
    if (cd == (iconv_t)-1)
        return E_FAULT;
    while (in_left > 0 && iconv(cd, &in, &in_left, &out, &out_left) == (size_t)-1) {
        if (out_left < 4 || in_left == 0)
            break;
        *out++ = '?'; /* a byte that belongs to no character */
        out_left--;
        in++;
        in_left--;
    }
    iconv_close(cd);
    *ret = (str){start, (size_t)(out - start)};
    return OK;
}

/* ---- columns ---- */

static void match_column(struct columns *c, const str *header, size_t count, const str *row)
{
    for (int m = 0; m < COLUMNS; m++) {
        int at;

        if (!str_is(row[1], meaning_names[m]) || c->at[m] >= 0)
            continue;
        at = csv_column(header, count, row[0]);
        if (at < 0)
            continue;
        c->at[m] = at;
        if (!str_to_i64(row[2], &c->scale[m]))
            c->scale[m] = 1;
    }
}

static bool find_columns(struct arena *a, const str *header, size_t count, struct columns *ret)
{
    struct csv csv;
    size_t cells;
    str table, *row;

    for (int m = 0; m < COLUMNS; m++)
        ret->at[m] = -1;
    if (!embed_find("data/replay_columns.csv", &table))
        return false;
    csv_init(&csv, table);
    while (csv_next(&csv, a, &row, &cells))
        if (cells == 3)
            match_column(ret, header, count, row);
    return ret->at[COLUMN_PRICE] >= 0;
}

static str cell(const str *row, size_t count, const struct columns *c, enum meaning m)
{
    return c->at[m] >= 0 && (size_t)c->at[m] < count ? str_trim(row[c->at[m]]) : (str){0};
}

/* The first number in a text such as "958万", "1,00", "46平米", times `scale`, by integers only. */
static bool read_number(str s, int64_t scale, int64_t *ret)
{
    int64_t whole = 0, part = 0, parts = 1;
    size_t i = 0;
    bool any = false;

    while (i < s.len && !char_is_digit(s.at[i]))
        i++;
    if (i > 0 && s.at[i - 1] == '-')
        return false;
    for (; i < s.len && (char_is_digit(s.at[i]) ||
                            (s.at[i] == ',' && i + 3 < s.len && any && char_is_digit(s.at[i + 3])));
         i++) {
        if (s.at[i] == ',')
            continue;
        if (__builtin_mul_overflow(whole, 10, &whole) ||
            __builtin_add_overflow(whole, s.at[i] - '0', &whole))
            return false;
        any = true;
    }
    if (i < s.len && (s.at[i] == '.' || s.at[i] == ','))
        for (i++; i < s.len && char_is_digit(s.at[i]) && parts < 1000000; i++) {
            part = part * 10 + (s.at[i] - '0');
            parts *= 10;
        }
    if (!any || __builtin_mul_overflow(whole, scale, &whole))
        return false;
    *ret = whole + part * scale / parts;
    return true;
}

static void read_sale(const str *row, size_t count, const struct columns *c, struct replay_sale *s)
{
    if (count < 3) {
        s->refused = "the row is not whole";
        return;
    }
    s->place = cell(row, count, c, COLUMN_PLACE);
    s->floor = cell(row, count, c, COLUMN_FLOOR);
    s->structure = cell(row, count, c, COLUMN_STRUCTURE);
    s->five_years = str_starts(cell(row, count, c, COLUMN_FIVE), S("1"));
    if (!read_number(cell(row, count, c, COLUMN_PRICE), c->scale[COLUMN_PRICE], &s->price_fen))
        s->refused = "the price is missing or no number";
    else if (s->price_fen < PRICE_MIN_FEN || s->price_fen > PRICE_MAX_FEN)
        s->refused = "the price is out of range";
    else if (c->at[COLUMN_AREA] < 0)
        s->refused = "the file has no floor area";
    else if (!read_number(cell(row, count, c, COLUMN_AREA), c->scale[COLUMN_AREA], &s->area_cm2))
        s->refused = "the floor area is missing or no number";
    else if (s->area_cm2 < AREA_MIN_CM2 || s->area_cm2 > AREA_MAX_CM2)
        s->refused = "the floor area is out of range";
}

/* A unit code (GB/T 37346) from the row's hash: district by place, parcel and building by key. */
static str make_unit(struct arena *a, const struct replay_sale *s, unsigned salt)
{
    uint8_t place[CRYPTO_SHA256_BYTES], hash[CRYPTO_SHA256_BYTES];
    uint64_t number = 0;

    crypto_sha256(s->place, place);
    crypto_sha256(arena_printf(a, "%.*s %u", STR(s->key), salt), hash);
    for (size_t i = 0; i < 8; i++)
        number = number << 8 | hash[i];
    return arena_printf(a, "%s%03u%03uGB%05uF%04u%04u", replay_regions[place[0] % 3],
        place[1] % 20U + 1, place[2] % 40U + 1, (unsigned)(number % 99999 + 1),
        (unsigned)(number / 99999 % 9999 + 1), (unsigned)(number / 99999 / 9999 % 9999 + 1));
}

static str row_key(struct arena *a, const str *row, size_t count, const struct columns *c)
{
    str key = cell(row, count, c, COLUMN_KEY);

    if (key.len > 0 && !str_is(key, "None"))
        return key;
    for (size_t i = 0; i < count; i++)
        key = arena_printf(a, "%.*s|%.*s", STR(key), STR(row[i]));
    return key;
}

/* Old Mac line ends and bar-separated files are turned into what the reader knows. */
static str normal_text(struct arena *a, str text)
{
    size_t first = 0;
    bool bars;
    char *copy;

    while (first < text.len && text.at[first] != '\n' && text.at[first] != '\r')
        first++;
    bars = !str_has(str_slice(text, 0, first), ',') && str_has(str_slice(text, 0, first), '|');
    if (!bars)
        return text;
    copy = arena_take(a, text.len + 1);
    for (size_t i = 0; i < text.len; i++)
        copy[i] = text.at[i] == '|' ? ',' : text.at[i] == ',' ? '.' : text.at[i];
    return (str){copy, text.len};
}

/* The same key twice in a file is the same sale reported twice. */
struct seen {
    const struct replay_sale **slots;
    size_t room;
};

static bool seen_before(struct seen *seen, const struct replay_sale *s)
{
    uint8_t hash[CRYPTO_SHA256_BYTES];
    size_t at;

    crypto_sha256(s->key, hash);
    at = ((size_t)hash[0] | (size_t)hash[1] << 8 | (size_t)hash[2] << 16 | (size_t)hash[3] << 24) %
         seen->room;
    for (; seen->slots[at] != NULL; at = (at + 1) % seen->room)
        if (str_eq(seen->slots[at]->key, s->key))
            return true;
    seen->slots[at] = s;
    return false;
}

static size_t count_lines(str text)
{
    size_t lines = 1;

    for (size_t i = 0; i < text.len; i++)
        lines += text.at[i] == '\n' || text.at[i] == '\r';
    return lines;
}

static err read_rows(struct arena *a, str text, int64_t rows_max, struct replay_file *ret)
{
    size_t room = count_lines(text), count;
    struct seen seen = {.room = room * 2 + 1};
    struct columns columns;
    struct csv csv;
    str *row;

    csv_init(&csv, text);
    if (!csv_next(&csv, a, &row, &count) || !find_columns(a, row, count, &columns))
        return E_INVALID;
    seen.slots = ARENA_MANY(a, seen.room, const struct replay_sale *);
    ret->sales = ARENA_MANY(a, room, struct replay_sale);
    while ((rows_max == 0 || (int64_t)ret->count < rows_max) && ret->count < room &&
           csv_next(&csv, a, &row, &count)) {
        struct replay_sale *s = &ret->sales[ret->count];

        if (count == 1 && str_trim(row[0]).len == 0)
            continue;
        ret->count++;
        s->line = csv.line;
        s->key = row_key(a, row, count, &columns);
        read_sale(row, count, &columns, s);
        s->unit = make_unit(a, s, 0);
        if (s->refused == NULL && seen_before(&seen, s))
            s->refused = "the same sale stands in the file twice";
    }
    return OK;
}

err replay_read(
    struct arena *a, const char *path, int64_t rows_max, struct replay_file *ret, str *ret_fault)
{
    str raw, text;
    err e = file_read(a, path, INPUT_MAX, &raw);

    *ret = (struct replay_file){0};
    if (e != OK) {
        *ret_fault = arena_printf(a, "cannot read '%s'", path);
        return e;
    }
    if (str_ends(str_of(path), S(".xz")) && unpack(a, raw, &raw) != OK) {
        *ret_fault = arena_printf(a, "'%s' is not a whole xz file", path);
        return E_INVALID;
    }
    TRY(decode(a, raw, &text));
    if (read_rows(a, normal_text(a, text), rows_max, ret) != OK) {
        *ret_fault = arena_printf(a, "'%s' has no column that could be a price", path);
        return E_INVALID;
    }
    return OK;
}
