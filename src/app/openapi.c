/* The API document and the manual page, from the route and input tables: they cannot drift. */
#include "app/app.h"

#define MANUAL_MAX ((size_t)1 << 20)

static void write_parameter(const struct input_field *f, const char *where, struct tree *list)
{
    struct tree *o = tree_object(list, S(""));

    tree_text(o, S("name"), str_of(f->name));
    tree_text(o, S("in"), str_of(where));
    tree_bool(o, S("required"), str_is(str_of(where), "path") || !f->optional);
    tree_text(o, S("description"), arena_printf(o->arena, "%s / %s", f->zh, f->en));
    tree_text(tree_object(o, S("schema")), S("type"),
        f->kind == INPUT_i64 || f->kind == INPUT_money ? S("integer") : S("string"));
}

static bool in_path(const struct route *r, const char *name)
{
    str rest = str_of(r->path);

    while (rest.len > 0) {
        str part = str_cut(&rest, '/');

        if (part.len > 2 && part.at[0] == '{' && str_is(str_slice(part, 1, part.len - 2), name))
            return true;
    }
    return false;
}

static bool has_body(const struct route *r)
{
    return str_is(str_of(r->method), "POST") || str_is(str_of(r->method), "PUT");
}

static void write_body(const struct route *r, struct tree *operation)
{
    struct tree *body = tree_object(operation, S("requestBody"));
    struct tree *content = tree_object(body, S("content"));
    struct tree *schema;

    tree_bool(body, S("required"), true);
    if (r->mode == ROUTE_FILE) {
        static const char *const types[] = {"application/pdf", "image/png", "image/jpeg"};

        for (size_t i = 0; i < COUNT(types); i++) {
            schema = tree_object(tree_object(content, str_of(types[i])), S("schema"));
            tree_text(schema, S("type"), S("string"));
            tree_text(schema, S("format"), S("binary"));
        }
        return;
    }
    schema = tree_object(tree_object(content, S("application/json")), S("schema"));
    tree_text(
        schema, S("$ref"), arena_printf(schema->arena, "#/components/schemas/%s", r->in->name));
}

static void write_responses(const struct route *r, struct tree *operation)
{
    struct tree *responses = tree_object(operation, S("responses"));
    struct tree *good = tree_object(responses, arena_printf(operation->arena, "%d", r->status));
    struct tree *problem = tree_object(responses, S("default"));
    struct tree *content;

    tree_text(good, S("description"), str_of(r->en));
    tree_text(problem, S("description"), S("RFC 9457 problem with every reason at once"));
    content = tree_object(tree_object(problem, S("content")), S("application/problem+json"));
    tree_text(tree_object(content, S("schema")), S("$ref"), S("#/components/schemas/problem"));
}

static void write_operation(const struct route *r, struct tree *path)
{
    struct tree *o = tree_object(path, str_of(str_is(str_of(r->method), "GET")    ? "get"
                                              : str_is(str_of(r->method), "POST") ? "post"
                                              : str_is(str_of(r->method), "PUT")  ? "put"
                                                                                  : "delete"));
    struct tree *parameters;

    tree_text(o, S("operationId"), arena_printf(o->arena, "%s %s", r->method, r->path));
    tree_text(o, S("summary"), str_of(r->zh));
    tree_text(o, S("description"), str_of(r->en));
    tree_text(o, S("x-access"), str_of(r->access));
    parameters = tree_list(o, S("parameters"));
    for (size_t i = 0; i < r->in->count; i++) {
        const struct input_field *f = &r->in->fields[i];

        if (in_path(r, f->name))
            write_parameter(f, "path", parameters);
        else if (!has_body(r) && !str_is(str_of(f->name), "nothing"))
            write_parameter(f, "query", parameters);
    }
    if (has_body(r))
        write_body(r, o);
    write_responses(r, o);
}

static void write_paths(struct tree *paths)
{
    for (size_t i = 0; i < routes_count; i++) {
        struct tree *path = NULL;

        for (struct tree *t = paths->first; t != NULL; t = t->next)
            if (str_is(t->key, routes[i].path))
                path = t;
        if (path == NULL)
            path = tree_object(paths, str_of(routes[i].path));
        write_operation(&routes[i], path);
    }
}

static void write_text_property(struct tree *properties, const char *name)
{
    tree_text(tree_object(properties, str_of(name)), S("type"), S("string"));
}

static void write_problem_schema(struct tree *schemas)
{
    static const char *const texts[] = {
        "rule", "severity", "field", "detail", "text", "law", "remedy"};
    struct tree *problem = tree_object(schemas, S("problem"));
    struct tree *properties, *findings, *item;

    tree_text(problem, S("type"), S("object"));
    properties = tree_object(problem, S("properties"));
    write_text_property(properties, "type");
    write_text_property(properties, "title");
    tree_text(tree_object(properties, S("status")), S("type"), S("integer"));
    write_text_property(properties, "instance");
    write_text_property(properties, "request");
    findings = tree_object(properties, S("findings"));
    tree_text(findings, S("type"), S("array"));
    item = tree_object(findings, S("items"));
    tree_text(item, S("type"), S("object"));
    item = tree_object(item, S("properties"));
    for (size_t i = 0; i < COUNT(texts); i++)
        write_text_property(item, texts[i]);
}

static void write_schemas(struct tree *schemas)
{
    write_problem_schema(schemas);
    for (size_t i = 0; i < routes_count; i++)
        if (has_body(&routes[i]) && tree_get(schemas, str_of(routes[i].in->name)) == NULL)
            input_schema(routes[i].in, tree_object(schemas, str_of(routes[i].in->name)));
}

str openapi_document(struct arena *a)
{
    struct tree *doc = tree_new(a, TREE_OBJECT);
    struct tree *info;

    tree_text(doc, S("openapi"), S("3.1.0"));
    info = tree_object(doc, S("info"));
    tree_text(info, S("title"), S("Yichuang 一窗"));
    tree_text(info, S("version"), S(YICHUANG_VERSION));
    write_paths(tree_object(doc, S("paths")));
    write_schemas(tree_object(tree_object(doc, S("components")), S("schemas")));
    return tree_to_json(doc);
}

static void manual_fields(const struct input *in, struct buf *out)
{
    for (size_t i = 0; i < in->count; i++) {
        const struct input_field *f = &in->fields[i];
        static const char *const kinds[] = {
            "text", "integer", "boolean", "fen", "date", "id", "unit code", "JSON", "list"};

        if (str_is(str_of(f->name), "nothing"))
            continue;
        buf_printf(out, "- `%s` %s%s: %s / %s\n", f->name, kinds[f->kind],
            f->optional ? ", optional" : "", f->zh, f->en);
    }
}

str openapi_manual(struct arena *a)
{
    struct buf out;

    buf_init(&out, a, MANUAL_MAX);
    buf_add_z(&out,
        "# The API\n\nGenerated from the route and input tables by `yichuang docs`; do not "
        "edit.\n\nEvery POST of an officer carries an `Idempotency-Key`; every unsafe "
        "request the `X-CSRF-Token` from sign-in. Refusals are RFC 9457 problems with "
        "all reasons at once.\n");
    for (size_t i = 0; i < routes_count; i++) {
        const struct route *r = &routes[i];

        buf_printf(&out, "\n## %s %s\n\n%s / %s. Access: %s. Success: %d.\n\n", r->method, r->path,
            r->zh, r->en, r->access, r->status);
        manual_fields(r->in, &out);
    }
    return buf_str(&out);
}
