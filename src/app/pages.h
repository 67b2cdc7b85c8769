/* The pages: files of web/dist, built into the program and sent as they are. */
#pragma once

#include "base/arena.h"
#include "http/http.h"

struct pages;
struct page_file;

/* Finds what is built in; lives as long as the arena. */
struct pages *pages_new(struct arena *a);
/* The file that answers a GET or HEAD of this path; NULL when it belongs to no page. */
const struct page_file *pages_find(const struct pages *p, str method, str path);
/* Answers with it: the best encoding that the caller takes, an ETag, and a content-security policy
 * under which only our own files run. */
void pages_answer(
    const struct page_file *f, const struct http_request *request, struct http_reply *reply);
