/* Officers and offices: what the administrator changes and what must be hashed or published outside
 * the transaction that changes it. */
#include "app/admin.h"
#include "base/ids.h"
#include "place/place.h"
#include "staff/staff_admin.h"

#define RULE RULE_DEFINE
#include "app/admin.def"
#undef RULE

#define ONE_TIME_GROUPS 3 /* 60 bits, good for one sign-in */

const struct admin_word admin_states[] = {
#define STATE(id, zh, en) {id, zh, en},
#include "app/admin.def"
#undef STATE
};

void admin_word_show(struct tree *o, const char *key, const struct admin_word *word)
{
    tree_text(o, str_of(key), str_of(word->id));
    tree_text(o, arena_printf(o->arena, "%s_zh", key), str_of(word->zh));
    tree_text(o, arena_printf(o->arena, "%s_en", key), str_of(word->en));
}

const struct admin_word *admin_state(str from, str to, str date)
{
    if (str_cmp(date, from) < 0)
        return &admin_states[ADMIN_COMING];
    if (to.len > 0 && str_cmp(date, to) > 0)
        return &admin_states[ADMIN_PAST];
    return &admin_states[ADMIN_IN_FORCE];
}

/* ---- officers ---- */

struct staff_act {
    const void *in;
    struct staff_card card;
    struct staff staff;
    str password, hash;
    bool right, found;
};

static err add_officer(struct ctx *ctx, void *arg)
{
    struct staff_act *act = arg;
    const struct staff_new_in *in = act->in;

    TRY(staff_new_check(ctx, in));
    act->card = (struct staff_card){.id = id_make(ctx->arena, ctx->now_ms),
        .login = in->login,
        .name = in->name,
        .roles_asked = staff_roles_sorted(ctx->arena, in->roles),
        .asked_by = ctx->who.staff,
        .office = in->office,
        .document_number = in->document_number,
        .one_time = true,
        .version = 1};
    return staff_card_add(ctx, &act->card, act->hash, STAFF_CHANGE_ADD);
}

static void make_password(struct ctx *ctx, struct staff_act *act)
{
    act->password = staff_code_make(ctx->arena, ONE_TIME_GROUPS);
    act->hash = crypto_password_hash(ctx->arena, act->password);
}

static void show_new(struct ctx *ctx, const struct staff_act *act, struct tree *out)
{
    staff_card_show(ctx, &act->card, tree_object(out, S("staff")));
    tree_text(out, S("password"), act->password);
}

err own_staff_add(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    struct staff_act act = {.in = in};

    (void)reply;
    make_password(ctx, &act);
    TRY(app_write(app, ctx, add_officer, &act));
    show_new(ctx, &act, out);
    return OK;
}

static err reset_officer(struct ctx *ctx, void *arg)
{
    struct staff_act *act = arg;
    const struct staff_one_in *in = act->in;

    TRY(staff_card_get(ctx, in->staff, &act->card));
    TRY(staff_self_check(ctx, &act->card));
    TRY(why_refuse(ctx));
    TRY(staff_password_set(ctx, &act->card, act->hash, true));
    return staff_card_get(ctx, in->staff, &act->card);
}

err own_staff_reset(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    struct staff_act act = {.in = in};

    (void)reply;
    make_password(ctx, &act);
    TRY(app_write(app, ctx, reset_officer, &act));
    show_new(ctx, &act, out);
    return OK;
}

/* ---- the own password ---- */

static err find_self(struct ctx *ctx, void *arg)
{
    struct staff_act *act = arg;

    TRY(staff_card_get(ctx, ctx->who.staff, &act->card));
    return staff_find_login(ctx, act->card.login, &act->staff, &act->found);
}

static err change_own(struct ctx *ctx, void *arg)
{
    struct staff_act *act = arg;

    if (!act->right)
        return staff_login_failed(ctx, &act->staff);
    return staff_password_set(ctx, &act->card, act->hash, false);
}

/* A wrong old password counts like one at the door: a session left open is no way to try them all.
 */
static err check_old(struct app *app, struct ctx *ctx, struct staff_act *act)
{
    const struct staff_password_in *in = act->in;

    act->right = staff_may_enter(ctx, &act->staff, in->old);
    if (act->right)
        return OK;
    if (why_has(ctx, &LOGIN_LOCKED))
        return E_REFUSED;
    TRY(app_write(app, ctx, change_own, act));
    why_clear(ctx);
    why_add(ctx, &PASSWORD_OLD_WRONG, S("old"), (str){0});
    return E_REFUSED;
}

err own_password(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct staff_password_in *wanted = in;
    struct staff_act act = {.in = in};

    (void)reply;
    TRY(db_read(app->db, ctx, find_self, &act));
    TRY(check_old(app, ctx, &act));
    staff_password_check(ctx, S("new"), act.card.login, wanted->new);
    if (str_eq(wanted->old, wanted->new))
        why_add(ctx, &PASSWORD_SAME, S("new"), (str){0});
    TRY(why_refuse(ctx));
    act.hash = crypto_password_hash(ctx->arena, wanted->new);
    TRY(app_write(app, ctx, change_own, &act));
    tree_bool(out, S("changed"), true);
    return OK;
}

/* ---- offices: changed in the store, then published to every later request ---- */

static struct tree *office_content(struct ctx *ctx, const struct place_office *o)
{
    struct tree *content = tree_new(ctx->arena, TREE_OBJECT);

    place_office_show(o, content);
    return content;
}

static err note_office(struct ctx *ctx, const struct place_office *before,
    const struct place_office *after, enum staff_change_kind kind)
{
    struct staff_change c = {.kind = kind,
        .subject = after->id,
        .subject_name = after->name_zh,
        .before = before != NULL ? office_content(ctx, before) : NULL,
        .after = office_content(ctx, after)};

    return staff_change_add(ctx, &c);
}

static err add_office(struct ctx *ctx, void *arg)
{
    const struct place_office *o = arg;
    struct place_office taken;
    err e = place_office_get(ctx, o->id, &taken);

    if (e != OK && e != E_MISSING)
        return e;
    if (e == OK)
        why_add(ctx, &OFFICE_TAKEN, S("office"), o->id);
    place_office_check(ctx, o);
    place_office_region_check(ctx, o);
    TRY(why_refuse(ctx));
    TRY(place_office_add(ctx, o));
    return note_office(ctx, NULL, o, STAFF_CHANGE_OFFICE_ADD);
}

static err save_office(struct ctx *ctx, void *arg)
{
    struct place_office *wanted = arg, before, after = *wanted;

    TRY(place_office_get(ctx, wanted->id, &before));
    after.region = before.region;
    place_office_check(ctx, &after);
    TRY(why_refuse(ctx));
    TRY(place_office_save(ctx, &after));
    after.version++;
    return note_office(ctx, &before, &after, STAFF_CHANGE_OFFICE_SAVE);
}

static err show_office(struct app *app, str id, struct tree *out)
{
    const struct place_office *o;

    TRY(app_city_renew(app));
    o = place_office_find(app_city(app), id);
    if (o == NULL)
        return E_FAULT;
    place_office_show(o, out);
    return OK;
}

err own_office_add(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct place_office_new_in *wanted = in;
    struct place_office o = {.id = wanted->office,
        .region = wanted->region,
        .kind = wanted->kind,
        .name_zh = wanted->name_zh,
        .name_en = wanted->name_en,
        .windows = wanted->windows,
        .version = 1};

    (void)reply;
    TRY(app_write(app, ctx, add_office, &o));
    return show_office(app, o.id, out);
}

err own_office_save(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct place_office_save_in *wanted = in;
    struct place_office o = {.id = wanted->office,
        .kind = wanted->kind,
        .name_zh = wanted->name_zh,
        .name_en = wanted->name_en,
        .windows = wanted->windows,
        .version = wanted->version};

    (void)reply;
    TRY(app_write(app, ctx, save_office, &o));
    return show_office(app, o.id, out);
}
