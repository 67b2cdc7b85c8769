/* Loading facts by the thousand, in portions, so that the departments can answer in between. */
#include "facts.h"

#define FACTS_PORTION 256
#define FACTS_KEY_BYTES_MAX 200

/* The shares that a department can be told about. */
struct facts_share {
    const char *department, *shares;
};

static const struct facts_share facts_shares[] = {
    {"housing", "contract"},
    {"police", "identity household death"},
    {"civil", "marriage"},
    {"tax", "record"},
    {"planning", "permit"},
    {"finance", "licence"},
    {"court", "holds"},
    {"water", "account"},
    {"power", "account"},
    {"heating", "account"},
    {"report", "message"},
};

static bool facts_share_is_known(str department, str share)
{
    for (size_t i = 0; i < COUNT(facts_shares); i++) {
        if (str_is(department, facts_shares[i].department))
            return str_has_word(str_of(facts_shares[i].shares), share);
    }
    return false;
}

/* What is wrong with one fact; empty when nothing is. */
static str facts_check_one(const struct tree *fact)
{
    str department = tree_get_text(fact, S("department"));
    str key = tree_get_text(fact, S("key"));
    const struct tree *answer = tree_get(fact, S("answer"));

    if (!facts_share_is_known(department, tree_get_text(fact, S("share"))))
        return S("no department has that share");
    if (key.len == 0 || key.len > FACTS_KEY_BYTES_MAX)
        return S("key is wanted");
    if (answer == NULL || answer->kind != TREE_OBJECT)
        return S("answer has to be an object");
    return (str){0};
}

bool facts_check(const struct tree *body, struct arena *a, str *ret_fault)
{
    const struct tree *facts = tree_get(body, S("facts"));
    int64_t number = 0;

    if (facts == NULL || facts->kind != TREE_LIST) {
        *ret_fault = S("facts has to be a list");
        return false;
    }
    for (const struct tree *fact = facts->first; fact != NULL; fact = fact->next) {
        str wrong = facts_check_one(fact);

        if (wrong.len > 0) {
            *ret_fault = arena_printf(a, "facts.%lld: %.*s", (long long)number, STR(wrong));
            return false;
        }
        number++;
    }
    return true;
}

struct facts_portion {
    struct store *store;
    struct arena *arena;
    const struct tree *next; /* the first that has not been taken */
    int64_t changed;
};

static struct tree *facts_line(struct arena *a, const struct tree *fact)
{
    struct tree *line = tree_new(a, TREE_OBJECT);

    tree_text(line, S("kind"), S("fact"));
    tree_text(line, S("department"), tree_get_text(fact, S("department")));
    tree_text(line, S("share"), tree_get_text(fact, S("share")));
    tree_text(line, S("key"), tree_get_text(fact, S("key")));
    tree_copy(line, S("answer"), tree_get(fact, S("answer")));
    return line;
}

/* Inside store_run: one portion, written with one call and then applied. */
static err facts_take(void *arg)
{
    struct facts_portion *p = arg;
    struct tree *lines[FACTS_PORTION];
    size_t count = 0;
    struct buf out;

    buf_init(&out, p->arena, SIZE_MAX);
    for (; p->next != NULL && count < FACTS_PORTION; p->next = p->next->next) {
        if (store_fact_is(p->store, p->arena, p->next))
            continue;
        lines[count] = facts_line(p->arena, p->next);
        tree_print(lines[count], &out);
        buf_add_char(&out, '\n');
        count++;
    }
    TRY(store_write(p->store, buf_str(&out)));
    for (size_t i = 0; i < count; i++)
        store_apply(p->store, lines[i]);
    p->changed += (int64_t)count;
    return OK;
}

err facts_put(struct store *s, struct arena *a, const struct tree *body, int64_t *ret_changed)
{
    struct facts_portion portion = {
        .store = s,
        .arena = a,
        .next = tree_get(body, S("facts"))->first,
    };

    while (portion.next != NULL) {
        struct arena_mark mark = arena_mark(a);

        TRY(store_run(s, a, facts_take, &portion));
        arena_rewind(a, mark);
    }
    *ret_changed = portion.changed;
    return OK;
}
