/* A disk whose syncs fail on demand, for disk.py: preloaded into the service, it lets fsync and
 * fdatasync of the store's files fail with EIO while the file named by FSYNC_FAIL_WHEN exists, and
 * notes each failure as one byte at the end of the file named by FSYNC_FAIL_NOTED. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int fsync(int fd);
int fdatasync(int fd);

static bool is_of_store(int fd)
{
    char link[64], path[1024];
    ssize_t len;

    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    len = readlink(link, path, sizeof(path) - 1);
    if (len <= 0)
        return false;
    path[len] = '\0';
    return strstr(path, "/store.db") != NULL;
}

static bool must_fail(int fd)
{
    const char *when = getenv("FSYNC_FAIL_WHEN"), *noted = getenv("FSYNC_FAIL_NOTED");
    int out;

    if (when == NULL || noted == NULL || access(when, F_OK) != 0 || !is_of_store(fd))
        return false;
    out = open(noted, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (out >= 0 && write(out, ".", 1) != 1)
        fprintf(stderr, "fsync_fail: cannot note the failure\n");
    if (out >= 0)
        close(out);
    return true;
}

static int sync_by(const char *name, int fd)
{
    int (*next)(int);

    if (must_fail(fd)) {
        errno = EIO;
        return -1;
    }
    *(void **)&next = dlsym(RTLD_NEXT, name);
    return next(fd);
}

int fsync(int fd)
{
    return sync_by("fsync", fd);
}

int fdatasync(int fd)
{
    return sync_by("fdatasync", fd);
}
