/* The pages: files of web/dist, built into the program and sent as they are. */
#pragma once

#include "base/arena.h"
#include "http/http.h"

struct pages;

/* Finds what is built in; lives as long as the arena. */
struct pages *pages_new(struct arena *a);
/* True when the path belongs to a page or one of its files; no route of the API may stand there. */
bool pages_own(const struct pages *p, str method, str path);
/* Answers a GET or HEAD of such a path: the best encoding that the caller takes, an ETag, and a
 * content-security policy under which only our own files run. */
void pages_answer(
    const struct pages *p, const struct http_request *request, struct http_reply *reply);
