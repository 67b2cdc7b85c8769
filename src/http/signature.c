/* Signing and checking the messages between the service and the departments. The profile is small
 * on purpose: one signature, one algorithm, fixed components; anything else is not valid. */
#include "http/signature.h"

#include "base/ids.h"
#include "http/signature_base.h"

#define SIGNATURE_LABEL "sig1"
#define SIGNATURE_TAG "yichuang"
#define SIGNATURE_NONCE_BYTES 16

#define REQUEST_PARTS "(\"@method\" \"@target-uri\" \"content-type\" \"content-digest\")"
#define REPLY_PARTS                                                                                \
    "(\"@status\" \"content-type\" \"content-digest\" \"signature\";req;key=\"" SIGNATURE_LABEL    \
    "\")"

/* RFC 9530 section 2: sha-256 alone. */
static str content_digest(struct arena *a, str body)
{
    uint8_t hash[CRYPTO_SHA256_BYTES];
    str text;

    crypto_sha256(body, hash);
    text = crypto_base64(a, (str){(const char *)hash, sizeof(hash)});
    return arena_printf(a, "sha-256=:%.*s:", STR(text));
}

/* The address as the receiver sees it: a path at least, no fragment. */
static str target_uri(struct arena *a, str url)
{
    size_t from = 0;
    size_t end;

    url = str_cut(&url, '#');
    if (str_find(url, S("://"), &from))
        from += 3;
    for (end = from; end < url.len && url.at[end] != '/' && url.at[end] != '?'; end++) {
    }
    if (end < url.len && url.at[end] == '/')
        return url;
    return arena_printf(
        a, "%.*s/%.*s", STR(str_slice(url, 0, end)), STR(str_slice(url, end, url.len)));
}

/* The target URI of a request that reached the service known as `base_url`. */
static str received_uri(struct arena *a, str base_url, str raw_target)
{
    while (str_ends(base_url, S("/")))
        base_url = str_slice(base_url, 0, base_url.len - 1);
    return arena_join(a, base_url, raw_target);
}

struct signed_texts {
    str input, signature;
};

/* The message must have every component of `parts`, which our own code has just seen to. */
static struct signed_texts sign(struct arena *a, const struct signature_message *m,
    const struct signature_signer *signer, const char *parts)
{
    struct signature_params params;
    uint8_t signature[CRYPTO_ED25519_SIGNATURE_BYTES];
    str base = S("");
    str fault = S("");
    str nonce = id_random_hex(a, SIGNATURE_NONCE_BYTES);
    str text = arena_printf(a, "%s;created=%lld;nonce=\"%.*s\";keyid=\"%.*s\";tag=\"%s\"", parts,
        (long long)(signer->now_ms / 1000), STR(nonce), STR(signer->key_id), SIGNATURE_TAG);

    /* A message that cannot be signed goes out unsigned and is refused by the other side. */
    if (!signature_params_parse(text, &params, &fault) ||
        !signature_base(a, m, &params, &base, &fault))
        return (struct signed_texts){S(""), S("")};
    crypto_ed25519_sign(signer->key, base, signature);
    return (struct signed_texts){
        .input = arena_printf(a, "%s=%.*s", SIGNATURE_LABEL, STR(text)),
        .signature = arena_printf(a, "%s=:%.*s:", SIGNATURE_LABEL,
            STR(crypto_base64(a, (str){(const char *)signature, sizeof(signature)}))),
    };
}

static struct signature_message message_of_call(struct arena *a, const struct http_call *call)
{
    return (struct signature_message){
        .method = call->method,
        .target_uri = target_uri(a, call->url),
        .headers = call->headers,
        .header_count = call->header_count,
    };
}

void signature_sign_call(
    struct arena *a, struct http_call *call, const struct signature_signer *signer)
{
    struct signature_message m = message_of_call(a, call);
    struct signed_texts texts;
    str type;

    if (!signature_header(&m, S("content-type"), &type))
        http_call_header(call, S("Content-Type"), S("application/json"));
    http_call_header(call, S("Content-Digest"), content_digest(a, call->body));
    m = message_of_call(a, call);
    texts = sign(a, &m, signer, REQUEST_PARTS);
    if (texts.signature.len == 0)
        return;
    http_call_header(call, S("Signature-Input"), texts.input);
    http_call_header(call, S("Signature"), texts.signature);
}

static struct signature_message message_of_request(
    struct arena *a, const struct http_request *r, str base_url)
{
    return (struct signature_message){
        .method = r->method,
        .target_uri = received_uri(a, base_url, r->raw_target),
        .headers = r->headers,
        .header_count = r->header_count,
    };
}

/* A reply's headers with its Content-Type, which http_reply keeps apart, and the digest. */
static struct signature_message message_of_reply(
    struct arena *a, const struct http_reply *reply, const struct signature_message *request)
{
    struct http_pair *headers = ARENA_MANY(a, HTTP_REPLY_HEADERS_MAX + 1, struct http_pair);

    for (size_t i = 0; i < reply->header_count; i++)
        headers[i] = reply->headers[i];
    headers[reply->header_count] = (struct http_pair){S("content-type"), reply->type};
    return (struct signature_message){
        .status = reply->status,
        .headers = headers,
        .header_count = reply->header_count + 1,
        .request = request,
    };
}

void signature_sign_reply(struct arena *a, const struct http_request *r, struct http_reply *reply,
    const struct signature_signer *signer)
{
    struct signature_message request = message_of_request(a, r, S(""));
    struct signature_message m;
    struct signed_texts texts;

    if (reply->type.len == 0)
        reply->type = S("application/json");
    http_reply_header(reply, S("Content-Digest"), content_digest(a, reply->body));
    m = message_of_reply(a, reply, &request);
    texts = sign(a, &m, signer, REPLY_PARTS);
    if (texts.signature.len == 0)
        return;
    http_reply_header(reply, S("Signature-Input"), texts.input);
    http_reply_header(reply, S("Signature"), texts.signature);
}

/* Both headers of the signature, each exactly once. NULL, or why not. */
static const char *read_signature(struct arena *a, const struct signature_message *m,
    struct signature_params *ret_params, str *ret_signature)
{
    str input, text, member;
    str fault = S("");

    if (!signature_header(m, S("signature-input"), &input) ||
        !signature_header(m, S("signature"), &text))
        return "the message is not signed, or signed more than once";
    if (!signature_member(input, S(SIGNATURE_LABEL), &member) ||
        !signature_params_parse(member, ret_params, &fault))
        return "the Signature-Input header is not well formed";
    if (!signature_member(text, S(SIGNATURE_LABEL), &member) || member.len < 2 ||
        !str_starts(member, S(":")) || !str_ends(member, S(":")) ||
        !crypto_base64_decode(a, str_slice(member, 1, member.len - 2), ret_signature) ||
        ret_signature->len != CRYPTO_ED25519_SIGNATURE_BYTES)
        return "the Signature header is not well formed";
    return NULL;
}

static bool covers(const struct signature_params *p, const struct signature_part *wanted)
{
    for (size_t i = 0; i < p->part_count; i++)
        if (p->parts[i].of_request == wanted->of_request &&
            str_eq(p->parts[i].name, wanted->name) && str_eq(p->parts[i].key, wanted->key))
            return true;
    return false;
}

/* Everything that `parts` names must be covered; more may be. */
static bool covers_all(const struct signature_params *p, str parts)
{
    struct signature_params wanted;
    str fault = S("");

    if (!signature_params_parse(parts, &wanted, &fault))
        return false;
    for (size_t i = 0; i < wanted.part_count; i++)
        if (!covers(p, &wanted.parts[i]))
            return false;
    return true;
}

static const char *check_params(const struct signature_params *p, str parts, int64_t now_ms)
{
    if (!covers_all(p, parts))
        return "the signature does not cover all that it must";
    if (!str_is(p->tag, SIGNATURE_TAG))
        return "the signature is not tagged \"" SIGNATURE_TAG "\"";
    if (p->algorithm.len > 0 && !str_is(p->algorithm, "ed25519"))
        return "the signature's algorithm is not ed25519";
    if (p->keyid.len == 0 || p->nonce.len == 0 || p->created_s < 0)
        return "the signature lacks created, nonce or keyid";
    if (p->created_s * 1000 > now_ms + SIGNATURE_WINDOW_MS)
        return "the signature was made in the future";
    if (p->created_s * 1000 < now_ms - SIGNATURE_WINDOW_MS)
        return "the signature is too old";
    if (p->expires_s >= 0 && p->expires_s * 1000 <= now_ms)
        return "the signature has expired";
    return NULL;
}

struct checker {
    const uint8_t *public_key;
    int64_t now_ms;
    str parts; /* that must be covered */
    str body;
};

/* NULL, or why not. The digest comes last: it is the dear part, and says nothing by itself. */
static const char *check(struct arena *a, const struct signature_message *m,
    const struct checker *checker, struct signature_params *ret_params)
{
    str signature, base, digest;
    str fault = S("");
    const char *why = read_signature(a, m, ret_params, &signature);

    if (!why)
        why = check_params(ret_params, checker->parts, checker->now_ms);
    if (why)
        return why;
    if (!signature_base(a, m, ret_params, &base, &fault))
        return arena_z(a, fault);
    if (!crypto_ed25519_verify(checker->public_key, base, (const uint8_t *)signature.at))
        return "the signature does not match";
    if (!signature_header(m, S("content-digest"), &digest) ||
        !str_eq(digest, content_digest(a, checker->body)))
        return "the Content-Digest does not match the body";
    return NULL;
}

static struct signature_result check_message(
    struct arena *a, const struct signature_message *m, const struct checker *checker)
{
    struct signature_params params = {.keyid = S(""), .nonce = S("")};
    const char *why = check(a, m, checker, &params);

    return (struct signature_result){.valid = !why,
        .reason = str_of(why),
        .key_id = params.keyid,
        .nonce = params.nonce,
        .created_ms = params.created_s * 1000};
}

str signature_key_id(struct arena *a, const struct http_request *r)
{
    struct signature_message m = message_of_request(a, r, S(""));
    struct signature_params params;
    str signature;

    return read_signature(a, &m, &params, &signature) ? S("") : params.keyid;
}

struct signature_result signature_check_request(struct arena *a, const struct http_request *r,
    str base_url, const uint8_t public_key[CRYPTO_ED25519_PUBLIC_BYTES], int64_t now_ms)
{
    struct signature_message m = message_of_request(a, r, base_url);
    struct checker checker = {public_key, now_ms, S(REQUEST_PARTS), r->body};

    return check_message(a, &m, &checker);
}

struct signature_result signature_check_reply(struct arena *a, const struct http_call *call,
    const uint8_t public_key[CRYPTO_ED25519_PUBLIC_BYTES], int64_t now_ms)
{
    struct signature_message request = message_of_call(a, call);
    struct signature_message m = {
        .status = call->status,
        .headers = call->reply_headers,
        .header_count = call->reply_header_count,
        .request = &request,
    };
    struct checker checker = {public_key, now_ms, S(REPLY_PARTS), call->reply_body};

    return check_message(a, &m, &checker);
}
