/* Signed messages: the published vectors of RFC 9421 and RFC 9530, whole exchanges, and everything
 * that must not pass. */
#include "base/crypto.h"
#include "http/signature.h"
#include "http/signature_base.h"
#include "test.h"

#include <stdlib.h>

#define NOW_MS INT64_C(1795000000000)
#define BASE_URL "http://127.0.0.1:9101"

static struct crypto_key key_of(uint8_t first)
{
    uint8_t seed[CRYPTO_ED25519_SECRET_BYTES] = {first, 2, 3};
    struct crypto_key key;

    crypto_key_from_seed(seed, &key);
    return key;
}

static struct http_call signed_call(int64_t at_ms)
{
    struct crypto_key key = key_of(1);
    struct http_call call = {
        .method = S("POST"),
        .url = S(BASE_URL "/query/contract?x=%20&y"),
        .body = S("{\"hello\": \"world\"}\n"),
    };

    http_call_header(&call, S("Content-Type"), S("application/json"));
    signature_sign_call(test_arena, &call, &(struct signature_signer){&key, S("housing"), at_ms});
    return call;
}

/* The call as the other side's server hands it over: header names in lower case. */
static struct http_request arrived(const struct http_call *call)
{
    struct http_pair *headers = ARENA_MANY(test_arena, HTTP_REPLY_HEADERS_MAX, struct http_pair);

    for (size_t i = 0; i < call->header_count; i++) {
        char *name = arena_take(test_arena, call->headers[i].name.len + 1);

        for (size_t j = 0; j < call->headers[i].name.len; j++)
            name[j] = (char)(call->headers[i].name.at[j] | 0x20); /* a '-' has that bit */
        headers[i] = (struct http_pair){{name, call->headers[i].name.len}, call->headers[i].value};
    }
    return (struct http_request){
        .method = call->method,
        .raw_target = str_slice(call->url, sizeof(BASE_URL) - 1, call->url.len),
        .headers = headers,
        .header_count = call->header_count,
        .body = call->body,
    };
}

static struct http_pair *header_of(struct http_request *r, const char *name)
{
    for (size_t i = 0; i < r->header_count; i++)
        if (str_is(r->headers[i].name, name))
            return (struct http_pair *)&r->headers[i];
    return NULL;
}

static struct signature_result checked_at(const struct http_request *r, int64_t now_ms)
{
    struct crypto_key key = key_of(1);
    struct signature_result result =
        signature_check_request(test_arena, r, S(BASE_URL), key.public_key, now_ms);

    CHECK(result.valid == (result.reason.len == 0));
    return result;
}

static bool passes(const struct http_request *r)
{
    return checked_at(r, NOW_MS).valid;
}

/* RFC 9421 appendix B.2.6 with the key of B.1.4. */
TEST(rfc9421_ed25519_vector)
{
    static const struct http_pair headers[] = {
        {{"Host", 4}, {"example.com", 11}},
        {{"Date", 4}, {"Tue, 20 Apr 2021 02:07:55 GMT", 29}},
        {{"Content-Type", 12}, {"application/json", 16}},
        {{"Content-Length", 14}, {"18", 2}},
    };
    struct signature_message m = {
        .method = S("POST"),
        .target_uri = S("https://example.com/foo?param=Value&Pet=dog"),
        .headers = headers,
        .header_count = COUNT(headers),
    };
    struct signature_params params;
    struct crypto_key key;
    str base, fault, seed, public_key;
    uint8_t got[CRYPTO_ED25519_SIGNATURE_BYTES];

    CHECK(signature_params_parse(
        S("(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\")"
          ";created=1618884473;keyid=\"test-key-ed25519\""),
        &params, &fault));
    CHECK_I64(params.created_s, 1618884473);
    CHECK_STR(params.keyid, S("test-key-ed25519"));
    CHECK(signature_base(test_arena, &m, &params, &base, &fault));
    CHECK_STR(base, S("\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n"
                      "\"@method\": POST\n"
                      "\"@path\": /foo\n"
                      "\"@authority\": example.com\n"
                      "\"content-type\": application/json\n"
                      "\"content-length\": 18\n"
                      "\"@signature-params\": (\"date\" \"@method\" \"@path\" \"@authority\" "
                      "\"content-type\" \"content-length\");created=1618884473"
                      ";keyid=\"test-key-ed25519\""));

    CHECK(crypto_base64url_decode(
        test_arena, S("n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU"), &seed));
    CHECK(crypto_base64url_decode(
        test_arena, S("JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs"), &public_key));
    CHECK(seed.len == 32 && public_key.len == 32);
    crypto_key_from_seed((const uint8_t *)seed.at, &key);
    CHECK(memcmp(key.public_key, public_key.at, 32) == 0);
    crypto_ed25519_sign(&key, base, got);
    CHECK_STR(crypto_base64(test_arena, (str){(const char *)got, sizeof(got)}),
        S("wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw"
          "=="));
}

/* RFC 9530 section 2 and its appendix: the digest of {"hello": "world"} with a line feed; and the
 * one of RFC 9421 section 2.5's request, without. */
TEST(rfc9530_digests)
{
    struct http_call call = signed_call(NOW_MS);
    struct http_request r = arrived(&call);
    struct crypto_key key = key_of(1);
    struct signature_signer signer = {&key, S("k"), NOW_MS};
    struct http_reply reply = {.status = 200, .body = S("{\"hello\": \"world\"}")};

    CHECK_STR(header_of(&r, "content-digest")->value,
        S("sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"));
    signature_sign_reply(test_arena, &r, &reply, &signer);
    CHECK_STR(reply.headers[0].value, S("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"));
}

/* The base rebuilt here by hand, so that both sides of the code cannot be wrong in the same way. */
TEST(signs_what_the_profile_says)
{
    struct http_call call = signed_call(NOW_MS + 999);
    struct http_request r = arrived(&call);
    struct crypto_key key = key_of(1);
    uint8_t want[CRYPTO_ED25519_SIGNATURE_BYTES];
    str input = header_of(&r, "signature-input")->value;
    str base;

    CHECK(str_starts(input, S("sig1=(\"@method\" \"@target-uri\" \"content-type\" "
                              "\"content-digest\");created=1795000000;nonce=\"")));
    CHECK(str_ends(input, S("\";keyid=\"housing\";tag=\"yichuang\"")));
    base = arena_printf(test_arena,
        "\"@method\": POST\n"
        "\"@target-uri\": http://127.0.0.1:9101/query/contract?x=%%20&y\n"
        "\"content-type\": application/json\n"
        "\"content-digest\": sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:\n"
        "\"@signature-params\": %.*s",
        STR(str_slice(input, 5, input.len)));
    crypto_ed25519_sign(&key, base, want);
    CHECK_STR(header_of(&r, "signature")->value,
        arena_printf(test_arena, "sig1=:%.*s:",
            STR(crypto_base64(test_arena, (str){(const char *)want, sizeof(want)}))));
}

TEST(requests_pass)
{
    struct http_call call = signed_call(NOW_MS);
    struct http_call other = signed_call(NOW_MS);
    struct crypto_key key = key_of(1);
    struct http_request r = arrived(&call);
    struct http_request s = arrived(&other);
    struct signature_result result = checked_at(&r, NOW_MS);

    CHECK(result.valid);
    CHECK_STR(result.key_id, S("housing"));
    CHECK_I64((int64_t)result.nonce.len, 32);
    CHECK_I64(result.created_ms, NOW_MS);
    CHECK_STR(signature_key_id(test_arena, &r), S("housing"));
    CHECK(!str_eq(result.nonce, checked_at(&s, NOW_MS).nonce));

    /* The address alone, with a slash or without, is the same request. */
    call = (struct http_call){.method = S("POST"), .url = S(BASE_URL)};
    signature_sign_call(test_arena, &call, &(struct signature_signer){&key, S("k"), NOW_MS});
    CHECK_I64((int64_t)call.header_count, 4); /* the content type was missing */
}

TEST(window_of_time)
{
    struct http_call call = signed_call(NOW_MS);
    struct http_request r = arrived(&call);

    CHECK(checked_at(&r, NOW_MS + SIGNATURE_WINDOW_MS).valid);
    CHECK(!checked_at(&r, NOW_MS + SIGNATURE_WINDOW_MS + 1).valid);
    CHECK(checked_at(&r, NOW_MS - SIGNATURE_WINDOW_MS).valid);
    CHECK(!checked_at(&r, NOW_MS - SIGNATURE_WINDOW_MS - 1).valid);
}

/* Checked at another address or with another key. */
static bool known_as(const struct http_request *r, const char *base_url, uint8_t key)
{
    struct crypto_key k = key_of(key);

    return signature_check_request(test_arena, r, str_of(base_url), k.public_key, NOW_MS).valid;
}

TEST(any_change_of_the_request_is_seen)
{
    struct http_call call = signed_call(NOW_MS);
    struct http_request r = arrived(&call);

    r.method = S("PUT");
    CHECK(!passes(&r));
    r = arrived(&call);
    r.raw_target = S("/query/contract?x=+&y");
    CHECK(!passes(&r));
    r = arrived(&call);
    r.body = S("{\"hello\": \"world\"}");
    CHECK(!passes(&r));
    r = arrived(&call);
    header_of(&r, "content-type")->value = S("text/plain");
    CHECK(!passes(&r));
    r = arrived(&call);
    header_of(&r, "content-digest")->value =
        S("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:");
    CHECK(!passes(&r));
    r.body = S("{\"hello\": \"world\"}"); /* digest and body agree, the signature does not */
    CHECK(!passes(&r));
    r = arrived(&call);
    CHECK(passes(&r));
    CHECK(!known_as(&r, "http://127.0.0.1:9102", 1));
    CHECK(!known_as(&r, BASE_URL, 9));
    CHECK(known_as(&r, BASE_URL "/", 1));
}

/* The header's value with one bit changed, for every bit, and cut short at every byte. */
static size_t passes_changed(struct http_request *r, struct http_pair *header)
{
    str good = header->value;
    char *at = arena_take(test_arena, good.len);
    size_t passed = 0;

    for (size_t i = 0; i < good.len * 7; i++) {
        memcpy(at, good.at, good.len);
        at[i / 7] = (char)(at[i / 7] ^ (1 << i % 7));
        header->value = (str){at, good.len};
        passed += passes(r);
        header->value = str_slice(good, 0, i / 7);
        passed += passes(r);
    }
    header->value = good;
    return passed;
}

TEST(no_changed_byte_passes)
{
    static const char *const names[] = {"signature-input", "signature", "content-digest"};
    struct http_call call = signed_call(NOW_MS);

    for (size_t n = 0; n < COUNT(names); n++) {
        struct http_request r = arrived(&call);

        CHECK_I64((int64_t)passes_changed(&r, header_of(&r, names[n])), 0);
        CHECK(passes(&r));
    }
}

/* A request whose Signature-Input is `input` (after "sig1="), correctly signed as such. */
static struct http_request signed_as(const char *input)
{
    struct http_call call = signed_call(NOW_MS);
    struct http_request r = arrived(&call);
    struct crypto_key key = key_of(1);
    struct signature_message m = {
        .method = r.method,
        .target_uri = call.url,
        .headers = r.headers,
        .header_count = r.header_count,
    };
    struct signature_params params;
    uint8_t signature[CRYPTO_ED25519_SIGNATURE_BYTES] = {0};
    str base = S("");
    str fault = S("");

    if (signature_params_parse(str_of(input), &params, &fault) &&
        signature_base(test_arena, &m, &params, &base, &fault))
        crypto_ed25519_sign(&key, base, signature);
    header_of(&r, "signature-input")->value = arena_printf(test_arena, "sig1=%s", input);
    header_of(&r, "signature")->value = arena_printf(test_arena, "sig1=:%.*s:",
        STR(crypto_base64(test_arena, (str){(const char *)signature, sizeof(signature)})));
    return r;
}

#define PARTS "\"@method\" \"@target-uri\" \"content-type\" \"content-digest\""
#define REST "created=1795000000;nonce=\"n\";keyid=\"k\";tag=\"yichuang\""

TEST(profiles_that_pass)
{
    static const char *const inputs[] = {
        "(" PARTS ");" REST,
        "(" PARTS ");" REST ";alg=\"ed25519\"",
        "(" PARTS ");" REST ";expires=1795000001",
        "(\"content-digest\" \"@target-uri\" \"content-type\" \"@method\");tag=\"yichuang\""
        ";keyid=\"k\";nonce=\"n\";created=1795000000",
        "(" PARTS " \"@authority\" \"@path\" \"@query\");" REST,
    };

    for (size_t i = 0; i < COUNT(inputs); i++) {
        struct http_request r = signed_as(inputs[i]);
        struct signature_result result = checked_at(&r, NOW_MS);

        if (!result.valid)
            printf("# %s: %.*s\n", inputs[i], STR(result.reason));
        CHECK(result.valid);
    }
}

TEST(profiles_that_do_not_pass)
{
    static const char *const inputs[] = {
        "(\"@method\" \"@target-uri\" \"content-type\");" REST,
        "(\"@method\" \"@target-uri\" \"content-digest\");" REST,
        "(\"@method\" \"content-type\" \"content-digest\");" REST,
        "(\"@target-uri\" \"content-type\" \"content-digest\");" REST,
        "(\"@method\" \"@path\" \"content-type\" \"content-digest\");" REST,
        "(" PARTS " \"content-digest\");" REST,
        "(" PARTS " \"x-not-there\");" REST,
        "(" PARTS " \"@status\");" REST,
        "(" PARTS " \"content-type\";req);" REST,
        "(" PARTS " \"@unknown\");" REST,
        "(" PARTS " \"Content-Type\");" REST,
        "(" PARTS " );" REST,
        "( " PARTS ");" REST,
        "(" PARTS "); " REST,
        "(" PARTS ");" REST ";",
        "(" PARTS ");" REST ";created=1795000000",
        "(" PARTS ");" REST ";nonce=\"m\"",
        "(" PARTS ");" REST ";x=1",
        "(" PARTS ");" REST ";alg=\"hmac-sha256\"",
        "(" PARTS ");" REST ";expires=1795000000",
        "(" PARTS ");" REST ", sig2=();" REST,
        "(" PARTS ");nonce=\"n\";keyid=\"k\";tag=\"yichuang\"",
        "(" PARTS ");created=1795000000;keyid=\"k\";tag=\"yichuang\"",
        "(" PARTS ");created=1795000000;nonce=\"n\";tag=\"yichuang\"",
        "(" PARTS ");created=1795000000;nonce=\"n\";keyid=\"k\"",
        "(" PARTS ");created=1795000000;nonce=\"n\";keyid=\"k\";tag=\"other\"",
        "(" PARTS ");created=01795000000;nonce=\"n\";keyid=\"k\";tag=\"yichuang\"",
        "(" PARTS ");created=-1;nonce=\"n\";keyid=\"k\";tag=\"yichuang\"",
        "(" PARTS ");created=1795000000.5;nonce=\"n\";keyid=\"k\";tag=\"yichuang\"",
        "(" PARTS ");created=999999999999999;nonce=\"n\";keyid=\"k\";tag=\"yichuang\"",
        "(" PARTS ");created=9999999999999999;nonce=\"n\";keyid=\"k\";tag=\"yichuang\"",
        "(" PARTS ");created=1795000000;nonce=\"n\\\"\";keyid=\"k\";tag=\"yichuang\"",
        "(" PARTS ");created=1795000000;nonce=n;keyid=\"k\";tag=\"yichuang\"",
        "()",
        "",
    };

    for (size_t i = 0; i < COUNT(inputs); i++) {
        struct http_request r = signed_as(inputs[i]);

        if (passes(&r))
            printf("# passed: %s\n", inputs[i]);
        CHECK(!passes(&r));
    }
}

TEST(headers_that_stand_twice_do_not_pass)
{
    static const char *const names[] = {
        "signature-input", "signature", "content-digest", "content-type"};
    struct http_call call = signed_call(NOW_MS);

    for (size_t i = 0; i < COUNT(names); i++) {
        struct http_request r = arrived(&call);
        struct http_pair *end = (struct http_pair *)&r.headers[r.header_count];

        *end = *header_of(&r, names[i]);
        r.header_count++;
        CHECK(!passes(&r));
    }
    for (size_t i = 0; i < COUNT(names); i++) {
        struct http_request r = arrived(&call);

        header_of(&r, names[i])->name = S("x-other");
        CHECK(!passes(&r));
    }
}

/* The reply as the client hands it over. */
static void answer(struct http_call *call, int status, const char *body)
{
    struct http_request r = arrived(call);
    struct crypto_key key = key_of(2);
    struct http_reply reply = {
        .status = status, .type = S("application/json"), .body = str_of(body)};

    signature_sign_reply(
        test_arena, &r, &reply, &(struct signature_signer){&key, S("service"), NOW_MS});
    call->answered = true;
    call->status = reply.status;
    call->reply_body = reply.body;
    call->reply_header_count = reply.header_count + 1;
    memcpy(call->reply_headers, reply.headers, sizeof(reply.headers[0]) * reply.header_count);
    call->reply_headers[reply.header_count] =
        (struct http_pair){S("content-type"), S("application/json")};
}

static bool reply_passes(const struct http_call *call)
{
    struct crypto_key key = key_of(2);
    struct signature_result result =
        signature_check_reply(test_arena, call, key.public_key, NOW_MS);

    CHECK(result.valid == (result.reason.len == 0));
    CHECK(!result.valid || str_is(result.key_id, "service"));
    return result.valid;
}

TEST(replies_are_bound_to_their_request)
{
    struct http_call call = signed_call(NOW_MS);
    struct http_call again = signed_call(NOW_MS); /* the same question, a moment later */

    answer(&call, 200, "{\"found\":true}");
    CHECK(reply_passes(&call));

    memcpy(again.reply_headers, call.reply_headers, sizeof(call.reply_headers));
    again.reply_header_count = call.reply_header_count;
    again.status = call.status;
    again.reply_body = call.reply_body;
    CHECK(!reply_passes(&again)); /* an old answer to a new question */

    call.status = 202;
    CHECK(!reply_passes(&call));
    call.status = 200;
    CHECK(reply_passes(&call));
    call.reply_body = S("{\"found\":false}");
    CHECK(!reply_passes(&call));
    call.reply_body = S("{\"found\":true}");
    call.reply_headers[call.reply_header_count - 1].value = S("text/html");
    CHECK(!reply_passes(&call));
    call.reply_header_count = 0;
    CHECK(!reply_passes(&call));
}

/* A request's signature cannot be passed off as a reply's, nor the other way round. */
TEST(requests_are_not_replies)
{
    struct http_call call = signed_call(NOW_MS);
    struct crypto_key key = key_of(1);

    memcpy(call.reply_headers, call.headers, sizeof(call.headers));
    call.reply_header_count = call.header_count;
    call.reply_body = call.body;
    call.status = 200;
    CHECK(!signature_check_reply(test_arena, &call, key.public_key, NOW_MS).valid);
}

TEST(unsigned_messages)
{
    struct http_request r = {.method = S("GET"), .raw_target = S("/")};
    struct http_call call = {.method = S("GET"), .url = S("http://a"), .status = 200};
    struct http_reply reply = {.status = 401};
    struct crypto_key key = key_of(1);

    CHECK(!passes(&r));
    CHECK_STR(signature_key_id(test_arena, &r), S(""));
    CHECK(!reply_passes(&call));
    /* A reply to an unsigned request has nothing to be bound to and goes out unsigned. */
    signature_sign_reply(test_arena, &r, &reply, &(struct signature_signer){&key, S("k"), NOW_MS});
    CHECK_I64((int64_t)reply.header_count, 1);
    CHECK_STR(reply.headers[0].name, S("Content-Digest"));
}

/* A department that checks and signs. */
static void serve_signed(void *app, struct http_request *r, struct http_reply *reply)
{
    struct crypto_key mine = key_of(2);
    struct crypto_key theirs = key_of(1);
    struct signature_result result = signature_check_request(
        r->arena, r, arena_str(r->arena, str_of(app)), theirs.public_key, NOW_MS);

    reply->status = result.valid ? 200 : 401;
    reply->type = S("application/json; charset=utf-8");
    reply->body = result.valid ? r->body : result.reason;
    signature_sign_reply(
        r->arena, r, reply, &(struct signature_signer){&mine, S("department"), NOW_MS});
}

static struct http_call call_to(const char *base_url)
{
    struct crypto_key key = key_of(1);
    struct http_call call = {
        .method = S("POST"),
        .url = arena_printf(test_arena, "%s/query/contract?a=%%E4%%B8%%80&b=+", base_url),
        .body = S("{\"unit\":\"一窗\"}"),
        .timeout_ms = 3000,
        .reply_max = 1000,
    };

    signature_sign_call(test_arena, &call, &(struct signature_signer){&key, S("service"), NOW_MS});
    return call;
}

/* Server and client agree on every byte that is signed. */
TEST(over_the_wire)
{
    char base_url[64] = "";
    struct http_options options = {.address = "127.0.0.1",
        .network_threads = 1,
        .workers = 1,
        .body_max = 10000,
        .arena_max = (size_t)1 << 20,
        .connections_max = 10,
        .idle_seconds = 5,
        .handler = serve_signed,
        .app = base_url};
    struct http_client *client = NULL;
    struct http *http = NULL;
    struct http_call calls[2];
    struct crypto_key key = key_of(2);
    str fault = S("");

    CHECK(http_start(test_arena, &options, &http, &fault) == OK);
    CHECK(http_client_open(2, &client) == OK);
    snprintf(base_url, sizeof(base_url), "http://127.0.0.1:%u", (unsigned)http_port(http));
    calls[0] = call_to(base_url);
    calls[1] = call_to(base_url);
    calls[1].body = S("{}"); /* changed after it was signed */
    http_client_run(client, test_arena, calls, 2);
    CHECK_I64(calls[0].status, 200);
    CHECK_STR(calls[0].reply_body, calls[0].body);
    CHECK_I64(calls[1].status, 401);
    for (int i = 0; i < 2; i++)
        CHECK(signature_check_reply(test_arena, &calls[i], key.public_key, NOW_MS).valid);
    http_client_close(client);
    http_stop(http);
}

TESTS(T(rfc9421_ed25519_vector), T(rfc9530_digests), T(signs_what_the_profile_says),
    T(requests_pass), T(window_of_time), T(any_change_of_the_request_is_seen),
    T(no_changed_byte_passes), T(profiles_that_pass), T(profiles_that_do_not_pass),
    T(headers_that_stand_twice_do_not_pass), T(replies_are_bound_to_their_request),
    T(requests_are_not_replies), T(unsigned_messages), T(over_the_wire))
