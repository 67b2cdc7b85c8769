/* The outbox as the administrator sees it, and sending at once what would wait. */
#include "db/db.h"
#include "message/message.h"

#define RULE RULE_DEFINE
#include "message/message.def"
#undef RULE

#define INPUT_HERE struct message_list_in
INPUT_TABLE(message_list_in, MESSAGE_LIST_IN)
#undef INPUT_HERE
#define INPUT_HERE struct message_retry_in
INPUT_TABLE(message_retry_in, MESSAGE_RETRY_IN)
#undef INPUT_HERE

OUTPUT_TABLE(message_out, MESSAGE_OUT)
OUTPUT_TABLE(message_list_out, MESSAGE_LIST_OUT)

/* After every id that there can be. */
#define NEWEST S("~")

struct state_word {
    const char *id, *zh, *en;
};
static const struct state_word state_words[] = {
#define MESSAGE_STATE_WORD(id, zh, en) {id, zh, en},
#include "message/message.def"
#undef MESSAGE_STATE_WORD
};

static const struct state_word *find_state(str id)
{
    for (size_t i = 0; i < COUNT(state_words); i++)
        if (str_is(id, state_words[i].id))
            return &state_words[i];
    return NULL;
}

static void show_message(const struct ctx *ctx, const struct message *m, struct tree *o)
{
    const struct state_word *word = find_state(m->state);
    bool done = m->done_ms > 0;
    int64_t age_ms = (done ? m->done_ms : ctx->now_ms) - m->made_ms;

    tree_text(o, S("message"), m->id);
    tree_text(o, S("region"), m->region);
    tree_text(o, S("department"), m->department);
    tree_text(o, S("path"), m->path);
    tree_text(o, S("filing"), m->filing);
    tree_text(o, S("step"), m->step);
    tree_text(o, S("state"), m->state);
    tree_text(o, S("state_zh"), word != NULL ? str_of(word->zh) : m->state);
    tree_text(o, S("state_en"), word != NULL ? str_of(word->en) : m->state);
    tree_i64(o, S("tries"), m->tries);
    tree_i64(o, S("made_ms"), m->made_ms);
    tree_i64(o, S("age_ms"), age_ms > 0 ? age_ms : 0);
    tree_i64_or_null(o, S("next_ms"), done ? 0 : m->next_ms);
    tree_i64_or_null(o, S("done_ms"), m->done_ms);
    tree_text(o, S("fault"), m->fault);
}

static err read_page(struct ctx *ctx, const struct message_list_in *wanted, struct db_rows *ret)
{
    str before = wanted->before.len > 0 ? wanted->before : NEWEST;

    if (str_is(wanted->state, "done"))
        return db_list(ctx, SQL_message_sent, ret, text(ctx->region), text(before),
            text(wanted->department), i64(MESSAGE_PAGE + 1));
    return db_list(ctx, SQL_message_waiting, ret, text(ctx->region), text(before),
        text(wanted->department), text(wanted->state), i64(MESSAGE_PAGE + 1));
}

err message_list(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct message_list_in *wanted = in;
    struct tree *list = tree_list(out, S("messages"));
    struct message m = {0};
    struct db_rows rows;
    struct db_row row;

    if (wanted->state.len > 0 && find_state(wanted->state) == NULL)
        why_add(ctx, &MESSAGE_STATE, S("state"), wanted->state);
    TRY(why_refuse(ctx));
    TRY(read_page(ctx, wanted, &rows));
    for (size_t i = 0; i < MESSAGE_PAGE && db_next(&rows, &row); i++) {
        message_read(ctx, &row, &m);
        m.done_ms = take_i64(&row);
        show_message(ctx, &m, tree_object(list, S("")));
    }
    tree_text_or_null(out, S("next"), rows.count > MESSAGE_PAGE ? m.id : (str){0});
    return OK;
}

err message_retry(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct message_retry_in *wanted = in;
    struct message m;
    int64_t changed;

    TRY(message_get(ctx, wanted->message, &m));
    TRY(db_change(
        ctx, SQL_message_hurry, &changed, text(ctx->region), text(m.id), i64(ctx->now_ms)));
    if (changed == 0)
        why_add(ctx, &MESSAGE_DONE, S("message"), m.id);
    TRY(why_refuse(ctx));
    m.next_ms = ctx->now_ms;
    show_message(ctx, &m, out);
    return OK;
}

err message_hurry(struct ctx *ctx, str department, int64_t *ret_count)
{
    return db_change(ctx, SQL_message_hurry_all, ret_count, text(ctx->region), text(department),
        i64(ctx->now_ms));
}
