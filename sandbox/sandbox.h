/* The sandbox as a whole: what every connection to it works with. */
#pragma once

#include "callback.h"
#include "fault.h"
#include "keys.h"
#include "nonce.h"
#include "replay.h"
#include "store.h"
#include "wire.h"

#define SANDBOX_NAME "yichuang-sandbox"
#define SANDBOX_VERSION "1.0"
/* Said at the start and in GET /health, so that nobody takes it for the real thing. */
#define SANDBOX_WARNING                                                                            \
    "This program only stands in for departments. It is not connected to any authority, bank, "    \
    "carrier or utility, and nothing it answers is true."
#define SANDBOX_WARNING_ZH                                                                         \
    "本程序仅为部门替身，未与任何机关、银行、运营商或公用事业单位连接，所答内容均非事实。"

struct sandbox {
    struct arena *arena; /* of the process */
    int64_t delay_ms;    /* each department's think time */
    struct keys keys;
    struct faults faults;
    struct nonces nonces;
    struct replays replays;
    struct store store;
    struct callbacks *callbacks;
    struct wire *wire;
    uint16_t port;
    str public_url; /* of its own doors, without a slash at its end */
};

/* Serves a department's address. */
void department_serve(
    struct sandbox *s, enum department d, struct http_request *r, struct wire_answer *answer);
/* Serves the sandbox's own doors. */
void doors_serve(struct sandbox *s, struct http_request *r, struct wire_answer *answer);

/* A request at one of the sandbox's own doors. */
struct door {
    struct sandbox *sandbox;
    struct http_request *request;
    str rest;          /* of the path, behind the row's */
    struct tree *body; /* of a PUT */
    struct tree *out;
    str page; /* HTML instead of `out`, when not empty */
};

/* Says why not, and returns the status. */
int door_no(struct door *d, int status, str error);
