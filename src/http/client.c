/* The HTTP client: several calls at once over libcurl's multi interface, one slot for each call
 * under way. While libcurl runs, replies are kept in the slots' own memory; they move to the
 * caller's arena when every transfer has ended, so that an arena that is full cannot leave libcurl
 * half way. */
#include "http/client.h"

#include "http/field.h"

#include <assert.h>
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLIENT_CONNECT_MS_MAX 1000
#define CLIENT_HEAD_BYTES_MAX ((size_t)32 << 10)
#define CLIENT_SLOTS_MAX 1024

struct bytes {
    char *at;
    size_t len, room;
};

/* A call and what has arrived for it; kept until the replies have been moved to the arena. */
struct transfer {
    struct http_call *call;
    CURL *easy;
    struct curl_slist *headers;
    struct bytes body, head;
    char *url, *method;
    bool too_large;
    CURLcode code;     /* of a transfer that was started */
    const char *fault; /* of one that was not */
};

struct http_client {
    CURLM *multi;
    CURL **idle; /* handles that are free */
    size_t idle_count, slot_count;
    struct transfer *transfers; /* one for each call of the run under way */
    size_t transfer_count;
};

static bool bytes_add(struct bytes *b, const char *at, size_t len, size_t max)
{
    size_t room = b->room == 0 ? 1024 : b->room;
    char *grown;

    if (len > max || b->len > max - len)
        return false;
    while (room < b->len + len)
        room *= 2;
    if (room != b->room) {
        grown = realloc(b->at, room);
        if (!grown)
            return false;
        b->at = grown;
        b->room = room;
    }
    if (len > 0)
        memcpy(b->at + b->len, at, len);
    b->len += len;
    return true;
}

static size_t on_body(char *at, size_t size, size_t count, void *arg)
{
    struct transfer *t = arg;

    if (bytes_add(&t->body, at, size * count, t->call->reply_max))
        return size * count;
    t->too_large = true;
    return 0;
}

/* Each line of the head. A status line starts over, since "100 Continue" comes before the answer.
 */
static size_t on_head(char *at, size_t size, size_t count, void *arg)
{
    struct transfer *t = arg;

    if (str_starts((str){at, size * count}, S("HTTP/")))
        t->head.len = 0;
    if (bytes_add(&t->head, at, size * count, CLIENT_HEAD_BYTES_MAX))
        return size * count;
    t->too_large = true;
    return 0;
}

void http_call_header(struct http_call *call, str name, str value)
{
    assert(call->header_count < HTTP_REPLY_HEADERS_MAX);
    call->headers[call->header_count++] = (struct http_pair){name, value};
}

str http_call_reply_header(const struct http_call *call, str name)
{
    for (size_t i = 0; i < call->reply_header_count; i++)
        if (field_same_name(call->reply_headers[i].name, name))
            return call->reply_headers[i].value;
    return S("");
}

static bool has_header(const struct http_call *call, str name)
{
    for (size_t i = 0; i < call->header_count; i++)
        if (field_same_name(call->headers[i].name, name))
            return true;
    return false;
}

static bool list_add(struct curl_slist **list, const char *line)
{
    struct curl_slist *longer = curl_slist_append(*list, line);

    if (longer)
        *list = longer;
    return longer != NULL;
}

static bool headers_add(struct curl_slist **list, struct http_pair pair)
{
    char *line = NULL;
    bool added;

    /* "Name;" is how libcurl is told to send a header without a value. */
    if (asprintf(&line, pair.value.len > 0 ? "%.*s: %.*s" : "%.*s;%.*s", STR(pair.name),
            STR(pair.value)) < 0)
        return false;
    added = list_add(list, line);
    free(line);
    return added;
}

/* The caller's headers, without those that libcurl would add by itself. */
static const char *make_headers(struct transfer *t)
{
    const struct http_call *call = t->call;

    for (size_t i = 0; i < call->header_count; i++) {
        if (!field_is_name(call->headers[i].name) || !field_is_value(call->headers[i].value))
            return "a header that is not one line";
        if (!headers_add(&t->headers, call->headers[i]))
            return "out of memory";
    }
    if (!list_add(&t->headers, "Expect:"))
        return "out of memory";
    if (!has_header(call, S("content-type")) && !list_add(&t->headers, "Content-Type:"))
        return "out of memory";
    return NULL;
}

static char *z_of(str s)
{
    return strndup(s.at ? s.at : "", s.len);
}

/* Why the call cannot be sent at all, or NULL. */
static const char *prepare(struct transfer *t)
{
    const struct http_call *call = t->call;

    if (!field_is_name(call->method))
        return "a method that is not one word";
    if (call->url.len == 0 || !field_is_value(call->url))
        return "an address that is not one line";
    if (call->timeout_ms <= 0)
        return "no time left";
    t->url = z_of(call->url);
    t->method = z_of(call->method);
    return t->url && t->method ? make_headers(t) : "out of memory";
}

static void set_limits(CURL *easy, const struct http_call *call)
{
    int64_t total_ms = call->timeout_ms < INT32_MAX ? call->timeout_ms : INT32_MAX;
    int64_t connect_ms = total_ms < CLIENT_CONNECT_MS_MAX ? total_ms : CLIENT_CONNECT_MS_MAX;

    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)total_ms);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)connect_ms);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROXY, ""); /* nor one from the environment */
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L); /* the signature covers it as it is */
}

static void set_call(CURL *easy, struct transfer *t)
{
    const struct http_call *call = t->call;
    bool is_head = str_is(call->method, "HEAD");
    bool has_body = call->body.len > 0 || str_is(call->method, "POST") ||
                    str_is(call->method, "PUT") || str_is(call->method, "PATCH");

    curl_easy_setopt(easy, CURLOPT_URL, t->url);
    if (is_head)
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    if (has_body && !is_head) {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, call->body.len > 0 ? call->body.at : "");
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->body.len);
    }
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, t->method);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, t->headers);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_head);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, t);
}

static void start(struct http_client *c, struct transfer *t)
{
    t->fault = prepare(t);
    if (t->fault)
        return;
    t->easy = c->idle[--c->idle_count];
    curl_easy_reset(t->easy); /* keeps connections: they belong to the multi handle */
    set_limits(t->easy, t->call);
    set_call(t->easy, t);
    if (curl_multi_add_handle(c->multi, t->easy) == CURLM_OK)
        return;
    t->fault = "the call could not be started";
    c->idle[c->idle_count++] = t->easy;
    t->easy = NULL;
}

struct fault_text {
    CURLcode code;
    const char *text;
};

static str fault_text(CURLcode code)
{
    static const struct fault_text texts[] = {
        {CURLE_UNSUPPORTED_PROTOCOL, "neither http nor https"},
        {CURLE_URL_MALFORMAT, "an address that is not well formed"},
        {CURLE_COULDNT_RESOLVE_HOST, "host name not found"},
        {CURLE_COULDNT_CONNECT, "connection refused"},
        {CURLE_WEIRD_SERVER_REPLY, "the reply is not HTTP"},
        {CURLE_PARTIAL_FILE, "the reply broke off"},
        {CURLE_GOT_NOTHING, "connection closed without a reply"},
        {CURLE_SEND_ERROR, "connection lost while sending"},
        {CURLE_RECV_ERROR, "connection lost while receiving"},
        {CURLE_SSL_CONNECT_ERROR, "no secure connection"},
        {CURLE_PEER_FAILED_VERIFICATION, "the certificate is not valid for this host"},
        {CURLE_OUT_OF_MEMORY, "out of memory"},
    };

    for (size_t i = 0; i < COUNT(texts); i++)
        if (texts[i].code == code)
            return str_of(texts[i].text);
    return str_of(curl_easy_strerror(code)); /* a literal of libcurl */
}

static void finish(struct http_client *c, struct transfer *t, CURLcode code)
{
    struct http_call *call = t->call;
    curl_off_t elapsed_us = 0;
    long status = 0, sent = 0;

    curl_easy_getinfo(t->easy, CURLINFO_TOTAL_TIME_T, &elapsed_us);
    curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(t->easy, CURLINFO_REQUEST_SIZE, &sent);
    t->code = code;
    call->elapsed_us = elapsed_us;
    call->answered = code == CURLE_OK;
    call->status = call->answered ? (int)status : 0;
    call->refused = !call->answered && sent == 0; /* not one byte of the request has left */

    curl_multi_remove_handle(c->multi, t->easy);
    c->idle[c->idle_count++] = t->easy;
    t->easy = NULL;
}

static void reap(struct http_client *c)
{
    CURLMsg *message;
    int left;

    while ((message = curl_multi_info_read(c->multi, &left))) {
        struct transfer *t = NULL;

        if (message->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&t);
        finish(c, t, message->data.result);
    }
}

/* libcurl itself has failed: what is under way ends here. */
static void give_up(struct http_client *c)
{
    for (size_t i = 0; i < c->transfer_count; i++)
        if (c->transfers[i].easy)
            finish(c, &c->transfers[i], CURLE_FAILED_INIT);
}

/* Ends because every transfer has a time limit. */
static void run_all(struct http_client *c)
{
    size_t next = 0;
    int running = 0;

    while (next < c->transfer_count || c->idle_count < c->slot_count) {
        while (next < c->transfer_count && c->idle_count > 0)
            start(c, &c->transfers[next++]);
        if (curl_multi_perform(c->multi, &running) != CURLM_OK)
            give_up(c);
        reap(c);
        if (running > 0 && (next == c->transfer_count || c->idle_count == 0))
            (void)curl_multi_poll(c->multi, NULL, 0, 1000, NULL);
    }
}

static void forget(struct http_client *c)
{
    for (size_t i = 0; i < c->transfer_count; i++) {
        struct transfer *t = &c->transfers[i];

        curl_slist_free_all(t->headers);
        free(t->body.at);
        free(t->head.at);
        free(t->url);
        free(t->method);
    }
    free(c->transfers);
    c->transfers = NULL;
    c->transfer_count = 0;
}

static void keep_headers(struct arena *a, struct transfer *t)
{
    struct http_call *call = t->call;
    str rest = arena_str(a, (str){t->head.at ? t->head.at : "", t->head.len});

    while (rest.len > 0 && call->reply_header_count < HTTP_REPLY_HEADERS_MAX) {
        str value = str_trim(str_cut(&rest, '\n'));
        str name;

        if (!str_has(value, ':'))
            continue;
        name = str_cut(&value, ':');
        call->reply_headers[call->reply_header_count++] =
            (struct http_pair){field_lower(a, str_trim(name)), str_trim(value)};
    }
}

static str fault_of(struct arena *a, const struct transfer *t)
{
    const struct http_call *call = t->call;

    if (t->fault)
        return str_of(t->fault);
    if (t->code == CURLE_OPERATION_TIMEDOUT)
        return arena_printf(a, "timed out after %lld ms", (long long)(call->elapsed_us / 1000));
    if (t->too_large || t->code == CURLE_FILESIZE_EXCEEDED)
        return arena_printf(a, "the reply is larger than %zu bytes", call->reply_max);
    if (t->code == CURLE_UNSUPPORTED_PROTOCOL && !call->refused)
        return S("the reply is not HTTP");
    return fault_text(t->code);
}

/* Moves a reply, or the text of a fault, to the arena. */
static void keep(struct arena *a, struct transfer *t)
{
    struct http_call *call = t->call;

    if (!call->answered) {
        call->refused = call->refused || t->fault;
        call->fault = fault_of(a, t);
        return;
    }
    keep_headers(a, t);
    call->reply_body = arena_str(a, (str){t->body.at ? t->body.at : "", t->body.len});
}

static void clear_answer(struct http_call *call)
{
    call->answered = call->refused = false;
    call->fault = call->reply_body = S("");
    call->status = 0;
    call->reply_header_count = 0;
    call->elapsed_us = 0;
}

void http_client_run(struct http_client *c, struct arena *a, struct http_call *calls, size_t count)
{
    forget(c); /* of a run whose arena was full */
    for (size_t i = 0; i < count; i++)
        clear_answer(&calls[i]);
    if (count == 0)
        return;
    c->transfers = calloc(count, sizeof(*c->transfers));
    if (!c->transfers) {
        for (size_t i = 0; i < count; i++) {
            calls[i].fault = S("out of memory");
            calls[i].refused = true;
        }
        return;
    }
    c->transfer_count = count;
    for (size_t i = 0; i < count; i++)
        c->transfers[i].call = &calls[i];
    run_all(c);
    for (size_t i = 0; i < count; i++)
        keep(a, &c->transfers[i]);
    forget(c);
}

err http_client_open(size_t connections_max, struct http_client **ret)
{
    struct http_client *c;

    if (connections_max == 0 || connections_max > CLIENT_SLOTS_MAX)
        return E_INVALID;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return E_FAULT;
    c = calloc(1, sizeof(*c));
    if (!c) {
        curl_global_cleanup();
        return E_FAULT;
    }
    c->multi = curl_multi_init();
    c->idle = calloc(connections_max, sizeof(CURL *));
    while (
        c->idle && c->slot_count < connections_max && (c->idle[c->slot_count] = curl_easy_init()))
        c->idle_count = ++c->slot_count;
    if (!c->multi || c->slot_count < connections_max) {
        http_client_close(c);
        return E_FAULT;
    }
    curl_multi_setopt(c->multi, CURLMOPT_MAXCONNECTS, (long)connections_max);
    *ret = c;
    return OK;
}

void http_client_close(struct http_client *c)
{
    if (!c)
        return;
    forget(c);
    for (size_t i = 0; i < c->idle_count; i++)
        curl_easy_cleanup(c->idle[i]);
    if (c->multi)
        curl_multi_cleanup(c->multi);
    free(c->idle);
    free(c);
    curl_global_cleanup();
}
