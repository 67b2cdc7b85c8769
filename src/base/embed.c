/* Finds a file that was built into the program. The table is short and looked up at start-up, so a
 * plain search serves. */
#include "base/embed.h"

bool embed_find(const char *path, str *ret)
{
    for (const struct embed_file *f = embed_files; f->path; f++) {
        if (!str_is(str_of(path), f->path))
            continue;
        *ret = (str){(const char *)f->bytes, f->len};
        return true;
    }
    return false;
}
