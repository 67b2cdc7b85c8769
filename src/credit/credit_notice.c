/* 告知: each change of a standing tells the party what, why, what it means and what can be done
 * against it (个人信息保护法 35). The words are kept with the change; a message says that they are
 * there. */
#include "credit/credit_notice.h"

#include "message/message.h"
#include "place/city.h"

struct notice_row {
    const char *id, *zh, *en, *law;
};
static const struct notice_row notices[] = {
#define NOTICE(id, zh, en, law) {id, zh, en, law},
#include "credit/credit.def"
#undef NOTICE
};

static const struct {
    const char *list, *id, *zh, *en;
} effects[] = {
#define EFFECT(list, id, zh, en) {list, id, zh, en},
#include "credit/credit.def"
#undef EFFECT
};

static const struct {
    const char *id, *zh, *en;
} lists[] = {
#define LIST(id, zh, en) {id, zh, en},
#include "credit/credit.def"
#undef LIST
};

#define SMS(id, zh) static const char id[] = zh;
#include "credit/credit.def"
#undef SMS

static const struct notice_row *notice_of(const char *id)
{
    size_t i = 0;

    while (!str_is(str_of(id), notices[i].id))
        i++;
    return &notices[i];
}

static str list_word(str list)
{
    for (size_t i = 0; i < COUNT(lists); i++)
        if (str_is(list, lists[i].id))
            return str_of(lists[i].zh);
    return list;
}

bool credit_show_list(str list, struct tree *o)
{
    for (size_t i = 0; i < COUNT(lists); i++) {
        if (!str_is(list, lists[i].id))
            continue;
        tree_text(o, S("list"), list);
        tree_text(o, S("list_zh"), str_of(lists[i].zh));
        tree_text(o, S("list_en"), str_of(lists[i].en));
        return true;
    }
    return false;
}

void credit_show_effects(str list, struct tree *o)
{
    for (size_t i = 0; i < COUNT(effects); i++)
        if (str_is(list, effects[i].list)) {
            struct tree *e = tree_object(o, S(""));

            tree_text(e, S("effect"), str_of(effects[i].id));
            tree_text(e, S("zh"), str_of(effects[i].zh));
            tree_text(e, S("en"), str_of(effects[i].en));
        }
}

/* What the party may still do, and until when. */
static void write_terms(const struct credit_standing *s, struct tree *o)
{
    tree_i64(o, S("heard_until_ms"), s->heard_until_ms);
    tree_i64(o, S("begins_ms"), s->begins_ms);
    tree_i64(o, S("ends_ms"), s->ends_ms);
    tree_i64(o, S("appeal_until_ms"), s->appeal_until_ms);
    tree_text(o, S("left_cause"), s->left_cause);
}

static str write_notice(struct ctx *ctx, const struct notice_row *row,
    const struct credit_standing *s, const struct credit_change *change)
{
    const struct place_region *region = place_region_find(ctx->city, ctx->region);
    const struct credit_ground *ground = credit_ground_find(s->ground);
    struct tree *o = tree_new(ctx->arena, TREE_OBJECT);

    tree_text(o, S("kind"), str_of(row->id));
    tree_text(o, S("title_zh"), str_of(row->zh));
    tree_text(o, S("title_en"), str_of(row->en));
    tree_text(o, S("law"), str_of(row->law));
    tree_text(o, S("authority"), region != NULL ? region->authority_zh : (str){0});
    tree_text(o, S("standing"), s->id);
    tree_text(o, S("list"), s->list);
    tree_text(o, S("list_zh"), list_word(s->list));
    tree_text(o, S("party"), s->name);
    tree_text(o, S("ground_zh"), ground != NULL ? str_of(ground->zh) : s->ground);
    tree_text(o, S("source"), ground != NULL ? str_of(ground->source) : (str){0});
    tree_text(o, S("facts"), s->reason);
    tree_text(o, S("reason"), change->reason);
    write_terms(s, o);
    credit_show_effects(s->list, tree_list(o, S("effects")));
    return tree_to_json(o);
}

err credit_tell(struct ctx *ctx, const struct credit_standing *s, struct credit_change *change)
{
    const char *kind = credit_actions[change->action].notice;
    struct message m = {.department = S("sms"), .path = S("/messages")};
    const struct notice_row *row;
    struct tree *body;

    if (kind == NULL)
        return OK;
    row = notice_of(kind);
    change->notice = write_notice(ctx, row, s, change);
    body = tree_new(ctx->arena, TREE_OBJECT);
    tree_text(body, S("to"), s->phone);
    tree_text(body, S("text"),
        arena_printf(
            ctx->arena, STANDING_SMS, STR(str_of(row->zh)), STR(list_word(s->list)), STR(s->id)));
    m.body = tree_to_json(body);
    return message_put(ctx, &m, &change->message);
}
