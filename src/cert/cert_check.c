/* 核验: what anybody may ask of a certificate, and how the answer is known. */
#include "cert/cert_check.h"
#include "db/db.h"

OUTPUT_TABLE(cert_how_out, CERT_HOW_OUT)
OUTPUT_TABLE(cert_verify_out, CERT_VERIFY_OUT)
OUTPUT_TABLE(cert_code_out, CERT_CODE_OUT)
OUTPUT_TABLE(cert_file_out, CERT_FILE_OUT)

struct how {
    const char *check;
    bool ok;
    const char *zh, *en;
};

static const struct how hows[] = {
#define HOW(check, ok, zh, en) {check, ok, zh, en},
#include "cert/cert_how.def"
#undef HOW
};

static const struct {
    const char *id, *zh, *en;
} verdicts[] = {
#define VERDICT(id, zh, en) {id, zh, en},
#include "cert/cert_how.def"
#undef VERDICT
};

struct tree *cert_how_add(struct tree *how, const char *check, bool ok)
{
    struct tree *o = tree_object(how, S(""));

    tree_text(o, S("check"), str_of(check));
    tree_bool(o, S("ok"), ok);
    for (size_t i = 0; i < COUNT(hows); i++) {
        if (!str_is(str_of(check), hows[i].check) || ok != hows[i].ok)
            continue;
        tree_text(o, S("zh"), str_of(hows[i].zh));
        tree_text(o, S("en"), str_of(hows[i].en));
    }
    return o;
}

/* A right that was replaced by a later one is history; one that has ended is ended. */
static err find_verdict(struct ctx *ctx, const struct cert *c, const char **ret)
{
    struct registry_right right;

    *ret = c == NULL ? "unknown" : "valid";
    if (c == NULL || str_is(c->state, "valid"))
        return OK;
    TRY(registry_right_get(ctx, c->right_id, &right));
    *ret = str_is(right.state, "history") ? "superseded" : "void";
    return OK;
}

err cert_show_verdict(struct ctx *ctx, const struct cert *c, struct tree *how, struct tree *out)
{
    const char *verdict;
    struct tree *o;

    TRY(find_verdict(ctx, c, &verdict));
    o = cert_how_add(how, "registry", str_is(str_of(verdict), "valid"));
    for (size_t i = 0; i < COUNT(verdicts); i++) {
        if (!str_is(str_of(verdict), verdicts[i].id))
            continue;
        tree_text(o, S("zh"), str_of(verdicts[i].zh));
        tree_text(o, S("en"), str_of(verdicts[i].en));
    }
    tree_text(out, S("verdict"), str_of(verdict));
    return OK;
}

err cert_verify_id(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct cert_in *in = arg;
    struct cert c;
    bool found;

    TRY(cert_find(ctx, in->certificate, &c, &found));
    if (!found)
        return E_MISSING;
    cert_show_state(ctx, &c, out);
    return cert_show_verdict(ctx, &c, tree_list(out, S("how")), out);
}

/* Half-width brackets are what a keyboard gives; numbers carry full-width ones. */
static str normal_number(struct arena *a, str number)
{
    str out = {0};

    for (size_t i = 0; i < number.len; i++) {
        str c = str_slice(number, i, 1);

        if (number.at[i] == '(')
            c = S("（");
        else if (number.at[i] == ')')
            c = S("）");
        else if (number.at[i] == ' ')
            c = (str){0};
        out = arena_join(a, out, c);
    }
    return out;
}

err cert_verify_number(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct cert_number_in *in = arg;
    struct registry_right right;
    struct tree *how;
    struct cert c;
    bool found;

    TRY(cert_find_number(ctx, normal_number(ctx->arena, in->number), &c, &found));
    if (!found)
        return E_MISSING;
    TRY(registry_right_get(ctx, c.right_id, &right));
    for (size_t i = 0; i < right.holders_count; i++) {
        if (!str_eq(right.holders[i].name, in->holder))
            continue;
        cert_show_state(ctx, &c, out);
        how = tree_list(out, S("how"));
        cert_how_add(how, "holder", true);
        return cert_show_verdict(ctx, &c, how, out);
    }
    return E_MISSING;
}
