/* What the filing knows of an entry: who accepted, who asked, what was handed in, paid, decided and
 * handed out. An entry without a filing (a court's order, the import of an older book) was accepted
 * by its recorder at the moment it was made. */
#include "cert/cert.h"
#include "money/money_receipt.h"
#include "report/report_facts.h"

/* ---- certificates ---- */

/* Its own holder where each has one, otherwise the first of all. An agent who fetched it has no
 * kind of document in the filing. */
static void show_receiver(const struct report_case *c, int64_t holder, struct tree *o)
{
    size_t at = holder > 0 ? (size_t)holder - 1 : 0;
    const struct registry_holder *h;

    if (at >= c->right.holders_count)
        return;
    h = &c->right.holders[at];
    tree_text(o, S("receiver"), h->name);
    tree_text(o, S("receiver_document_kind"), h->document_kind);
    tree_text(o, S("receiver_document_number"), h->document_number);
}

/* Who decided the step of handing out; the clerk where there was none, as by post. */
static err issued_by(struct ctx *ctx, struct report_case *c, str *ret)
{
    struct filing_decided *d;
    size_t count;
    str officer;

    *ret = (str){0};
    if (!c->has_filing)
        return OK;
    officer = c->run.f.clerk;
    TRY(filing_decisions(ctx, c->run.f.id, &d, &count));
    for (size_t i = 0; i < count; i++) {
        const struct filing_step *step = filing_step_find(&c->run, d[i].step);

        if (step != NULL && str_is(step->step->kind, "issue"))
            officer = d[i].officer;
    }
    return report_officer(ctx, officer, ret);
}

static void show_certificate(
    const struct report_case *c, const struct cert *cert, str officer, struct tree *o)
{
    tree_text(o, S("number"), cert->number);
    tree_i64(o, S("holder"), cert->holder_seq);
    tree_text(o, S("name"), str_is(cert->kind, "proof") ? S("不动产登记证明") : S("不动产权证书"));
    tree_text(o, S("print_number"), cert->print_number);
    tree_i64(o, S("made_ms"), cert->made_ms);
    tree_i64(o, S("issued_ms"), cert->issued_ms);
    tree_text(o, S("issued_by"), officer);
    show_receiver(c, cert->holder_seq, o);
}

/* Those of the right that the entry made are made and handed out by it. Of a right that ended only
 * the numbers are known here. */
err report_facts_certificates(struct ctx *ctx, struct report_case *c, str *ret_first)
{
    struct tree *list = tree_list(c->facts, S("certificates"));
    struct tree *handed = tree_list(c->facts, S("handed"));
    struct tree *counts = tree_object(c->facts, S("counts"));
    int64_t certificates = 0, proofs = 0;
    struct cert *certs;
    size_t count;
    str officer;

    TRY(issued_by(ctx, c, &officer));
    TRY(cert_all_of_right(ctx, c->right.id, &certs, &count));
    for (size_t i = 0; i < count && c->has_made; i++) {
        show_certificate(c, &certs[i], officer, tree_object(list, S("")));
        if (certs[i].issued_ms > 0)
            show_certificate(c, &certs[i], officer, tree_object(handed, S("")));
        if (str_is(certs[i].kind, "proof"))
            proofs++;
        else
            certificates++;
    }
    tree_i64(counts, S("certificates"), certificates);
    tree_i64(counts, S("proofs"), proofs);
    *ret_first = count > 0 ? certs[0].number : (str){0};
    return OK;
}

/* ---- acceptance and parties ---- */

static err show_acceptance(struct ctx *ctx, struct report_case *c)
{
    struct tree *o = tree_object(tree_list(c->facts, S("acceptances")), S(""));
    str officer;

    TRY(report_officer(ctx, c->has_filing ? c->run.f.clerk : c->entry.recorder, &officer));
    tree_text(o, S("officer"), officer);
    tree_i64(o, S("accepted_ms"), c->has_filing ? c->run.f.accepted_ms : c->entry.made_ms);
    tree_i64(o, S("ended_ms"),
        c->has_filing && c->run.f.ended_ms > 0 ? c->run.f.ended_ms : c->entry.made_ms);
    tree_i64(o, S("apart"), c->has_filing && filing_answer_i64(&c->run, "certificates", 1) > 1);
    return OK;
}

/* The nth party of a side. */
static const struct filing_party *party_at(
    const struct filing_run *run, const char *side, size_t at)
{
    for (size_t i = 0; i < run->parties_count; i++)
        if (str_is(filing_side(run, &run->parties[i]), side) && at-- == 0)
            return &run->parties[i];
    return NULL;
}

static void show_party(const struct filing_party *p, const char *side, struct tree *o)
{
    struct arena *a = o->arena;

    if (p == NULL)
        return;
    tree_text(o, arena_printf(a, "%s_name", side), p->name);
    tree_text(o, arena_printf(a, "%s_document_kind", side), p->document_kind);
    tree_text(o, arena_printf(a, "%s_document_number", side), p->document_number);
    tree_text(o, arena_printf(a, "%s_phone", side), p->phone);
    tree_text(o, arena_printf(a, "%s_agent", side), p->agent_name);
}

/* One record has a holder and an obligor: the first of both sides, the second of both, and so on.
 * Where nobody takes, as in a change of the record, who gives is the holder that asks. */
static void show_sides(const struct report_case *c)
{
    struct tree *list = tree_list(c->facts, S("sides"));
    bool alone = c->has_filing && party_at(&c->run, "taker", 0) == NULL;

    for (size_t i = 0; c->has_filing; i++) {
        const struct filing_party *taker = party_at(&c->run, "taker", i);
        const struct filing_party *giver = party_at(&c->run, "giver", i);
        struct tree *o;

        if (taker == NULL && giver == NULL)
            return;
        o = tree_object(list, S(""));
        show_party(taker, "taker", o);
        show_party(giver, alone ? "taker" : "giver", o);
    }
}

static void show_answers(const struct report_case *c)
{
    struct tree *o = tree_object(c->facts, S("answers"));

    for (size_t i = 0; c->has_filing && i < c->run.answers_count; i++)
        tree_text(o, c->run.answers[i].ask, c->run.answers[i].value);
}

/* ---- papers, fees, reviews ---- */

static str paper_name(const struct scene *scene, str id)
{
    for (size_t i = 0; i < scene->papers_count; i++)
        if (str_eq(scene->papers[i].id, id))
            return scene->papers[i].text.zh;
    return id;
}

static err show_papers(struct ctx *ctx, struct report_case *c, int64_t *ret_count)
{
    struct tree *list = tree_list(c->facts, S("papers"));
    struct filing_handed *h;
    size_t count;

    *ret_count = 0;
    if (!c->has_filing)
        return OK;
    TRY(filing_handed_in(ctx, c->run.f.id, &h, &count));
    *ret_count = (int64_t)count;
    for (size_t i = 0; i < count; i++) {
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("name"), paper_name(c->run.scene, h[i].paper));
        tree_i64(o, S("count"), 1);
        tree_i64(o, S("taken_ms"), h[i].made_ms);
        tree_i64(o, S("later"), h[i].made_ms > c->run.f.accepted_ms);
    }
    return OK;
}

static void show_fee(
    const struct report_case *c, const struct money_fee *f, str officer, struct tree *o)
{
    const char *side = str_is(f->payer, "seller") ? "giver" : "taker";
    const struct filing_party *p = party_at(&c->run, side, 0);

    tree_text(
        o, S("name"), str_is(f->kind, "registration_fee") ? S("不动产登记费") : S("证书工本费"));
    tree_text(o, S("payer"), str_of(side));
    tree_text(o, S("payer_name"), p != NULL ? p->name : (str){0});
    tree_i64(o, S("base_fen"), f->base_fen);
    tree_i64(o, S("due_fen"), f->amount_fen);
    tree_i64(o, S("counted_ms"), f->counted_ms);
    tree_text(o, S("counted_by"), officer);
    tree_i64(o, S("paid_ms"), f->paid_ms);
    tree_i64(o, S("paid_fen"), f->paid_ms > 0 ? f->amount_fen : 0);
}

static err show_fees(struct ctx *ctx, struct report_case *c)
{
    struct tree *list = tree_list(c->facts, S("fees"));
    struct money_fee *fees;
    size_t count;
    str officer;

    if (!c->has_filing)
        return OK;
    TRY(report_officer(ctx, c->run.f.clerk, &officer));
    TRY(money_fees(ctx, c->run.f.id, &fees, &count));
    for (size_t i = 0; i < count; i++)
        show_fee(c, &fees[i], officer, tree_object(list, S("")));
    return OK;
}

static err show_reviews(struct ctx *ctx, struct report_case *c)
{
    struct tree *list = tree_list(c->facts, S("reviews")), *o;
    struct filing_decided *d;
    size_t count;
    str officer;

    if (!c->has_filing)
        return OK;
    TRY(filing_decisions(ctx, c->run.f.id, &d, &count));
    for (size_t i = 0; i < count; i++) {
        const struct filing_step *step = filing_step_find(&c->run, d[i].step);

        if (step == NULL || !str_is(step->step->kind, "review") ||
            !str_is(d[i].decision, "approve"))
            continue;
        TRY(report_officer(ctx, d[i].officer, &officer));
        o = tree_object(list, S(""));
        tree_text(o, S("name"), step->step->text.zh);
        tree_i64(o, S("sequence"), (int64_t)list->count);
        tree_i64(o, S("began_ms"), d[i].opened_ms);
        tree_i64(o, S("done_ms"), d[i].done_ms);
        tree_text(o, S("decision"), d[i].decision);
        tree_text(o, S("opinion"), d[i].reason.len > 0 ? d[i].reason : S("同意"));
        tree_text(o, S("officer"), officer);
    }
    return OK;
}

/* 归档: the papers lie in the store from the first; the file is complete when the filing is closed.
 */
static err show_archive(struct ctx *ctx, struct report_case *c, int64_t papers)
{
    struct tree *list = tree_list(c->facts, S("archives")), *o;
    const struct tree *certificates = tree_get(c->facts, S("certificates"));
    str numbers = {0}, officer;

    if (!c->has_filing || !str_is(c->run.f.state, "closed"))
        return OK;
    for (const struct tree *t = certificates->first; t != NULL; t = t->next)
        numbers = arena_printf(ctx->arena, "%.*s%s%.*s", STR(numbers), numbers.len > 0 ? "、" : "",
            STR(tree_get_text(t, S("number"))));
    TRY(report_officer(ctx, c->run.f.clerk, &officer));
    o = tree_object(list, S(""));
    tree_text(o, S("certificates"), numbers);
    tree_i64(o, S("papers"), papers);
    tree_text(o, S("officer"), officer);
    tree_i64(o, S("at_ms"), c->run.f.ended_ms);
    return OK;
}

err report_facts_filing(struct ctx *ctx, struct report_case *c)
{
    int64_t papers;

    TRY(show_acceptance(ctx, c));
    show_sides(c);
    show_answers(c);
    TRY(show_papers(ctx, c, &papers));
    TRY(show_fees(ctx, c));
    TRY(show_reviews(ctx, c));
    return show_archive(ctx, c, papers);
}
