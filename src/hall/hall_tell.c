/* 静默: what would be shouted in another hall is said on the phone, as a message that the
 * transaction owes. */
#include "base/buf.h"
#include "hall/hall_store.h"
#include "message/message.h"

#define TEXT_MAX ((size_t)1 << 10)

#define SMS(id, zh) static const char id[] = zh;
#include "hall/hall.def"
#undef SMS

static err tell(struct ctx *ctx, str phone, str text)
{
    struct message m = {.department = S("sms"), .path = S("/messages")};
    struct tree *body;

    if (phone.len == 0)
        return OK;
    body = tree_new(ctx->arena, TREE_OBJECT);
    tree_text(body, S("to"), phone);
    tree_text(body, S("text"), text);
    m.body = tree_to_json(body);
    return message_put(ctx, &m, NULL);
}

static str office_name(const struct ctx *ctx, str office)
{
    const struct place_office *o = place_office_find(ctx->city, office);

    return o != NULL ? o->name_zh : office;
}

/* 2026年3月2日 09:30 */
static str slot_text(struct arena *a, int64_t begins_ms)
{
    int64_t minute = (begins_ms - when_start_of_day_ms(when_date_of(begins_ms))) / WHEN_MINUTE_MS;

    return arena_printf(a, "%.*s %02lld:%02lld", STR(when_print_zh(a, begins_ms)),
        (long long)(minute / 60), (long long)(minute % 60));
}

err hall_tell_booking(struct ctx *ctx, const struct hall_booking *b)
{
    struct hall_params p = hall_params_now(ctx);
    str office = office_name(ctx, b->office), slot = slot_text(ctx->arena, b->begins_ms), text;

    if (str_is(b->state, "booked"))
        text = arena_printf(ctx->arena, SMS_BOOKED, STR(office), STR(slot),
            (long long)p.early_minutes, (long long)p.late_minutes);
    else if (str_is(b->state, "cancelled"))
        text = arena_printf(ctx->arena, SMS_CANCELLED, STR(office), STR(slot));
    else
        text = arena_printf(ctx->arena, SMS_MISSED, STR(office), STR(slot));
    return tell(ctx, b->phone, text);
}

static const char *words_of(const char *kind)
{
    static const struct {
        const char *kind, *text;
    } said[] = {{"taken", SMS_TAKEN}, {"told", SMS_NEAR}, {"called", SMS_CALLED},
        {"passed", SMS_PASSED}, {"absent", SMS_ABSENT}};

    for (size_t i = 0; i < COUNT(said); i++)
        if (str_is(str_of(kind), said[i].kind))
            return said[i].text;
    return SMS_CALLED;
}

/* The words with {label} and {number} filled in. */
static str fill(struct arena *a, str pattern, str label, int64_t number)
{
    struct buf b;

    buf_init(&b, a, TEXT_MAX);
    while (pattern.len > 0) {
        str name;

        buf_add(&b, str_cut(&pattern, '{'));
        name = str_cut(&pattern, '}');
        if (str_is(name, "label"))
            buf_add(&b, label);
        else if (str_is(name, "number"))
            buf_add_i64(&b, number);
    }
    return buf_str(&b);
}

err hall_tell_ticket(struct ctx *ctx, const struct hall_ticket *t, const char *kind, int64_t number)
{
    str pattern = str_of(words_of(kind));

    return tell(ctx, t->phone, fill(ctx->arena, pattern, hall_label(ctx->arena, t), number));
}
