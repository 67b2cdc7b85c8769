/* Files built into the program: schema/, scenes/, data/, and the pages. Made by tools/embed. */
#pragma once

#include "base/base.h"

struct embed_file {
    const char *path; /* as in the source tree: "schema/0001_core.sql" */
    const unsigned char *bytes;
    size_t len;
};

extern const struct embed_file embed_files[]; /* ends with a NULL path; in path order per folder */

/* The file of that path; false when there is none. */
bool embed_find(const char *path, str *ret);
