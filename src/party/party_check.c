/* Form of a party: what can be seen without asking anybody. */
#include "base/ids.h"
#include "party/party.h"

#define RULE RULE_DEFINE
#include "party/party.def"
#undef RULE

#define INPUT_HERE struct party_in
INPUT_TABLE(party_in, PARTY_IN)
#undef INPUT_HERE

static str below(struct ctx *ctx, str field, const char *name)
{
    return arena_printf(ctx->arena, "%.*s.%s", STR(field), name);
}

static void check_document(struct ctx *ctx, const struct party_in *p, str field)
{
    str where = below(ctx, field, "document_number");

    if (str_is(p->document_kind, "id")) {
        if (!id_citizen_is_valid(p->document_number, ctx->now_ms))
            why_add(ctx, &PARTY_ID_NUMBER, where, p->document_number);
    } else if (str_is(p->document_kind, "uscc")) {
        if (!id_uscc_is_valid(p->document_number))
            why_add(ctx, &PARTY_CREDIT_CODE, where, p->document_number);
    } else if (!str_has_word(S("passport hk-macau other"), p->document_kind)) {
        why_add(ctx, &PARTY_DOCUMENT_KIND, below(ctx, field, "document_kind"), p->document_kind);
    }
}

void party_check(struct ctx *ctx, const struct party_in *p, str field)
{
    struct share share;

    if (!str_is(p->kind, "person") && !str_is(p->kind, "organisation"))
        why_add(ctx, &PARTY_KIND, below(ctx, field, "kind"), p->kind);
    check_document(ctx, p, field);
    if (p->share.len > 0 && !share_parse(p->share, &share))
        why_add(ctx, &PARTY_SHARE, below(ctx, field, "share"), p->share);
    if ((p->agent_name.len > 0) != (p->agent_document.len > 0))
        why_add(ctx, &PARTY_AGENT, below(ctx, field, "agent_name"), p->agent_name);
}
