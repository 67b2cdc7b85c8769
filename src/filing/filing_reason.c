/* Typed reasons: which codes a decision may give, and their words. */
#include "filing/filing_page.h"
#include "filing/filing_store.h"

OUTPUT_TABLE(filing_reason_out, FILING_REASON_OUT)
OUTPUT_TABLE(filing_reasons_out, FILING_REASONS_OUT)

struct reason {
    const char *of, *code;
    int64_t number;
    const char *zh, *en, *law;
};

static const struct reason reasons[] = {
#define REASON(of, code, number, zh, en, law) {of, code, number, zh, en, law},
#include "filing/reason.def"
#undef REASON
};

bool filing_reason_known(const char *of, str code)
{
    for (size_t i = 0; i < COUNT(reasons); i++)
        if (str_is(str_of(of), reasons[i].of) && str_is(code, reasons[i].code))
            return true;
    return false;
}

void filing_check_code(struct ctx *ctx, const char *of, str code)
{
    if (!filing_reason_known(of, code))
        why_add(ctx, &REASON_UNKNOWN, S("code"), code);
}

str filing_reason_words(struct arena *a, str code, str reason)
{
    return code.len == 0 ? reason : arena_printf(a, "%.*s: %.*s", STR(code), STR(reason));
}

void filing_reason_split(const char *of, str both, str *ret_code, str *ret_words)
{
    *ret_code = (str){0};
    *ret_words = both;
    for (size_t i = 0; i < COUNT(reasons); i++) {
        str code = str_of(reasons[i].code);

        if (!str_is(str_of(of), reasons[i].of) || !str_starts(both, code) ||
            !str_starts(str_slice(both, code.len, both.len), S(": ")))
            continue;
        *ret_code = code;
        *ret_words = str_slice(both, code.len + 2, both.len);
        return;
    }
}

err filing_reasons(struct ctx *ctx, const void *in, struct tree *out)
{
    struct tree *list = tree_list(out, S("reasons"));

    (void)ctx;
    (void)in;
    for (size_t i = 0; i < COUNT(reasons); i++) {
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("of"), str_of(reasons[i].of));
        tree_text(o, S("code"), str_of(reasons[i].code));
        tree_i64(o, S("number"), reasons[i].number);
        tree_text(o, S("zh"), str_of(reasons[i].zh));
        tree_text(o, S("en"), str_of(reasons[i].en));
        tree_text(o, S("law"), str_of(reasons[i].law));
    }
    return OK;
}
