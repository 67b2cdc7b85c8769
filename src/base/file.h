/* Whole files in and out. Faults: E_MISSING (no such file or folder), E_TOO_LARGE, E_INVALID (not a
 * plain file), E_FULL (the disk), E_CONFLICT (in the way, or changed while being read), E_FAULT. */
#pragma once

#include "base/arena.h"

/* At most `max` bytes; a NUL follows that the length omits. */
MUST_CHECK err file_read(struct arena *a, const char *path, size_t max, str *ret);
/* Writes beside, syncs, renames: the file is old or new, never half. Mode 0600. */
MUST_CHECK err file_write(struct arena *a, const char *path, str content);
/* Makes a new file, synced, mode 0600; E_CONFLICT when the name is taken. */
MUST_CHECK err file_create(const char *path, str content);
/* Removes a file; one that is not there is no fault. */
void file_remove(const char *path);
bool file_exists(const char *path);
/* Makes the directory and its parents, mode 0700; one that is there already is left as it is. */
MUST_CHECK err file_make_dir(struct arena *a, const char *path);
