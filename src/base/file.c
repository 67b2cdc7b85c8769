/* Whole files in and out. All memory is taken before a descriptor is opened, because a jump out of
 * the arena would not close it. */
#include "base/file.h"

#include "base/ids.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static err err_of_errno(void)
{
    switch (errno) {
    case ENOENT:
    case ENOTDIR:
        return E_MISSING;
    case ENOSPC:
    case EDQUOT:
        return E_FULL;
    case EEXIST:
        return E_CONFLICT;
    default:
        return E_FAULT;
    }
}

/* Reads to the end of the file or of the room, whichever comes first. */
static err read_all(int fd, char *at, size_t room, size_t *ret_len)
{
    size_t len = 0;

    while (len < room) {
        ssize_t n = read(fd, at + len, room - len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return E_FAULT;
        if (n == 0)
            break;
        len += (size_t)n;
    }
    *ret_len = len;
    return OK;
}

err file_read(struct arena *a, const char *path, size_t max, str *ret)
{
    struct stat status;
    size_t len = 0;

    if (stat(path, &status) != 0)
        return err_of_errno();
    if (!S_ISREG(status.st_mode))
        return E_INVALID;
    if ((uint64_t)status.st_size > max)
        return E_TOO_LARGE;

    size_t size = (size_t)status.st_size;
    char *at = arena_take(a, size + 1);
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return err_of_errno();

    /* One byte more than the size: a file that has grown meanwhile is not taken by half. */
    err fault = read_all(fd, at, size + 1, &len);

    close(fd);
    if (fault != OK)
        return fault;
    if (len > size)
        return E_CONFLICT;
    at[len] = '\0';
    *ret = (str){at, len};
    return OK;
}

static err write_all(int fd, str content)
{
    while (content.len > 0) {
        ssize_t n = write(fd, content.at, content.len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_of_errno();
        content = str_slice(content, (size_t)n, SIZE_MAX);
    }
    return OK;
}

err file_create(const char *path, str content)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0)
        return err_of_errno();

    err fault = write_all(fd, content);

    if (fault == OK && fsync(fd) != 0)
        fault = err_of_errno();
    if (close(fd) != 0 && fault == OK)
        fault = err_of_errno();
    if (fault != OK)
        unlink(path);
    return fault;
}

/* Makes the new name itself durable. */
static err sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0)
        return err_of_errno();

    err fault = fsync(fd) == 0 ? OK : E_FAULT;

    close(fd);
    return fault;
}

static const char *folder_of(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        return ".";
    if (slash == path)
        return "/";
    return arena_z(a, (str){path, (size_t)(slash - path)});
}

err file_write(struct arena *a, const char *path, str content)
{
    const char *folder = folder_of(a, path);
    str mark = id_random_hex(a, 6);
    const char *beside = arena_printf(a, "%s.%.*s.new", path, STR(mark)).at;

    TRY(file_create(beside, content));
    if (rename(beside, path) != 0) {
        err fault = err_of_errno();

        unlink(beside);
        return fault;
    }
    return sync_folder(folder);
}

void file_remove(const char *path)
{
    (void)unlink(path);
}

bool file_exists(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0;
}

static err make_one(const char *path)
{
    struct stat status;

    if (mkdir(path, 0700) == 0)
        return OK;
    if (errno != EEXIST)
        return err_of_errno();
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode) ? OK : E_CONFLICT;
}

err file_make_dir(struct arena *a, const char *path)
{
    str whole = str_of(path);

    if (whole.len == 0)
        return E_INVALID;
    for (size_t i = 1; i <= whole.len; i++)
        if (i == whole.len || whole.at[i] == '/')
            TRY(make_one(arena_z(a, str_slice(whole, 0, i))));
    return OK;
}
