/* The API document, from the route, input and output tables: it cannot drift from the program, and
 * the pages' types are made from it. */
#include "app/app.h"
#include "app/outputs.h"

static bool is_method(const struct route *r, const char *method)
{
    return str_is(str_of(r->method), method);
}

static bool is_unsafe(const struct route *r)
{
    return !is_method(r, "GET");
}

static bool has_body(const struct route *r)
{
    return is_method(r, "POST") || is_method(r, "PUT");
}

/* OpenAPI has no word for a parameter that takes the rest of the path: it is told as one part. */
static str path_of(struct arena *a, const struct route *r)
{
    str path = str_of(r->path);
    size_t at;

    return str_find(path, S("...}"), &at) ? arena_join(a, str_slice(path, 0, at), S("}")) : path;
}

static bool in_path(struct arena *a, const struct route *r, str name)
{
    str rest = path_of(a, r);

    while (rest.len > 0) {
        str part = str_cut(&rest, '/');

        if (part.len > 2 && part.at[0] == '{' && str_eq(str_slice(part, 1, part.len - 2), name))
            return true;
    }
    return false;
}

/* get_filings_filing_bill: the method and the path, as an identifier. */
static str operation_id(struct arena *a, const struct route *r)
{
    str rest = path_of(a, r);
    struct buf b;

    buf_init(&b, a, 400);
    for (const char *c = r->method; *c != 0; c++)
        buf_add_char(&b, (char)(*c - 'A' + 'a'));
    while (rest.len > 0) {
        char c = rest.at[0];
        bool is_word = (c >= 'a' && c <= 'z') || char_is_digit(c);

        if (c != '{' && c != '}')
            buf_add_char(&b, is_word ? c : '_');
        rest = str_slice(rest, 1, SIZE_MAX);
    }
    return buf_str(&b);
}

/* ---- what is asked ---- */

static bool is_required(const struct tree *schema, str name)
{
    const struct tree *required = tree_get(schema, S("required"));

    for (const struct tree *t = required->first; t != NULL; t = t->next)
        if (str_eq(t->text, name))
            return true;
    return false;
}

static void write_parameter(
    const struct tree *schema, const struct tree *property, const char *where, struct tree *list)
{
    struct tree *o = tree_object(list, S(""));

    tree_text(o, S("name"), property->key);
    tree_text(o, S("in"), str_of(where));
    tree_bool(o, S("required"), is_required(schema, property->key));
    tree_text(o, S("description"),
        arena_printf(o->arena, "%.*s / %.*s", STR(tree_get_text(property, S("description"))),
            STR(tree_get_text(property, S("title")))));
    tree_copy(o, S("schema"), property);
}

/* Every POST of an officer and of the public that writes is answered once under its key. */
static bool needs_key(const struct route *r)
{
    return is_method(r, "POST") && r->mode == ROUTE_WRITE &&
           !str_starts(str_of(r->access), S("department"));
}

/* What is not in the path stands in the query, unless there is a body to hold it. */
static void write_parameters(
    const struct route *r, const struct tree *schema, struct tree *operation)
{
    struct tree *list = tree_list(operation, S("parameters"));
    const struct tree *properties = tree_get(schema, S("properties"));

    for (const struct tree *t = properties->first; t != NULL; t = t->next) {
        if (in_path(schema->arena, r, t->key))
            write_parameter(schema, t, "path", list);
        else if ((!has_body(r) || r->mode == ROUTE_FILE) && !str_is(t->key, "nothing"))
            write_parameter(schema, t, "query", list);
    }
    if (needs_key(r))
        tree_text(
            tree_object(list, S("")), S("$ref"), S("#/components/parameters/idempotency_key"));
    if (r->purpose != NULL && str_is(str_of(r->purpose), "stated"))
        tree_text(tree_object(list, S("")), S("$ref"), S("#/components/parameters/purpose"));
}

/* The input without what stands in the path. */
static void write_body_schema(
    const struct route *r, const struct tree *schema, struct tree *ret_body)
{
    struct tree *properties, *required;

    tree_text(ret_body, S("type"), S("object"));
    tree_bool(ret_body, S("additionalProperties"), false);
    properties = tree_object(ret_body, S("properties"));
    required = tree_list(ret_body, S("required"));
    for (const struct tree *t = tree_get(schema, S("properties"))->first; t != NULL; t = t->next) {
        if (in_path(schema->arena, r, t->key) || str_is(t->key, "nothing"))
            continue;
        tree_copy(properties, t->key, t);
        if (is_required(schema, t->key))
            tree_text(required, S(""), t->key);
    }
}

static void write_media(struct tree *content, str type, bool binary)
{
    struct tree *schema = tree_object(tree_object(content, type), S("schema"));

    tree_text(schema, S("type"), S("string"));
    if (binary)
        tree_text(schema, S("format"), S("binary"));
}

static void write_medias(struct tree *content, const char *types)
{
    str rest = str_of(types);

    while (rest.len > 0) {
        str type = str_cut(&rest, ' ');

        write_media(content, type, !str_starts(type, S("text/")));
    }
}

static void write_ref(struct tree *content, const char *type, const char *name)
{
    struct tree *schema = tree_object(tree_object(content, str_of(type)), S("schema"));

    tree_text(schema, S("$ref"), arena_printf(schema->arena, "#/components/schemas/%s", name));
}

static void write_body(
    const struct route *r, const struct tree *schema, struct tree *operation, struct tree *schemas)
{
    struct tree *body = tree_new(operation->arena, TREE_OBJECT), *request;

    write_body_schema(r, schema, body);
    if (r->mode != ROUTE_FILE && tree_get(body, S("properties"))->count == 0)
        return;
    request = tree_object(operation, S("requestBody"));
    if (r->mode == ROUTE_FILE) {
        tree_bool(request, S("required"), true);
        write_medias(tree_object(request, S("content")), scan_out_output.media);
        return;
    }
    tree_bool(request, S("required"), tree_get(body, S("required"))->count > 0);
    write_ref(tree_object(request, S("content")), "application/json", r->in->name);
    if (tree_get(schemas, str_of(r->in->name)) == NULL)
        tree_copy(schemas, str_of(r->in->name), body);
}

/* ---- what is answered ---- */

/* A table and all that it refers to. */
static void write_output(const struct output *out, struct tree *schemas)
{
    if (tree_get(schemas, str_of(out->name)) != NULL)
        return;
    output_schema(out, tree_object(schemas, str_of(out->name)));
    for (size_t i = 0; i < out->count; i++)
        if (out->fields[i].shape.of != NULL)
            write_output(out->fields[i].shape.of, schemas);
}

static void write_responses(const struct route *r, struct tree *operation, struct tree *schemas)
{
    struct tree *responses = tree_object(operation, S("responses"));
    struct tree *good = tree_object(responses, arena_printf(operation->arena, "%d", r->status));
    struct tree *content;

    tree_text(good, S("description"), arena_printf(good->arena, "%s / %s", r->zh, r->en));
    content = tree_object(good, S("content"));
    if (r->out->media != NULL) {
        write_medias(content, r->out->media);
    } else {
        write_ref(content, "application/json", r->out->name);
        write_output(r->out, schemas);
    }
    tree_text(tree_object(responses, S("default")), S("$ref"), S("#/components/responses/problem"));
}

static void write_security(const struct route *r, struct tree *operation)
{
    struct tree *list = tree_list(operation, S("security")), *all;
    str access = str_of(r->access);

    if (str_is(access, "public") || str_is(access, "citizen"))
        return;
    all = tree_object(list, S(""));
    if (str_starts(access, S("department"))) {
        tree_list(all, S("signature"));
        return;
    }
    tree_list(all, S("session"));
    if (is_unsafe(r))
        tree_list(all, S("csrf"));
}

static void write_operation(const struct route *r, struct tree *path, struct tree *schemas)
{
    struct tree *o = tree_object(path, str_of(is_method(r, "GET")    ? "get"
                                              : is_method(r, "POST") ? "post"
                                              : is_method(r, "PUT")  ? "put"
                                                                     : "delete"));
    struct tree *schema = tree_new(o->arena, TREE_OBJECT);

    input_schema(r->in, schema);
    tree_text(o, S("operationId"), operation_id(o->arena, r));
    tree_text(o, S("summary"), str_of(r->zh));
    tree_text(o, S("description"), str_of(r->en));
    tree_text(o, S("x-access"), str_of(r->access));
    write_security(r, o);
    write_parameters(r, schema, o);
    if (has_body(r))
        write_body(r, schema, o, schemas);
    write_responses(r, o, schemas);
}

static void write_paths(struct tree *paths, struct tree *schemas)
{
    for (size_t i = 0; i < routes_count; i++) {
        str name = path_of(paths->arena, &routes[i]);
        struct tree *path = NULL;

        if (str_starts(str_of(routes[i].path), S("/test/"))) /* not of the API */
            continue;
        for (struct tree *t = paths->first; t != NULL; t = t->next)
            if (str_eq(t->key, name))
                path = t;
        if (path == NULL)
            path = tree_object(paths, name);
        write_operation(&routes[i], path, schemas);
    }
}

/* ---- what all routes share ---- */

static void write_scheme(
    struct tree *schemes, const char *name, const char *where, const char *key, const char *text)
{
    struct tree *o = tree_object(schemes, str_of(name));

    tree_text(o, S("type"), S("apiKey"));
    tree_text(o, S("in"), str_of(where));
    tree_text(o, S("name"), str_of(key));
    tree_text(o, S("description"), str_of(text));
}

static void write_shared(struct tree *components)
{
    struct tree *schemes = tree_object(components, S("securitySchemes"));
    struct tree *parameters = tree_object(components, S("parameters"));
    struct tree *key = tree_object(parameters, S("idempotency_key"));
    struct tree *purpose = tree_object(parameters, S("purpose"));
    struct tree *problem = tree_object(tree_object(components, S("responses")), S("problem"));

    write_scheme(schemes, "session", "cookie", "yichuang", "The cookie that signing in sets");
    write_scheme(schemes, "csrf", "header", "X-CSRF-Token",
        "The token that signing in answers; every unsafe request of an officer carries it");
    write_scheme(schemes, "signature", "header", "Signature",
        "RFC 9421 signature of the department, with Signature-Input and Content-Digest");
    tree_text(key, S("name"), S("Idempotency-Key"));
    tree_text(key, S("in"), S("header"));
    tree_bool(key, S("required"), false);
    tree_text(key, S("description"),
        S("Made up by the client for each request and kept when it is repeated: the effect comes "
          "once. A request without it is refused with KEY_MISSING; a client adds it to all"));
    tree_text(tree_object(key, S("schema")), S("type"), S("string"));
    tree_text(purpose, S("name"), S("purpose"));
    tree_text(purpose, S("in"), S("query"));
    tree_bool(purpose, S("required"), false);
    tree_text(purpose, S("description"),
        S("Why this person's record is read: a code of /access/purposes, and behind a colon what "
          "the code asks for. It may stand in the header X-Purpose instead; without either the "
          "request is refused with PURPOSE_MISSING"));
    tree_text(tree_object(purpose, S("schema")), S("type"), S("string"));
    tree_text(problem, S("description"), S("RFC 9457 problem with every reason at once"));
    write_ref(tree_object(problem, S("content")), "application/problem+json", "problem");
}

str openapi_document(struct arena *a)
{
    struct tree *doc = tree_new(a, TREE_OBJECT), *info, *paths, *components, *schemas;
    struct buf out;

    tree_text(doc, S("openapi"), S("3.1.0"));
    info = tree_object(doc, S("info"));
    tree_text(info, S("title"), S("Yichuang 一窗"));
    tree_text(info, S("version"), S(YICHUANG_VERSION));
    paths = tree_object(doc, S("paths"));
    components = tree_object(doc, S("components"));
    write_shared(components);
    schemas = tree_object(components, S("schemas"));
    write_output(&problem_output, schemas);
    write_paths(paths, schemas);
    buf_init(&out, a, SIZE_MAX / 2);
    tree_print_lines(doc, &out);
    return buf_str(&out);
}
