/* docs/api.md, from the route, input and output tables. */
#include "app/app.h"

#define MANUAL_MAX ((size_t)4 << 20)

static const char *const input_kinds[] = {[INPUT_text] = "text",
    [INPUT_i64] = "integer",
    [INPUT_boolean] = "boolean",
    [INPUT_money] = "fen",
    [INPUT_date] = "date",
    [INPUT_id] = "id",
    [INPUT_unit] = "unit code",
    [INPUT_tree] = "JSON",
    [INPUT_list] = "list"};

static const char *const output_kinds[] = {[OUTPUT_TEXT] = "text",
    [OUTPUT_I64] = "integer",
    [OUTPUT_MONEY] = "fen",
    [OUTPUT_MS] = "ms",
    [OUTPUT_BOOLEAN] = "boolean",
    [OUTPUT_DATE] = "date",
    [OUTPUT_WORDS] = "one of",
    [OUTPUT_TEXTS] = "list of texts",
    [OUTPUT_MAP] = "object of",
    [OUTPUT_TREE] = "JSON",
    [OUTPUT_LIST] = "list of",
    [OUTPUT_OBJECT] = "object"};

/* Tables that replies refer to, in the order in which they are met. */
struct table {
    const struct output *out;
    struct table *next;
};

struct tables {
    struct arena *arena;
    struct table *first, *last;
};

static void add_table(struct tables *tables, const struct output *out)
{
    struct table *made;

    for (const struct table *t = tables->first; t != NULL; t = t->next)
        if (t->out == out)
            return;
    made = ARENA_NEW(tables->arena, struct table);
    made->out = out;
    if (tables->last != NULL)
        tables->last->next = made;
    else
        tables->first = made;
    tables->last = made;
}

static void print_inputs(const struct input *in, struct buf *out)
{
    if (!str_is(str_of(in->fields[0].name), "nothing"))
        buf_add_char(out, '\n');
    for (size_t i = 0; i < in->count; i++) {
        const struct input_field *f = &in->fields[i];

        if (!str_is(str_of(f->name), "nothing"))
            buf_printf(out, "- `%s` %s%s: %s / %s\n", f->name, input_kinds[f->kind],
                f->optional ? ", optional" : "", f->zh, f->en);
    }
}

static void print_shape(const struct output_shape *s, struct buf *out)
{
    buf_add_z(out, output_kinds[s->kind]);
    if (s->kind == OUTPUT_WORDS)
        buf_printf(out, " %.*s", STR(str_trim(str_of(s->words))));
    if (s->kind == OUTPUT_MAP && s->of == NULL)
        buf_add_z(out, " texts");
    if (s->of != NULL)
        buf_printf(out, " [%s](#%s)", s->of->name, s->of->name);
    if (s->or_null)
        buf_add_z(out, " or null");
    if (s->or_empty)
        buf_add_z(out, " or empty");
}

static void print_fields(const struct output *o, struct tables *tables, struct buf *out)
{
    for (size_t i = 0; i < o->count; i++) {
        const struct output_field *f = &o->fields[i];

        buf_printf(out, "- `%s` ", f->name);
        print_shape(&f->shape, out);
        buf_printf(out, "%s: %s / %s\n", f->optional ? ", may be left out" : "", f->zh, f->en);
        if (f->shape.of != NULL)
            add_table(tables, f->shape.of);
    }
}

static void print_reply(const struct route *r, struct tables *tables, struct buf *out)
{
    if (r->out->media != NULL) {
        buf_printf(out, "\nReply: %s.\n", r->out->media);
        return;
    }
    buf_printf(out, "\nReply: [%s](#%s).\n", r->out->name, r->out->name);
    add_table(tables, r->out);
}

str openapi_manual(struct arena *a)
{
    struct tables tables = {.arena = a};
    struct buf out;

    buf_init(&out, a, MANUAL_MAX);
    buf_add_z(&out,
        "# The API\n\nGenerated from the route, input and output tables by `yichuang docs`; do "
        "not edit. The same as a document for machines: `openapi.json`.\n\nEvery POST of an "
        "officer carries an `Idempotency-Key`; every unsafe request the `X-CSRF-Token` from "
        "sign-in. A route that reads a person's record for a stated purpose takes it as "
        "`purpose=code` or "
        "`purpose=code:words`, or in the header `X-Purpose`. Refusals are RFC 9457 problems with "
        "all reasons at once. Moments are "
        "milliseconds since 1970, money is in fen.\n");
    for (size_t i = 0; i < routes_count; i++) {
        const struct route *r = &routes[i];

        if (str_starts(str_of(r->path), S("/test/"))) /* not of the API */
            continue;
        buf_printf(&out, "\n## %s %s\n\n%s / %s. Access: %s. Success: %d.\n", r->method, r->path,
            r->zh, r->en, r->access, r->status);
        if (r->record != NULL)
            buf_printf(
                &out, "\nReads a person's record (%s); purpose: %s.\n", r->record, r->purpose);
        print_inputs(r->in, &out);
        print_reply(r, &tables, &out);
    }
    buf_add_z(&out, "\n# Replies\n");
    for (const struct table *t = tables.first; t != NULL; t = t->next) {
        buf_printf(&out, "\n## %s\n\n", t->out->name);
        print_fields(t->out, &tables, &out);
    }
    return buf_str(&out);
}
