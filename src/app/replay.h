/* yichuang replay: real sales put through the whole service over HTTP. */
#pragma once

#include "app/app.h"
#include "party/party.h"

/* One row of the file as a sale. */
struct replay_sale {
    int64_t line;
    str key;   /* what makes the row itself: its own key, or all of it */
    str place; /* district or town, as written */
    str floor, structure;
    int64_t price_fen, area_cm2;
    bool five_years;
    str unit;            /* made: 28 characters */
    const char *refused; /* why it cannot be a filing; NULL when it can */
};

struct replay_file {
    struct replay_sale *sales;
    size_t count;
};

/* The regions of the demo city, over which sales are spread by their district. Ends with NULL. */
extern const char *const replay_regions[];

/* Reads .csv, .txt and their .xz, UTF-8 or GB 18030, comma or bar; finds the columns by
 * data/replay_columns.csv. Rows that cannot be a sale say why. */
MUST_CHECK err replay_read(
    struct arena *a, const char *path, int64_t rows_max, struct replay_file *ret, str *ret_fault);

/* One client: its own connection and its officers' sessions. */
struct replay_officer {
    str cookie, csrf;
};
enum replay_role {
    REPLAY_ADMIN,
    REPLAY_CLERK,
    REPLAY_HOUSING,
    REPLAY_TAX,
    REPLAY_REGISTRY,
    REPLAY_ROLES
};
struct replay_client {
    struct http_client *http;
    struct arena *arena; /* of the sale in hand */
    str url, sandbox;    /* addresses of the service and the sandbox */
    str seed;
    struct replay_officer officers[REPLAY_ROLES];
    str paper; /* hash of the application form that was uploaded once */
    int64_t findings;
};
/* Signs the officers in and uploads the form. */
MUST_CHECK err replay_client_open(struct replay_client *c, struct arena *keep, str *ret_fault);

enum replay_outcome { REPLAY_RECORDED, REPLAY_REFUSED };
/* Puts one sale through; on E_FAULT *ret_reason says what went wrong on the way. */
MUST_CHECK err replay_sale_run(struct replay_client *c, const struct replay_sale *s,
    enum replay_outcome *ret, str *ret_reason);
/* The facts of a batch of sales, told to the sandbox departments. */
MUST_CHECK err replay_tell_facts(struct http_client *http, struct arena *a, str sandbox, str seed,
    const struct replay_file *batch);
/* Fetches the certificate of a recorded sale as a file. */
MUST_CHECK err replay_certificate(
    struct replay_client *c, const struct replay_sale *s, str *ret_pdf);
