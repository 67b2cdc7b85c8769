/* 汇交 by the administrator: reporting a day now, and reading somebody's message. */
#include "app/inputs.h"
#include "app/report_run.h"
#include "report/report.h"
#include "report/report_out.h"

#define INPUT_HERE struct message_read_in
INPUT_TABLE(message_read_in, MESSAGE_READ_IN)
#undef INPUT_HERE

struct showing {
    const void *in;
    struct tree *out;
};

static err show_day(struct ctx *ctx, void *arg)
{
    struct showing *s = arg;

    return report_day_show(ctx, s->in, s->out);
}

err own_report_run(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct report_day_in *wanted = in;
    struct showing s = {in, out};

    (void)reply;
    TRY(report_whole_day(app, ctx, wanted->day));
    return db_read(app->db, ctx, show_day, &s);
}

err own_message_read(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    (void)app;
    (void)in;
    (void)reply;
    return report_read(ctx, ctx->upload, out);
}
