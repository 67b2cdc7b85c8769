/* Who was turned away. A refused or hanging connection never reaches the listener, so the sandbox
 * asks the kernel, which tells (sock_diag, group INET_TCP_DESTROY) when any TCP socket of this
 * machine is gone: a client's socket towards a department's port that was never accepted there was
 * turned away. */
#pragma once

#include "department.h"

#define WATCH_PORTS 65536

struct watch {
    int netlink;   /* -1: the kernel does not tell */
    uint16_t port; /* before the first department's */
    /* Ports of clients whose connections were accepted and are not yet known to be gone. */
    uint8_t accepted[DEPARTMENT_COUNT][WATCH_PORTS / 8];
};

void watch_open(struct watch *w, uint16_t port);
void watch_close(struct watch *w);
/* A connection from `peer_port` was accepted at the department. */
void watch_accepted(struct watch *w, enum department d, uint16_t peer_port);
/* Reads what the kernel has told meanwhile: how many were turned away at each department. Never
 * waits. */
void watch_read(struct watch *w, int64_t ret_count[DEPARTMENT_COUNT]);
