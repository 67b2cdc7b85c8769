/* Making a good message bad in exactly one respect. */
#pragma once

#include "http/http.h"

/* Flips one bit of the signature among the headers (`:base64:` of RFC 8941); everything else stays
 * well formed. */
void spoil_signature(struct arena *a, struct http_pair *headers, size_t count);
/* The first half of the text. */
str spoil_half(str text);
/* A page in GBK, as a maintenance gateway would send it instead of JSON. */
void spoil_type(struct http_reply *reply);
