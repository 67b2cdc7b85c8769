/* Reading the kernel's notices of sockets that are gone. */
#include "watch.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define WATCH_BUFFER_BYTES (4 << 20)

void watch_open(struct watch *w, uint16_t port)
{
    struct sockaddr_nl address = {.nl_family = AF_NETLINK};
    int group = SKNLGRP_INET_TCP_DESTROY;
    int bytes = WATCH_BUFFER_BYTES;

    w->port = port;
    w->netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_SOCK_DIAG);
    if (w->netlink < 0)
        return;
    /* A short buffer only loses counts; it is no reason to stop. */
    (void)setsockopt(w->netlink, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
    if (bind(w->netlink, (struct sockaddr *)&address, sizeof(address)) == 0 &&
        setsockopt(w->netlink, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)) == 0)
        return;
    close(w->netlink);
    w->netlink = -1;
}

void watch_close(struct watch *w)
{
    if (w->netlink >= 0)
        close(w->netlink);
}

void watch_accepted(struct watch *w, enum department d, uint16_t peer_port)
{
    uint8_t *byte = &w->accepted[d][peer_port / 8];

    *byte = (uint8_t)(*byte | 1U << (peer_port % 8));
}

/* True when the port was marked as accepted, which it is no longer. */
static bool watch_forget(struct watch *w, enum department d, uint16_t peer_port)
{
    uint8_t *byte = &w->accepted[d][peer_port / 8];
    uint8_t bit = (uint8_t)(1U << (peer_port % 8));
    bool was = (*byte & bit) != 0;

    *byte = (uint8_t)(*byte & ~bit);
    return was;
}

static void watch_message(struct watch *w, const struct nlmsghdr *header, int64_t *counts)
{
    struct inet_diag_msg gone;
    unsigned department;

    if (header->nlmsg_len < NLMSG_LENGTH(sizeof(gone)))
        return;
    memcpy(&gone, NLMSG_DATA(header), sizeof(gone));
    department = (unsigned)ntohs(gone.id.idiag_dport) - w->port - 1U;
    if (department >= DEPARTMENT_COUNT || gone.id.idiag_dst[0] != htonl(INADDR_LOOPBACK))
        return;
    if (!watch_forget(w, (enum department)department, ntohs(gone.id.idiag_sport)))
        counts[department]++;
}

void watch_read(struct watch *w, int64_t ret_count[DEPARTMENT_COUNT])
{
    union {
        struct nlmsghdr header;
        char bytes[16384];
    } in;
    ssize_t got;

    memset(ret_count, 0, DEPARTMENT_COUNT * sizeof(*ret_count));
    while ((got = recv(w->netlink, &in, sizeof(in), 0)) > 0) {
        size_t left = (size_t)got;

        for (const struct nlmsghdr *m = &in.header; NLMSG_OK(m, left); m = NLMSG_NEXT(m, left))
            watch_message(w, m, ret_count);
    }
}
