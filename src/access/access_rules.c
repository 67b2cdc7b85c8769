/* Records and purposes: which there are, and reading what a reader stated. Pure. */
#include "access/access_store.h"

#define RULE RULE_DEFINE
#include "access/purpose.def"
#undef RULE

#define REFERENCE_MAX 200

struct record {
    struct access_word word;
    const char *fields;
};
static const struct record records[] = {
#define RECORD(id, fields, zh, en) {{id, zh, en}, fields},
#include "access/record.def"
#undef RECORD
};

struct purpose {
    struct access_word word;
    const char *how, *needs;
};
static const struct purpose purposes[] = {
#define PURPOSE(code, how, needs, zh, en) {{code, zh, en}, how, needs},
#include "access/purpose.def"
#undef PURPOSE
};

static const struct record *find_record(str id)
{
    for (size_t i = 0; i < COUNT(records); i++)
        if (str_is(id, records[i].word.id))
            return &records[i];
    return NULL;
}

static const struct purpose *find_purpose(str code)
{
    for (size_t i = 0; i < COUNT(purposes); i++)
        if (str_is(code, purposes[i].word.id))
            return &purposes[i];
    return NULL;
}

const struct access_word *access_record_word(str id)
{
    const struct record *r = find_record(id);

    return r != NULL ? &r->word : NULL;
}

const struct access_word *access_purpose_word(str code)
{
    const struct purpose *p = find_purpose(code);

    return p != NULL ? &p->word : NULL;
}

const char *access_record_fields(const char *record)
{
    const struct record *r = find_record(str_of(record));

    return r != NULL ? r->fields : NULL;
}

bool access_purpose_is_of_route(const char *purpose)
{
    const struct purpose *p = find_purpose(str_of(purpose));

    return str_is(str_of(purpose), "stated") || (p != NULL && !str_is(str_of(p->how), "stated"));
}

void access_purpose_read(struct ctx *ctx, str stated, struct access_purpose *ret)
{
    str rest = str_trim(stated);
    str code = str_trim(str_cut(&rest, ':')), reference = str_trim(rest);
    const struct purpose *p = find_purpose(code);

    *ret = (struct access_purpose){code, reference};
    if (code.len == 0)
        why_add(ctx, &PURPOSE_MISSING, S("purpose"), (str){0});
    else if (p == NULL || str_is(str_of(p->how), "route"))
        why_add(ctx, &PURPOSE_UNKNOWN, S("purpose"), code);
    else if (str_is(str_of(p->needs), "filing") && reference.len == 0)
        why_add(ctx, &PURPOSE_FILING, S("purpose"), (str){0});
    else if ((str_is(str_of(p->needs), "words") && reference.len == 0) ||
             str_utf8_length(reference) > REFERENCE_MAX)
        why_add(ctx, &PURPOSE_WORDS, S("purpose"), code);
}

static void show_purpose(const struct purpose *p, struct tree *o)
{
    tree_text(o, S("code"), str_of(p->word.id));
    tree_text(o, S("needs"), str_of(p->needs));
    tree_text(o, S("zh"), str_of(p->word.zh));
    tree_text(o, S("en"), str_of(p->word.en));
}

err access_purposes(struct ctx *ctx, const void *in, struct tree *out)
{
    struct tree *list = tree_list(out, S("purposes"));

    (void)ctx;
    (void)in;
    for (size_t i = 0; i < COUNT(purposes); i++)
        if (!str_is(str_of(purposes[i].how), "route"))
            show_purpose(&purposes[i], tree_object(list, S("")));
    return OK;
}
