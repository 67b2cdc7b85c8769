/* The text that is signed (RFC 9421 section 2.5): a line for each covered component, then the
 * parameters. */
#include "http/signature_base.h"

#include "base/buf.h"
#include "http/field.h"

bool signature_header(const struct signature_message *m, str name, str *ret)
{
    size_t found = 0;

    for (size_t i = 0; i < m->header_count; i++) {
        str other = m->headers[i].name;

        if (!field_same_name(other, name))
            continue;
        *ret = str_trim(m->headers[i].value);
        found++;
    }
    return found == 1;
}

/* Authority and path of an absolute address. */
static void split_uri(str uri, str *ret_authority, str *ret_path, str *ret_query)
{
    size_t at = 0;
    size_t end;

    if (str_find(uri, S("://"), &at))
        uri = str_slice(uri, at + 3, uri.len);
    for (end = 0; end < uri.len && uri.at[end] != '/' && uri.at[end] != '?'; end++) {
    }
    *ret_authority = str_slice(uri, 0, end);
    uri = str_slice(uri, end, uri.len);
    *ret_path = str_cut(&uri, '?');
    *ret_query = uri;
}

/* Derived components, RFC 9421 section 2.2. */
static bool derived(struct arena *a, const struct signature_message *m, str name, str *ret)
{
    str authority, path, query;

    if (str_is(name, "@status")) {
        *ret = arena_printf(a, "%d", m->status);
        return m->status > 0;
    }
    if (m->method.len == 0)
        return false;
    split_uri(m->target_uri, &authority, &path, &query);
    if (str_is(name, "@method"))
        *ret = m->method;
    else if (str_is(name, "@target-uri"))
        *ret = m->target_uri;
    else if (str_is(name, "@authority"))
        *ret = authority;
    else if (str_is(name, "@path"))
        *ret = path.len > 0 ? path : S("/");
    else if (str_is(name, "@query"))
        *ret = arena_join(a, S("?"), query);
    else
        return false;
    return true;
}

static bool value_of(
    struct arena *a, const struct signature_message *m, const struct signature_part *part, str *ret)
{
    const struct signature_message *from = part->of_request ? m->request : m;

    if (!from)
        return false;
    if (part->name.at[0] == '@')
        return part->key.len == 0 && derived(a, from, part->name, ret);
    if (!signature_header(from, part->name, ret))
        return false;
    return part->key.len == 0 || signature_member(*ret, part->key, ret);
}

static void add_name(struct buf *out, const struct signature_part *part)
{
    buf_add_char(out, '"');
    buf_add(out, part->name);
    buf_add_char(out, '"');
    if (part->of_request)
        buf_add(out, S(";req"));
    if (part->key.len == 0)
        return;
    buf_add(out, S(";key=\""));
    buf_add(out, part->key);
    buf_add_char(out, '"');
}

bool signature_base(struct arena *a, const struct signature_message *m,
    const struct signature_params *params, str *ret, str *ret_fault)
{
    struct buf out;

    buf_init(&out, a, SIGNATURE_BASE_BYTES_MAX);
    for (size_t i = 0; i < params->part_count; i++) {
        const struct signature_part *part = &params->parts[i];
        str value = S("");

        if (!value_of(a, m, part, &value) || !field_is_value(value)) {
            *ret_fault = arena_printf(
                a, "the covered component \"%.*s\" is not there exactly once", STR(part->name));
            return false;
        }
        add_name(&out, part);
        buf_add(&out, S(": "));
        buf_add(&out, value);
        buf_add_char(&out, '\n');
    }
    buf_add(&out, S("\"@signature-params\": "));
    buf_add(&out, params->text);
    if (buf_full(&out)) {
        *ret_fault = S("the signed headers are too long");
        return false;
    }
    *ret = buf_str(&out);
    return true;
}
