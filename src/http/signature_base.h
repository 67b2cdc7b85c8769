/* RFC 9421 below the profile: the components that a signature covers, its parameters, and the text
 * that is signed. Private to this folder and its test. */
#pragma once

#include "http/http.h"

#define SIGNATURE_PARTS_MAX 16
#define SIGNATURE_INPUT_BYTES_MAX ((size_t)2048)
#define SIGNATURE_BASE_BYTES_MAX ((size_t)16 << 10)

/* A covered component: "content-type", or "signature";req;key="sig1". */
struct signature_part {
    str name;
    bool of_request; /* ;req: taken from the request that is answered */
    str key;         /* ;key="...": one member of a dictionary header; empty for the whole */
};

struct signature_params {
    struct signature_part parts[SIGNATURE_PARTS_MAX];
    size_t part_count;
    int64_t created_s; /* -1 when absent */
    int64_t expires_s; /* -1 when absent */
    str nonce, keyid, tag, algorithm;
    str text; /* the inner list with its parameters exactly as it stood */
};

/* A request or a reply as the signature sees it. */
struct signature_message {
    str method, target_uri; /* of a request; the address is scheme://authority/path?query */
    int status;             /* of a reply */
    const struct http_pair *headers; /* names in any case */
    size_t header_count;
    const struct signature_message *request; /* which a reply answers */
};

/* Parses the value of one member of Signature-Input, canonical form only: what RFC 8941 would print
 * again is what was sent, so `text` may be signed as it is. False with *ret_fault, a sentence. */
bool signature_params_parse(str member, struct signature_params *ret, str *ret_fault);
/* Cuts `label=value` off a dictionary of exactly one member; false when it is anything else. */
bool signature_member(str header, str label, str *ret);
/* Value of the header; false when it is absent or stands more than once. */
bool signature_header(const struct signature_message *m, str name, str *ret);
/* The signature base, RFC 9421 section 2.5. False with *ret_fault when a component is not there. */
bool signature_base(struct arena *a, const struct signature_message *m,
    const struct signature_params *params, str *ret, str *ret_fault);
