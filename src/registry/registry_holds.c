/* What must be true of a page whatever led to it. registry_record asks it of the page that an entry
 * will leave, before anything is written: rules and plan may both be wrong, and then nothing is
 * recorded rather than something wrong. */
#include "registry/registry_store.h"

/* I6, I9: those of one line stand behind each other without gap or tie, by the entry from which
 * their place counts. */
static bool line_holds(const struct registry_page *page, const struct registry_kind *kind)
{
    int64_t rank = kind->line == LINE_FIRST ? 1 : 0, since = 0;

    for (size_t i = 0; i < page->rights_count; i++) { /* a page is in rank order */
        const struct registry_right *r = &page->rights[i];
        /* One that is being made has no entry of its own yet: it comes after all that have. */
        int64_t from = r->since_entry > 0 ? r->since_entry : INT64_MAX;

        if (!str_is(r->kind, kind->id))
            continue;
        if (r->rank != rank++ || from <= since)
            return false;
        since = from;
    }
    return true;
}

static size_t titles(const struct registry_page *page)
{
    size_t count = 0;

    for (size_t i = 0; i < page->rights_count; i++)
        count += registry_is_title(page->rights[i].kind);
    return count;
}

static const char *right_breach(
    struct arena *a, const struct registry_page *page, const struct registry_right *r)
{
    const struct registry_kind *kind = registry_kind_find(r->kind);

    if (kind == NULL)
        return "I1";
    if (r->holders_count == 0 || !registry_shares_hold(a, r))
        return "I2";
    if (kind->grounded && page->ownership == NULL)
        return "I9";
    if (kind->line != LINE_NONE && !line_holds(page, kind))
        return kind->line == LINE_FIRST ? "I9" : "I6";
    return NULL;
}

const char *registry_page_breach(struct arena *a, const struct registry_page *page)
{
    const char *breach = NULL;

    if (str_is(page->unit.state, "closed") && page->rights_count > 0)
        return "I1";
    if (titles(page) > 1)
        return "I4";
    for (size_t i = 0; i < page->rights_count && breach == NULL; i++)
        breach = right_breach(a, page, &page->rights[i]);
    return breach;
}
