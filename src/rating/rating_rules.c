/* What a rating must be, and what may be published of it. */
#include "rating/rating_rules.h"
#include "base/when.h"

#define PHONE_MIN 7
#define PHONE_MAX 15
#define DIGITS_MAX 5 /* in a row, in what is published */

static const struct {
    const char *id, *levels;
} tags[] = {
#define TAG(id, code, levels, zh, en) {id, levels},
#include "rating/rating.def"
#undef TAG
};

static const char *const ways[] = {
#define WAY(id, pf, zh, en) id,
#include "rating/rating.def"
#undef WAY
};

static const char *const outcomes[] = {
#define OUTCOME(id, zh, en) id,
#include "rating/rating.def"
#undef OUTCOME
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_one_of(const char *const *list, size_t count, str id)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(id, list[i]))
            return true;
    return false;
}

bool rating_outcome_is_known(str outcome)
{
    return is_one_of(outcomes, COUNT(outcomes), outcome);
}

/* Each once, and for this level. */
static bool tag_fits(str tag, str before, str level)
{
    if (str_has_word(before, tag))
        return false;
    for (size_t i = 0; i < COUNT(tags); i++)
        if (str_is(tag, tags[i].id))
            return str_has_word(str_of(tags[i].levels), level);
    return false;
}

static bool is_phone(str s)
{
    if (s.len < PHONE_MIN || s.len > PHONE_MAX)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (!is_digit(s.at[i]))
            return false;
    return true;
}

void rating_check_given(struct ctx *ctx, const struct rating_given *given)
{
    str level = arena_printf(ctx->arena, "%lld", (long long)given->level);
    str rest = given->reasons;

    while (rest.len > 0) {
        size_t at = given->reasons.len - rest.len;
        str tag = str_cut(&rest, ' ');

        if (!tag_fits(tag, str_slice(given->reasons, 0, at), level))
            why_add(ctx, &RATING_TAG, S("reasons"), tag);
    }
    if (!is_one_of(ways, COUNT(ways), given->channel))
        why_add(ctx, &RATING_WAY, S("channel"), given->channel);
    if (given->contact.len > 0 && (given->level > RATING_BAD || !is_phone(given->contact)))
        why_add(ctx, &RATING_CONTACT, S("contact"), given->contact);
}

static bool has_long_number(str s)
{
    size_t run = 0;

    for (size_t i = 0; i < s.len; i++) {
        run = is_digit(s.at[i]) ? run + 1 : 0;
        if (run > DIGITS_MAX)
            return true;
    }
    return false;
}

void rating_check_published(struct ctx *ctx, str published, const str *names, size_t count)
{
    size_t at;

    if (has_long_number(published))
        why_add(ctx, &RATING_NAMES, S("published"), (str){0});
    for (size_t i = 0; i < count; i++)
        if (names[i].len > 0 && str_find(published, names[i], &at))
            why_add(ctx, &RATING_NAMES, S("published"), names[i]);
}

void rating_check_month(struct ctx *ctx, str month)
{
    struct when_date today = when_date_of(ctx->now_ms), first;

    if (!when_parse_date(arena_join(ctx->arena, month, S("-01")), &first) ||
        first.year * 12 + first.month >= today.year * 12 + today.month)
        why_add(ctx, &RATING_MONTH, S("month"), month);
}
