/* The log: each line is composed first and written with one write(2), so that lines of different
 * threads and processes never mix. Whatever could break or forge a line is replaced. */
#include "base/log.h"

#include "base/when.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

/* What a pipe takes in one piece (PIPE_BUF on Linux). */
#define LOG_LINE_BYTES 4096

/* One of the two mutable variables of the whole process (the other is the test clock): lines are
 * also written before there is any application to hold a level. */
static atomic_int log_level_now = LOG_INFO;

void log_set_level(enum log_level level)
{
    atomic_store(&log_level_now, (int)level);
}

static size_t print_head(char *at, size_t room, enum log_level level)
{
    static const char *const names[] = {"error", "warn", "info", "debug"};
    int64_t ms = when_now_ms();
    struct when_date d = when_date_of(ms);
    int of_day_ms = (int)(ms - when_start_of_day_ms(d));
    int len = snprintf(at, room, "%04d-%02d-%02dT%02d:%02d:%02d.%03d+08:00 level=%s ", d.year,
        d.month, d.day, of_day_ms / 3600000, of_day_ms / 60000 % 60, of_day_ms / 1000 % 60,
        of_day_ms % 1000, names[level]);

    return len > 0 && (size_t)len < room ? (size_t)len : 0;
}

void log_line(enum log_level level, const char *format, ...)
{
    char line[LOG_LINE_BYTES];
    va_list args;

    if ((int)level > atomic_load_explicit(&log_level_now, memory_order_relaxed))
        return;

    size_t len = print_head(line, sizeof(line), level);
    size_t room = sizeof(line) - len;

    va_start(args, format);

    int more = vsnprintf(line + len, room, format, args);

    va_end(args);
    if (more < 0)
        return;

    size_t end = (size_t)more < room ? len + (size_t)more : sizeof(line) - 1;

    for (size_t i = len; i < end; i++)
        if ((unsigned char)line[i] < ' ' || line[i] == 0x7F)
            line[i] = '?';
    line[end] = '\n';

    /* Where the log itself cannot be written there is nowhere left to say so. */
    ssize_t written = write(STDERR_FILENO, line, end + 1);

    (void)written;
}
