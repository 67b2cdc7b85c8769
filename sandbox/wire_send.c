/* Sending answers, well or as badly as was asked for. A fault counts as fired only after the bytes
 * that make it up have gone out. */
#include "wire_inner.h"

#include "spoil.h"

#include <errno.h>
#include <sys/socket.h>

static const char *wire_reason(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 202:
        return "Accepted";
    case 401:
        return "Unauthorized";
    case 404:
        return "Not Found";
    case 409:
        return "Conflict";
    case 429:
        return "Too Many Requests";
    case 500:
        return "Internal Server Error";
    default:
        return status < 500 ? "Refused" : "Unavailable";
    }
}

str wire_print(struct arena *a, const struct http_reply *reply, size_t claimed, bool keep)
{
    struct buf out;

    buf_init(&out, a, SIZE_MAX);
    buf_printf(&out, "HTTP/1.1 %d %s\r\n", reply->status, wire_reason(reply->status));
    buf_printf(&out, "Content-Type: %.*s\r\n", STR(reply->type));
    for (size_t i = 0; i < reply->header_count; i++)
        buf_printf(
            &out, "%.*s: %.*s\r\n", STR(reply->headers[i].name), STR(reply->headers[i].value));
    buf_printf(&out, "Content-Length: %zu\r\n", claimed);
    buf_add(&out, keep ? S("\r\n") : S("Connection: close\r\n\r\n"));
    buf_add(&out, reply->body);
    return buf_str(&out);
}

bool wire_send_all(int fd, str bytes)
{
    while (bytes.len > 0) {
        ssize_t sent = send(fd, bytes.at, bytes.len, MSG_NOSIGNAL);

        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        bytes = str_slice(bytes, (size_t)sent, bytes.len);
    }
    return true;
}

static void wire_count_fired(struct wire *w, size_t conn, enum fault fault)
{
    size_t listener = w->conns[conn].listener;

    if (fault != FAULT_none && listener != WIRE_DOORS)
        fault_fired(w->options.faults, (enum department)(listener - 1), fault);
}

/* Half of the body although Content-Length says all of it; then an end, orderly or by reset. */
static void wire_send_half(
    struct wire *w, size_t conn, struct arena *a, const struct wire_answer *answer)
{
    struct http_reply half = answer->reply;
    bool sent;

    half.body = spoil_half(half.body);
    sent = wire_send_all(w->conns[conn].fd, wire_print(a, &half, answer->reply.body.len, true));
    if (sent)
        wire_count_fired(w, conn, answer->fault);
    if (answer->fault == FAULT_reset)
        wire_release_reset(w, conn);
    else
        wire_release(w, conn, false);
}

static void wire_send_paced(
    struct wire *w, struct arena *a, const struct wire_answer *answer, struct wire_pace_row row)
{
    if (answer->fault == FAULT_read_hang)
        row.kind = WIRE_PACE_HANG;
    else if (answer->fault == FAULT_drip)
        row.kind = WIRE_PACE_DRIP;
    else
        row.kind = WIRE_PACE_LATER;
    row.delay_ms = answer->delay_ms;
    row.fault = answer->fault;
    row.bytes = wire_print(a, &answer->reply, answer->reply.body.len, row.keep);
    wire_pace_add(w->pace, &row);
}

bool wire_send_answer(
    struct wire *w, size_t conn, struct arena *a, const struct wire_answer *answer, bool keep)
{
    str bytes;

    if (answer->fault == FAULT_reset || (answer->fault == FAULT_truncated && !answer->goes_whole)) {
        wire_send_half(w, conn, a, answer);
        return false;
    }
    if (answer->fault == FAULT_read_hang || answer->fault == FAULT_drip || answer->delay_ms > 0) {
        wire_send_paced(w, a, answer, (struct wire_pace_row){.conn = conn, .keep = keep});
        return false;
    }
    bytes = wire_print(a, &answer->reply, answer->reply.body.len, keep);
    if (!wire_send_all(w->conns[conn].fd, bytes)) {
        wire_release(w, conn, false);
        return false;
    }
    wire_count_fired(w, conn, answer->fault);
    if (!keep)
        wire_release(w, conn, false);
    return keep;
}
