/* The reasons that a request collects. They are kept in the order found, so that the list a citizen
 * reads is the same every time. */
#include "base/ctx.h"

void why_add(struct ctx *ctx, const struct rule *rule, str field, str detail)
{
    struct finding *f = ARENA_NEW(ctx->arena, struct finding);

    *f = (struct finding){rule, field, detail, NULL};
    if (ctx->why_last)
        ctx->why_last->next = f;
    else
        ctx->why_first = f;
    ctx->why_last = f;
}

err why_refuse(const struct ctx *ctx)
{
    for (const struct finding *f = ctx->why_first; f; f = f->next)
        if (f->rule->severity == SEVERITY_STOP)
            return E_REFUSED;
    return OK;
}

bool why_has(const struct ctx *ctx, const struct rule *rule)
{
    for (const struct finding *f = ctx->why_first; f; f = f->next)
        if (f->rule == rule)
            return true;
    return false;
}

OUTPUT_TABLE(finding_out, FINDING_OUT)

static void show_one(const struct ctx *ctx, const struct finding *f, struct tree *object)
{
    static const char *const severities[] = {
        [SEVERITY_INFORM] = "inform",
        [SEVERITY_REASON] = "reason",
        [SEVERITY_STOP] = "stop",
    };
    const struct rule *rule = f->rule;

    tree_text(object, S("rule"), str_of(rule->id));
    tree_text(object, S("severity"), str_of(severities[rule->severity]));
    tree_text(object, S("field"), f->field);
    tree_text(object, S("detail"), f->detail);
    tree_text(object, S("text"), str_of(ctx->english ? rule->text_en : rule->text_zh));
    tree_text(object, S("law"), str_of(rule->law));
    tree_text(object, S("remedy"), str_of(ctx->english ? rule->remedy_en : rule->remedy_zh));
}

void why_show(const struct ctx *ctx, struct tree *list)
{
    for (const struct finding *f = ctx->why_first; f; f = f->next)
        show_one(ctx, f, tree_object(list, (str){0}));
}

void why_clear(struct ctx *ctx)
{
    ctx->why_first = NULL;
    ctx->why_last = NULL;
}
