/* What the program knows in tables, for the pages: every rule that may become a finding, and the
 * words of states, kinds and events in both languages. */
#include "app/catalogue.h"

#include "app/app.h"
#include "app/inputs.h"
#include "base/when.h"
#include "rule/rule_out.h"

OUTPUT_TABLE(rule_out, RULE_OUT)
OUTPUT_TABLE(rules_out, RULES_OUT)
OUTPUT_TABLE(word_out, WORD_OUT)
OUTPUT_TABLE(words_out, WORDS_OUT)

#define RULE(name, severity, zh, en, law, remedy_zh, remedy_en)                                    \
    {RULE_DOMAIN, {#name, severity, zh, en, law, remedy_zh, remedy_en}},
const struct catalogue_rule catalogue_rules[] = {
#define RULE_DOMAIN "input"
#include "base/input.def"
#undef RULE_DOMAIN
#define RULE_DOMAIN "door"
#include "app/app.def"
#undef RULE_DOMAIN
#define RULE_DOMAIN "staff"
#include "staff/staff.def"
#undef RULE_DOMAIN
#define RULE_DOMAIN "staff"
#include "staff/staff_admin.def"
#undef RULE_DOMAIN
#define RULE_DOMAIN "staff"
#include "staff/staff_kin.def"
#undef RULE_DOMAIN
#define RULE_DOMAIN "admin"
#include "app/admin.def"
#undef RULE_DOMAIN
#define RULE_DOMAIN "place"
#include "place/place.def"
#undef RULE_DOMAIN
#define RULE_DOMAIN "message"
#include "message/message.def"
#undef RULE_DOMAIN
#define RULE_DOMAIN "party"
#include "party/party.def"
#undef RULE_DOMAIN
#define RULE_DOMAIN "paper"
#include "paper/paper.def"
#undef RULE_DOMAIN
#define RULE_DOMAIN "registry"
#include "registry/registry.def"
#undef RULE_DOMAIN
#define RULE_DOMAIN "registry"
#include "registry/registry_log.def"
#undef RULE_DOMAIN
#define RULE_DOMAIN "rule"
#include "rule/rule.def"
#undef RULE_DOMAIN
#define RULE_DOMAIN "cadastre"
#include "cadastre/cadastre.def"
#undef RULE_DOMAIN
#define RULE_DOMAIN "legacy"
#include "legacy/legacy.def"
#undef RULE_DOMAIN
#define RULE_DOMAIN "filing"
#include "filing/filing.def"
#undef RULE_DOMAIN
#define RULE_DOMAIN "money"
#include "money/money.def"
#undef RULE_DOMAIN
#define RULE_DOMAIN "cert"
#include "cert/cert.def"
#undef RULE_DOMAIN
#define RULE_DOMAIN "credit"
#include "credit/credit.def"
#undef RULE_DOMAIN
#define RULE_DOMAIN "query"
#include "archive/archive.def"
#undef RULE_DOMAIN
#define RULE_DOMAIN "rating"
#include "rating/rating.def"
#undef RULE_DOMAIN
#define RULE_DOMAIN "report"
#include "report/report.def"
#undef RULE_DOMAIN
#define RULE_DOMAIN "hall"
#include "hall/hall.def"
#undef RULE_DOMAIN
};
#undef RULE
const size_t catalogue_rules_count = COUNT(catalogue_rules);

struct catalogue_word {
    const char *of, *id, *zh, *en;
};

static const struct catalogue_word words[] = {
#define STATE(of, name, zh, en, next) {of, name, zh, en},
#include "credit/credit.def"
#include "filing/states.def"
#undef STATE
#define WORD(of, id, zh, en) {of, id, zh, en},
#include "filing/word.def"
#undef WORD
#define RIGHT(id, family, line, document, bound, blocks, grounded, code, zh, en)                   \
    {"right", id, zh, en},
#define FAMILY(id, row, zh, en) {"right", id, zh, en},
#define SORT(kind, id, code, zh, en) {kind "-sort", id, zh, en},
#define EFFECT(id, ends, makes, end_state, keeps, disposes, zh, en) {"effect", id, zh, en},
#include "registry/right.def"
#undef RIGHT
#undef FAMILY
#undef SORT
#undef EFFECT
#define NOTICE(id, kind, zh, en, law) {"notice", kind, zh, en},
#include "filing/notice.def"
#undef NOTICE
#define TOPIC(id, zh, en) {"topic", id, zh, en},
#define CHANNEL(id, zh, en) {"channel", id, zh, en},
#define OFFICE(id, zh, en) {"office", id, zh, en},
#define SIDE(id, zh, en) {"side", id, zh, en},
#define PERSON(id, zh, en) {"party", id, zh, en},
#define ASSESS(id, zh, en) {"assess", id, zh, en},
#define DEPARTMENT(id, zh, en) {"department", id, zh, en},
#define KIND(id, human, may_when, may_end, zh, en) {"step-kind", id, zh, en},
#define LINK(kind, department, share, zh, en) {kind, department "/" share, zh, en},
#include "scene/scene.def"
#undef TOPIC
#undef CHANNEL
#undef OFFICE
#undef SIDE
#undef PERSON
#undef ASSESS
#undef DEPARTMENT
#undef KIND
#undef LINK
#define ROLE(id, zh, en) {"role", id, zh, en},
#include "staff/staff.def"
#undef ROLE
#define KIND(name, required, zh, en) {"money", #name, zh, en},
#define PAYER(name, zh, en) {"payer", #name, zh, en},
#include "money/money_word.def"
#undef PAYER
#define MATTER(id, zh, en) {"matter", id, zh, en},
#define PRIORITY(id, letter, zh, en) {"priority", id, zh, en},
#define CHANNEL(id, zh, en) {"ticket-channel", id, zh, en},
#include "hall/hall.def"
#undef MATTER
#undef PRIORITY
#undef CHANNEL
};

static void show_rule(const struct rule *r, const char *domain, struct tree *list)
{
    static const char *const weights[] = {
        [SEVERITY_INFORM] = "inform", [SEVERITY_REASON] = "reason", [SEVERITY_STOP] = "stop"};
    struct tree *o = tree_object(list, S(""));

    tree_text(o, S("rule"), str_of(r->id));
    tree_text(o, S("domain"), str_of(domain));
    tree_text(o, S("severity"), str_of(weights[r->severity]));
    tree_text(o, S("zh"), str_of(r->text_zh));
    tree_text(o, S("en"), str_of(r->text_en));
    tree_text(o, S("law"), str_of(r->law));
    tree_text(o, S("remedy_zh"), str_of(r->remedy_zh));
    tree_text(o, S("remedy_en"), str_of(r->remedy_en));
}

err own_rules(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    str today = when_print_date(ctx->arena, when_date_of(ctx->now_ms));
    struct tree *list = tree_list(out, S("rules"));

    (void)in;
    (void)reply;
    for (size_t i = 0; i < catalogue_rules_count; i++)
        show_rule(&catalogue_rules[i].rule, catalogue_rules[i].domain, list);
    for (size_t i = 0; i < app->city.rules->count; i++) {
        const struct rule_row *row = app->city.rules->rows[i];

        if (row->valid_to.len == 0 || str_cmp(today, row->valid_to) <= 0)
            show_rule(&row->rule, "rule", list);
    }
    return OK;
}

err own_rule_book(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct rules_in *wanted = in;
    str today = when_print_date(ctx->arena, when_date_of(ctx->now_ms));
    str date = wanted->date.len > 0 ? wanted->date : today;

    (void)reply;
    tree_text(out, S("date"), date);
    rule_show_book(app->city.rules, date, out);
    return OK;
}

err own_words(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    struct tree *list = tree_list(out, S("words"));

    (void)app;
    (void)ctx;
    (void)in;
    (void)reply;
    for (size_t i = 0; i < COUNT(words); i++) {
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("of"), str_of(words[i].of));
        tree_text(o, S("id"), str_of(words[i].id));
        tree_text(o, S("zh"), str_of(words[i].zh));
        tree_text(o, S("en"), str_of(words[i].en));
    }
    return OK;
}
