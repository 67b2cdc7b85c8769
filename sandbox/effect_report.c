/* 汇交: the platform takes messages and logs, looks at their form, and says whether it took them.
 * What it says is a sandbox's word: no real platform has seen anything. */
#include "effect.h"

#include "base/ctx.h"
#include "report/report_message.h"

static void answer_flag(struct tree *answer, bool taken, const char *code, str reason)
{
    tree_i64(answer, S("success_flag"), taken);
    tree_text(answer, S("response_code"), str_of(code));
    tree_text(answer, S("response_info"),
        reason.len > 0 ? reason : S("沙箱替身已接收，未送达任何真实平台 / taken by a sandbox"));
}

/* A fact {"reject":"reason"} under share "message" and the message id sends it back. */
static str effect_ordered_rejection(const struct asking *q, str biz_id)
{
    const struct tree *fact = store_fact(q->store, q->arena, q->department, S("message"), biz_id);

    return fact != NULL ? tree_get_text(fact, S("reject")) : (str){0};
}

/* The first reason why it is no message of that number; empty when it is one. */
static str effect_message_fault(const struct asking *q, str biz_id)
{
    struct ctx ctx = {.arena = q->arena, .now_ms = q->now_ms};
    struct report_message *m;

    if (report_message_read(&ctx, tree_get_text(q->request, S("content")), &m) != OK)
        return ctx.why_first != NULL ? str_of(ctx.why_first->rule->text_zh) : S("无法读取");
    if (!str_eq(report_pair_get(&m->head, S("BizMsgID")), biz_id))
        return S("报文头的编号与信封不一致");
    if (!str_eq(report_pair_get(&m->head, S("RecType")), tree_get_text(q->request, S("rec_type"))))
        return S("报文头的业务编码与信封不一致");
    return m->count == 0 ? S("报文没有记录") : (str){0};
}

int effect_report(const struct asking *q, struct tree *answer)
{
    str biz_id = tree_get_text(q->request, S("biz_id"));
    str reason = effect_ordered_rejection(q, biz_id);

    if (reason.len == 0)
        reason = effect_message_fault(q, biz_id);
    tree_text(answer, S("biz_id"), biz_id);
    answer_flag(answer, reason.len == 0, reason.len == 0 ? "0000" : "1001", reason);
    return 200;
}

int effect_report_log(const struct asking *q, struct tree *answer)
{
    str content = tree_get_text(q->request, S("content"));
    size_t at;
    bool whole =
        str_find(content, S("<RegisterLog "), &at) && str_find(content, S("totalNum="), &at);

    tree_text(answer, S("day"), tree_get_text(q->request, S("day")));
    answer_flag(answer, whole, whole ? "0000" : "1002", whole ? (str){0} : S("不是登簿日志"));
    return 200;
}
