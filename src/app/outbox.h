/* A batch of messages on its way, for outbox.c alone. */
#pragma once

#include "app/app.h"
#include "app/courier.h"
#include "message/message.h"
#include "money/money.h"
#include "report/report.h"

struct result {
    struct courier_letter letter;
    struct http_call *call; /* NULL when nothing was sent */
    struct tree *answer;
    str fault;
    bool promised;
};

struct batch {
    struct message *messages;
    size_t count;
    struct result *results;
    struct http_call *calls;
    size_t calls_count;
    size_t from, to; /* the part that a transaction applies */
    str fault;
};
