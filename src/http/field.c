/* Names and values of header fields. One place decides what may stand in a header line, in both
 * directions, so that nobody can write a second header into the value of the first. */
#include "http/field.h"

#include <string.h>
#include <strings.h>

bool field_is_name(str s)
{
    if (s.len == 0)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] <= ' ' || s.at[i] > '~' || strchr("\"(),/:;<=>?@[\\]{}", s.at[i]))
            return false;
    return true;
}

bool field_is_value(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.at[i] < ' ' || s.at[i] == 0x7f)
            return false;
    return true;
}

bool field_same_name(str a, str b)
{
    return a.len == b.len && strncasecmp(a.at, b.at, a.len) == 0;
}

str field_lower(struct arena *a, str s)
{
    char *at = arena_take(a, s.len + 1);

    for (size_t i = 0; i < s.len; i++)
        at[i] = (char)(s.at[i] >= 'A' && s.at[i] <= 'Z' ? s.at[i] | 0x20 : s.at[i]);
    return (str){at, s.len};
}
