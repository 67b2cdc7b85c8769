/* Looking things up in a request and adding headers to a reply: plain walks over short lists. */
#include "http/http.h"

#include <assert.h>

static str pair_find(const struct http_pair *pairs, size_t count, str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(pairs[i].name, name))
            return pairs[i].value;
    return S("");
}

str http_query(const struct http_request *r, str name)
{
    return pair_find(r->query, r->query_count, name);
}

str http_header(const struct http_request *r, str name)
{
    return pair_find(r->headers, r->header_count, name);
}

static bool cookie_find(str list, str name, str *ret)
{
    while (list.len > 0) {
        str value = str_trim(str_cut(&list, ';'));

        if (!str_has(value, '='))
            continue;
        if (str_eq(str_cut(&value, '='), name)) {
            *ret = value;
            return true;
        }
    }
    return false;
}

str http_cookie(const struct http_request *r, str name)
{
    str value = S("");

    for (size_t i = 0; i < r->header_count; i++)
        if (str_eq(r->headers[i].name, S("cookie")) &&
            cookie_find(r->headers[i].value, name, &value))
            return value;
    return S("");
}

void http_reply_header(struct http_reply *reply, str name, str value)
{
    assert(reply->header_count < HTTP_REPLY_HEADERS_MAX);
    reply->headers[reply->header_count++] = (struct http_pair){name, value};
}
