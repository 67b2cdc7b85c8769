/* A visit as the application sees it: headers in lower case, the query decoded, the caller's
 * address as text. What libmicrohttpd holds stays where it is until the reply was sent, so values
 * are not copied. */
#include "http/field.h"
#include "http/server.h"

#include <arpa/inet.h>
#include <string.h>

struct framing {
    unsigned lengths, encodings, hosts;
    unsigned strange; /* encodings other than chunked */
};

static enum MHD_Result count_framing(
    void *arg, enum MHD_ValueKind kind, const char *name, const char *value)
{
    struct framing *f = arg;
    str field = str_of(name);

    (void)kind;
    f->lengths += field_same_name(field, S("content-length"));
    f->hosts += field_same_name(field, S("host"));
    if (!field_same_name(field, S("transfer-encoding")))
        return MHD_YES;
    f->encodings++;
    f->strange += !field_same_name(str_of(value), S("chunked"));
    return MHD_YES;
}

/* RFC 9112 sections 3.2 and 6.3: two lengths, or a length and an encoding, let two programs see two
 * different requests (request smuggling). */
enum http_fault request_check_framing(struct MHD_Connection *connection)
{
    struct framing f = {0};

    MHD_get_connection_values(connection, MHD_HEADER_KIND, count_framing, &f);
    if (f.lengths + f.encodings > 1 || f.hosts > 1 || f.strange > 0)
        return HTTP_BAD_HEADERS;
    return HTTP_FINE;
}

struct fill {
    struct http_pair *pairs;
    size_t count, room;
};

/* Takes no memory: the arena must not jump out of libmicrohttpd. */
static enum MHD_Result add_header(
    void *arg, enum MHD_ValueKind kind, const char *name, const char *value)
{
    struct fill *fill = arg;

    (void)kind;
    if (fill->count == fill->room)
        return MHD_NO;
    fill->pairs[fill->count].name = str_of(name);
    fill->pairs[fill->count].value = str_trim(str_of(value));
    fill->count++;
    return MHD_YES;
}

static void fill_headers(struct visit *v, struct http_request *r)
{
    struct fill fill = {0};
    int count = MHD_get_connection_values(v->connection, MHD_HEADER_KIND, NULL, NULL);

    if (count <= 0)
        return;
    fill.room = (size_t)count;
    fill.pairs = ARENA_MANY(r->arena, fill.room, struct http_pair);
    MHD_get_connection_values(v->connection, MHD_HEADER_KIND, add_header, &fill);
    for (size_t i = 0; i < fill.count; i++)
        fill.pairs[i].name = field_lower(r->arena, fill.pairs[i].name);
    r->headers = fill.pairs;
    r->header_count = fill.count;
}

static str peer_of(struct visit *v, struct arena *a)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(v->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char text[INET6_ADDRSTRLEN] = "";

    if (!info || !info->client_addr)
        return S("");
    if (info->client_addr->sa_family == AF_INET) {
        struct sockaddr_in four;

        memcpy(&four, info->client_addr, sizeof(four));
        inet_ntop(AF_INET, &four.sin_addr, text, sizeof(text));
    } else if (info->client_addr->sa_family == AF_INET6) {
        struct sockaddr_in6 six;

        memcpy(&six, info->client_addr, sizeof(six));
        inet_ntop(AF_INET6, &six.sin6_addr, text, sizeof(text));
    }
    return arena_str(a, str_of(text));
}

enum http_fault request_make(struct visit *v, struct slot *slot, struct http_request *ret)
{
    *ret = (struct http_request){
        .arena = slot->arena,
        .worker = slot->index,
        .method = str_of(v->method),
        .path = v->path,
        .raw_target = v->target,
        .body = {v->body ? v->body : "", v->body_len},
        .peer = peer_of(v, slot->arena),
    };
    fill_headers(v, ret);
    return target_query(slot->arena, v->target, &ret->query, &ret->query_count);
}
