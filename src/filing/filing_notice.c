/* The documents that the law asks for at each turn, kept as handed out, and the owners' alert. */
#include "filing/filing_store.h"

#define INPUT_HERE struct filing_notice_in
INPUT_TABLE(filing_notice_in, FILING_NOTICE_IN)
#undef INPUT_HERE

struct notice_row {
    const char *kind, *zh, *en, *law;
};

#define SMS(id, zh) static const char id[] = zh;
#include "filing/notice.def"
#undef SMS

static const struct notice_row notices[] = {
#define NOTICE(id, kind, zh, en, law) [id] = {kind, zh, en, law},
#include "filing/notice.def"
#undef NOTICE
};

/* A check step keeps what it found as its outcome; so does 登簿 where it is stuck. */
static bool keeps_findings(const struct filing_step *s)
{
    return str_is(s->step->kind, "check") ||
           (str_is(s->step->kind, "record") && str_is(s->state, "stuck"));
}

/* What was found by the request itself, or else by the steps so far. */
static void write_findings(struct ctx *ctx, const struct filing_run *run, struct tree *list)
{
    why_show(ctx, list);
    for (size_t i = 0; i < run->scene->steps_count && ctx->why_first == NULL; i++) {
        const struct filing_step *s = &run->steps[i];
        struct tree *found;
        str fault;

        if (!keeps_findings(s) || s->outcome.len == 0 ||
            tree_parse(ctx->arena, s->outcome, &found, &fault) != OK)
            continue;
        for (const struct tree *t = found->first; t != NULL; t = t->next)
            tree_copy(list, S(""), t);
    }
}

err filing_notice_put(struct ctx *ctx, const struct filing_run *run, enum filing_notice_kind kind,
    str code, str reason)
{
    const struct notice_row *row = &notices[kind];
    const struct place_region *region = place_region_find(ctx->city, ctx->region);
    struct tree *content = tree_new(ctx->arena, TREE_OBJECT);
    struct tree *names;

    tree_text(content, S("title_zh"), str_of(row->zh));
    tree_text(content, S("title_en"), str_of(row->en));
    tree_text(content, S("law"), str_of(row->law));
    tree_text(content, S("authority"), region != NULL ? region->authority_zh : (str){0});
    tree_text(content, S("filing"), run->f.id);
    tree_text(content, S("scene_zh"), run->scene->name.zh);
    tree_text(content, S("scene_en"), run->scene->name.en);
    tree_text(content, S("unit"), run->f.unit);
    tree_text(content, S("follow_code"), run->f.follow_code);
    tree_i64(content, S("due_ms"), run->f.due_ms);
    tree_text(content, S("code"), code);
    tree_text(content, S("reason"), reason);
    names = tree_list(content, S("applicants"));
    for (size_t i = 0; i < run->parties_count; i++)
        tree_text(names, S(""), run->parties[i].name);
    write_findings(ctx, run, tree_list(content, S("findings")));
    return db_put(ctx, SQL_filing_notice_add, text(ctx->region), text(run->f.id),
        text(id_in_region(ctx->arena, ctx->region, ctx->now_ms)), text(str_of(row->kind)),
        text(tree_to_json(content)), text(ctx->who.staff), i64(ctx->now_ms));
}

err filing_notices(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct filing_in *in = arg;
    struct tree *list = tree_list(out, S("notices"));
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_filing_notices, &rows, text(ctx->region), text(in->filing)));
    while (db_next(&rows, &row)) {
        struct tree *o = tree_object(list, S("")), *content;
        str fault;

        tree_text(o, S("notice"), take_text(&row));
        tree_text(o, S("kind"), take_text(&row));
        TRY(tree_parse(ctx->arena, take_text(&row), &content, &fault));
        tree_copy(o, S("content"), content);
        tree_text(o, S("officer"), take_text(&row));
        tree_i64(o, S("made_ms"), take_i64(&row));
    }
    return OK;
}

static str papers_text(const struct ctx *ctx, const struct filing_run *run, str names, str paper)
{
    for (size_t i = 0; i < run->scene->papers_count; i++)
        if (str_eq(run->scene->papers[i].id, paper))
            return arena_printf(ctx->arena, "%.*s%s%.*s", STR(names), names.len > 0 ? "、" : "",
                STR(run->scene->papers[i].text.zh));
    return names;
}

/* Papers that came after the notice are not of it. */
static err take_papers(struct ctx *ctx, struct filing_notice *n)
{
    struct db_rows rows;
    struct db_row row;
    str last = {0};

    TRY(db_list(ctx, SQL_filing_papers, &rows, text(ctx->region), text(n->run.f.id)));
    while (db_next(&rows, &row)) {
        str paper = take_text(&row);

        for (int i = 0; i < 4; i++)
            (void)take_text(&row);
        if (take_i64(&row) <= n->made_ms && !str_eq(paper, last))
            n->papers = papers_text(ctx, &n->run, n->papers, paper);
        last = paper;
    }
    return OK;
}

err filing_notice_get(struct ctx *ctx, str filing, str notice, struct filing_notice *ret)
{
    struct registry_page page;
    struct db_row row;
    str fault;
    err e;

    *ret = (struct filing_notice){.id = notice};
    TRY(db_get(ctx, SQL_filing_notice_get, &row, text(ctx->region), text(filing), text(notice)));
    ret->kind = take_text(&row);
    TRY(tree_parse(ctx->arena, take_text(&row), &ret->content, &fault));
    ret->officer = take_text(&row);
    ret->made_ms = take_i64(&row);
    TRY(filing_load(ctx, filing, &ret->run));
    TRY(take_papers(ctx, ret));
    e = registry_page_get(ctx, ret->run.f.unit, &page);
    if (e == OK)
        ret->location = page.unit.location;
    return e == E_MISSING ? OK : e;
}

static str alert_text(struct ctx *ctx, const struct filing_run *run, const char *event)
{
    str scene = run->scene->name.zh, id = run->f.id;

    if (str_is(str_of(event), "recorded"))
        return arena_printf(ctx->arena, SMS_RECORDED, STR(scene), STR(id));
    return arena_printf(ctx->arena, SMS_ACCEPTED, STR(scene), STR(id));
}

/* 业主提醒: whoever gives a right up or burdens it hears of it on the phone at acceptance and at
 * entry, so that an impostor's application cannot stay unseen. */
err filing_alert(struct ctx *ctx, const struct filing_run *run, const char *event)
{
    for (size_t i = 0; i < run->parties_count; i++) {
        const struct filing_party *p = &run->parties[i];
        struct tree *body;
        struct message m = {.department = S("sms"), .path = S("/messages"), .filing = run->f.id};

        if (p->phone.len == 0 || !str_is(filing_side(run, p), "giver"))
            continue;
        body = tree_new(ctx->arena, TREE_OBJECT);
        tree_text(body, S("to"), p->phone);
        tree_text(body, S("text"), alert_text(ctx, run, event));
        m.body = tree_to_json(body);
        TRY(message_put(ctx, &m, NULL));
    }
    return OK;
}
