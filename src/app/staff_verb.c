/* yichuang staff appoint LOGIN: the first security administrator of a city that was set up when
 * there was none. The system administrator has asked for the role, the officer has an own password;
 * whoever holds the host grants it, once. */
#include "app/app.h"
#include "staff/staff_grant.h"

#include <stdio.h>

#define VERB_ARENA_MAX ((size_t)1 << 28)

static err appoint(struct ctx *ctx, void *arg)
{
    const str *login = arg;

    return staff_appoint(ctx, *login);
}

static void print_findings(const struct ctx *ctx)
{
    for (const struct finding *f = ctx->why_first; f != NULL; f = f->next)
        fprintf(stderr, "yichuang: %s / %s\n    %s / %s\n", f->rule->text_zh, f->rule->text_en,
            f->rule->remedy_zh, f->rule->remedy_en);
}

static int run(struct app *app, struct arena *a, const char *name)
{
    str login = str_of(name);
    struct ctx ctx;
    err e;

    app_ctx(app, a, (str){0}, &ctx);
    e = db_write(app->db, &ctx, appoint, &login);
    if (e == OK) {
        printf("%s: 安全管理员 / security administrator\n", name);
        return 0;
    }
    if (e == E_MISSING)
        fprintf(stderr, "yichuang: 没有账号 / there is no login '%s'\n", name);
    else if (ctx.why_first == NULL)
        fprintf(stderr, "yichuang: %s\n", err_name(e));
    print_findings(&ctx);
    return 1;
}

int verb_staff_appoint(const struct options *o)
{
    struct arena *a;
    struct app *app = NULL;
    str fault = {0};
    int code;

    if (o->file == NULL) {
        fprintf(stderr, "usage: yichuang staff appoint LOGIN\n");
        return 2;
    }
    a = arena_new(VERB_ARENA_MAX);
    if (app_open(a, o, &app, &fault) != OK) {
        fprintf(stderr, "yichuang: %.*s\n", STR(fault));
        return 1;
    }
    code = run(app, a, o->file);
    app_close(app);
    arena_free(a);
    return code;
}
