/* Rows and their seals, for this folder alone. */
#pragma once

#include "access/access.h"

/* A row as it is sealed: office to request, then the moment. */
#define ACCESS_SAYS 8
struct access_sealed {
    str reader;
    int64_t number;
    str says[ACCESS_SAYS];
};

str access_row_mac(struct ctx *ctx, const struct access_sealed *row);
/* How many reads there were of a reader, and how many of them in the hour of the last one. */
struct access_tally {
    str reader;
    int64_t reads, hour, hour_reads;
};
str access_tally_mac(struct ctx *ctx, const struct access_tally *tally);
str access_alert_mac(struct ctx *ctx, str reader, int64_t hour, int64_t most);

struct access_word {
    const char *id, *zh, *en;
};
/* NULL when there is none. */
const struct access_word *access_record_word(str id);
const struct access_word *access_purpose_word(str code);
