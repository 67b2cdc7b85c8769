/* Reading Signature-Input (RFC 9421 section 4.1, RFC 8941): one inner list of strings with
 * parameters. Only the canonical form passes, nothing twice, nothing unknown. */
#include "http/signature_base.h"

#include <string.h>

static bool take(str *s, str token)
{
    if (!str_starts(*s, token))
        return false;
    *s = str_slice(*s, token.len, s->len);
    return true;
}

/* "text" without the escapes that RFC 8941 would allow; no name, key id or nonce needs them. */
static bool take_string(str *s, str *ret)
{
    size_t len = 0;
    str rest = *s;

    if (!take(&rest, S("\"")))
        return false;
    while (len < rest.len && rest.at[len] != '"') {
        if (rest.at[len] < ' ' || rest.at[len] > '~' || rest.at[len] == '\\')
            return false;
        len++;
    }
    if (len == rest.len)
        return false;
    *ret = str_slice(rest, 0, len);
    *s = str_slice(rest, len + 1, rest.len);
    return true;
}

/* Canonical: no sign, no zero in front, at most 15 digits (RFC 8941 section 3.3.1). */
static bool take_number(str *s, int64_t *ret)
{
    size_t len = 0;

    while (len < s->len && s->at[len] >= '0' && s->at[len] <= '9')
        len++;
    if (len == 0 || len > 15 || (len > 1 && s->at[0] == '0'))
        return false;
    if (!str_to_i64(str_slice(*s, 0, len), ret))
        return false;
    *s = str_slice(*s, len, s->len);
    return true;
}

/* Lower case, as RFC 9421 section 2.1 wants names of fields. */
static bool is_component_name(str name)
{
    if (name.len == 0)
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-_@", name.at[i]))
            return false;
    return true;
}

static bool part_eq(const struct signature_part *x, const struct signature_part *y)
{
    return x->of_request == y->of_request && str_eq(x->name, y->name) && str_eq(x->key, y->key);
}

static bool take_part(str *s, struct signature_params *p)
{
    struct signature_part part = {.key = S("")};

    if (p->part_count == SIGNATURE_PARTS_MAX || !take_string(s, &part.name) ||
        !is_component_name(part.name))
        return false;
    part.of_request = take(s, S(";req"));
    if (take(s, S(";key=")) && (!take_string(s, &part.key) || part.key.len == 0))
        return false;
    for (size_t i = 0; i < p->part_count; i++)
        if (part_eq(&p->parts[i], &part))
            return false;
    p->parts[p->part_count++] = part;
    return true;
}

static bool take_parts(str *s, struct signature_params *p)
{
    if (!take(s, S("(")))
        return false;
    if (take(s, S(")")))
        return true;
    do {
        if (!take_part(s, p))
            return false;
    } while (take(s, S(" ")));
    return take(s, S(")"));
}

static bool take_time_once(str *s, int64_t *at)
{
    return *at < 0 && take_number(s, at);
}

static bool take_text_once(str *s, str *at)
{
    return !at->at && take_string(s, at);
}

static bool take_param(str *s, struct signature_params *p)
{
    if (take(s, S("created=")))
        return take_time_once(s, &p->created_s);
    if (take(s, S("expires=")))
        return take_time_once(s, &p->expires_s);
    if (take(s, S("nonce=")))
        return take_text_once(s, &p->nonce);
    if (take(s, S("keyid=")))
        return take_text_once(s, &p->keyid);
    if (take(s, S("tag=")))
        return take_text_once(s, &p->tag);
    if (take(s, S("alg=")))
        return take_text_once(s, &p->algorithm);
    return false;
}

static str text_or_empty(str s)
{
    return s.at ? s : S("");
}

bool signature_params_parse(str member, struct signature_params *ret, str *ret_fault)
{
    struct signature_params p = {.created_s = -1, .expires_s = -1, .text = member};
    str rest = member;
    bool good = member.len <= SIGNATURE_INPUT_BYTES_MAX && take_parts(&rest, &p);

    while (good && rest.len > 0)
        good = take(&rest, S(";")) && take_param(&rest, &p);
    if (!good) {
        *ret_fault = S("the Signature-Input header is not well formed");
        return false;
    }
    p.nonce = text_or_empty(p.nonce);
    p.keyid = text_or_empty(p.keyid);
    p.tag = text_or_empty(p.tag);
    p.algorithm = text_or_empty(p.algorithm);
    *ret = p;
    return true;
}

bool signature_member(str header, str label, str *ret)
{
    str rest = header;

    if (!take(&rest, label) || !take(&rest, S("=")) || rest.len == 0)
        return false;
    *ret = rest;
    return true;
}
