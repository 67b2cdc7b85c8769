/* The spoiling of messages. */
#include "spoil.h"

#include "base/crypto.h"

#include <strings.h>

static bool spoil_is_signature(str name)
{
    return name.len == 9 && strncasecmp(name.at, "signature", 9) == 0;
}

/* `label=:base64:` with one bit turned; the value itself when it is not of that form. */
static str spoil_flip(struct arena *a, str value)
{
    str rest = value;
    str before = str_cut(&rest, ':');
    str text = str_cut(&rest, ':');
    char *bytes;
    str decoded;

    if (!crypto_base64_decode(a, text, &decoded) || decoded.len == 0)
        return value;
    bytes = arena_take(a, decoded.len);
    for (size_t i = 0; i < decoded.len; i++)
        bytes[i] = decoded.at[i];
    bytes[decoded.len / 2] = (char)(bytes[decoded.len / 2] ^ 1);
    text = crypto_base64(a, (str){bytes, decoded.len});
    return arena_printf(a, "%.*s:%.*s:%.*s", STR(before), STR(text), STR(rest));
}

void spoil_signature(struct arena *a, struct http_pair *headers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (spoil_is_signature(headers[i].name))
            headers[i].value = spoil_flip(a, headers[i].value);
    }
}

str spoil_half(str text)
{
    return str_slice(text, 0, text.len / 2);
}

void spoil_type(struct http_reply *reply)
{
    reply->type = S("text/html; charset=gbk");
    /* "系统维护中" in GBK. */
    reply->body = S("<html><body>\xcf\xb5\xcd\xb3\xce\xac\xbb\xa4\xd6\xd0</body></html>");
}
