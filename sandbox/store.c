/* The sandbox's memory. Each change is one journal line, written with one call before it is
 * applied; starting again applies the same lines, so there is no second way for state to come
 * about. */
#include "store.h"

#include "effect.h"

#include <errno.h>
#include <unistd.h>

/* ---- one at a time ---- */

struct store_turn {
    struct arena *arena;
    err (*run)(void *arg);
    void *arg;
};

static err store_turn_inner(void *arg)
{
    struct store_turn *turn = arg;

    return arena_try(turn->arena, turn->run, turn->arg);
}

err store_run(struct store *s, struct arena *a, err (*run)(void *arg), void *arg)
{
    struct store_turn turn = {a, run, arg};
    err fault;

    /* Both arenas are tried in here, so that no jump can leave with the lock held. */
    pthread_mutex_lock(&s->lock);
    fault = arena_try(s->arena, store_turn_inner, &turn);
    pthread_mutex_unlock(&s->lock);
    return fault;
}

/* ---- keys ---- */

static str store_fact_key(struct arena *a, str department, str share, str key)
{
    return arena_printf(a, "%.*s/%.*s/%.*s", STR(department), STR(share), STR(key));
}

static str store_message_key(struct arena *a, enum department d, str message_id)
{
    return arena_printf(a, "%.*s/%.*s", STR(department_name(d)), STR(message_id));
}

struct tree *store_fact(
    const struct store *s, struct arena *a, enum department d, str share, str key)
{
    const struct store_line *line =
        map_get(&s->facts, store_fact_key(a, department_name(d), share, key));
    struct tree *fact;
    str fault;

    if (line == NULL || tree_parse(a, line->json, &fact, &fault) != OK)
        return NULL;
    return fact;
}

bool store_fact_is(const struct store *s, struct arena *a, const struct tree *fact)
{
    str key = store_fact_key(a, tree_get_text(fact, S("department")),
        tree_get_text(fact, S("share")), tree_get_text(fact, S("key")));
    const struct store_line *known = map_get(&s->facts, key);

    return known != NULL && str_eq(known->json, tree_to_json(tree_get(fact, S("answer"))));
}

const struct store_message *store_message_find(
    const struct store *s, struct arena *a, enum department d, str message_id)
{
    return map_get(&s->messages, store_message_key(a, d, message_id));
}

void store_message_keep(
    struct store *s, enum department d, str message_id, struct store_message message)
{
    struct store_message *kept = ARENA_NEW(s->arena, struct store_message);

    kept->path = arena_str(s->arena, message.path);
    kept->answer = arena_str(s->arena, message.answer);
    map_put(&s->messages, store_message_key(s->arena, d, message_id), kept);
}

struct store_order *store_order_find(const struct store *s, str order)
{
    return map_get(&s->orders, order);
}

void store_list_add(struct store *s, struct store_list *list, int64_t at_ms, str json)
{
    struct store_line *line = ARENA_NEW(s->arena, struct store_line);

    line->at_ms = at_ms;
    line->json = arena_str(s->arena, json);
    if (list->last != NULL)
        list->last->next = line;
    else
        list->first = line;
    list->last = line;
    list->count++;
}

/* ---- what a journal line says ---- */

static void store_apply_fact(struct store *s, const struct tree *line)
{
    struct arena_mark mark = arena_mark(s->arena);
    str key = store_fact_key(s->arena, tree_get_text(line, S("department")),
        tree_get_text(line, S("share")), tree_get_text(line, S("key")));
    struct store_line *fact = map_get(&s->facts, key);
    const struct tree *answer = tree_get(line, S("answer"));

    if (answer == NULL)
        return;
    if (fact != NULL) {
        arena_rewind(s->arena, mark);
    } else {
        fact = ARENA_NEW(s->arena, struct store_line);
        map_put(&s->facts, key, fact);
    }
    fact->json = arena_str(s->arena, tree_to_json(answer));
}

static void store_apply_message(struct store *s, const struct tree *line)
{
    str message_id = tree_get_text(line, S("message_id"));
    const struct tree *answer = tree_get(line, S("answer"));
    enum department d;

    if (answer == NULL || !department_find(tree_get_text(line, S("department")), &d))
        return;
    effect_apply(s, d, line);
    store_message_keep(s, d, message_id,
        (struct store_message){tree_get_text(line, S("path")), tree_to_json(answer)});
    s->effects[d].distinct++;
    s->effects[d].acted++;
}

void store_apply(struct store *s, const struct tree *line)
{
    str kind = tree_get_text(line, S("kind"));

    if (str_is(kind, "fact"))
        store_apply_fact(s, line);
    else if (str_is(kind, "message"))
        store_apply_message(s, line);
    else if (str_is(kind, "paid"))
        effect_apply_paid(s, line);
    else if (str_is(kind, "called"))
        effect_apply_called(s, line);
}

err store_write(struct store *s, str lines)
{
    while (lines.len > 0) {
        ssize_t written = write(s->journal, lines.at, lines.len);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return errno == ENOSPC ? E_FULL : E_FAULT;
        lines = str_slice(lines, (size_t)written, lines.len);
    }
    return OK;
}
