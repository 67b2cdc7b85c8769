/* Words that every letter writes alike. */
#include "notice/letter.h"
#include "base/when.h"

str letter_moment(struct arena *a, int64_t ms)
{
    int64_t minutes = (ms - when_start_of_day_ms(when_date_of(ms))) / WHEN_MINUTE_MS;
    str day;

    if (ms == 0)
        return (str){0};
    day = when_print_zh(a, ms);
    return arena_printf(a, "%.*s %02d:%02d", STR(day), (int)(minutes / 60), (int)(minutes % 60));
}
