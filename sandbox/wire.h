/* The sandbox's own small server on plain sockets, because it has to misbehave on the wire as no
 * library would: one listener for the sandbox's own doors, one for each department. */
#pragma once

#include "department.h"
#include "fault.h"
#include "http/http.h"

/* An answer and how it is to go out. */
struct wire_answer {
    struct http_reply reply;
    enum fault fault; /* FAULT_none, or what to count as fired when this answer has gone out */
    bool goes_whole;  /* although the fault is `truncated`: its JSON is cut already */
    int64_t delay_ms; /* the department thinks */
};

enum wire_door { WIRE_DOOR_OPEN, WIRE_DOOR_REFUSES, WIRE_DOOR_HANGS };

#define WIRE_DOORS 0 /* the listener of the sandbox's own doors; department d is d + 1 */
#define WIRE_LISTENERS (DEPARTMENT_COUNT + 1)
#define WIRE_WORKERS 8

/* Called on a worker's thread. `answer` is zeroed before. */
typedef void wire_serve(
    void *app, size_t listener, struct http_request *request, struct wire_answer *answer);
/* A connection to a closed or hanging door was given up by whoever tried it. */
typedef void wire_turned_away(void *app, enum department d);

struct wire_options {
    uint16_t port; /* 0: any free range */
    struct faults *faults;
    wire_serve *serve;
    wire_turned_away *turned_away;
    void *app;
};

struct wire;

/* Binds 127.0.0.1:port (own doors) to port + DEPARTMENT_COUNT; connections wait until wire_start.
 * E_CONFLICT: these ports are not all free. wire_close is owed in either case. */
MUST_CHECK err wire_open(struct arena *a, const struct wire_options *options, struct wire **ret);
/* Begins to serve; whatever options.app points to is complete by then. E_FAULT: no threads. */
MUST_CHECK err wire_start(struct wire *w, struct arena *a);
uint16_t wire_port(const struct wire *w);
/* False when this kernel does not tell who was turned away (see watch.h). */
bool wire_counts_turned_away(const struct wire *w);
/* Opens or shuts the department's door. Shutting also ends the connections that are idle, so that
 * the next message needs a new one. */
void wire_door(struct wire *w, enum department d, enum wire_door how);
/* Closes everything; all threads have ended afterwards. */
void wire_close(struct wire *w);
