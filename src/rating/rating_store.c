/* Rows of ratings and rectifications, each line with its seal. */
#include "rating/rating_store.h"
#include "base/crypto.h"

#define RATER_MAX ((size_t)1 << 12)

static str digits(struct arena *a, int64_t n)
{
    return arena_printf(a, "%lld", (long long)n);
}

/* ---- who ---- */

static void add_part(struct buf *b, str part)
{
    buf_printf(b, "%zu:", part.len);
    for (size_t i = 0; i < part.len; i++) {
        char c = part.at[i];

        if (c >= 'a' && c <= 'z')
            c = (char)(c - 32);
        buf_add(b, (str){&c, 1});
    }
}

str rating_rater(const struct ctx *ctx, str filing, str document_kind, str document_number)
{
    str key = {(const char *)ctx->city->audit_key, sizeof(ctx->city->audit_key)};
    uint8_t mac[CRYPTO_SHA256_BYTES];
    struct buf b;

    buf_init(&b, ctx->arena, RATER_MAX);
    buf_add(&b, S("rater/"));
    add_part(&b, ctx->region);
    add_part(&b, filing);
    add_part(&b, document_kind);
    add_part(&b, document_number);
    crypto_hmac_sha256(key, buf_str(&b), mac);
    return crypto_hex(ctx->arena, (str){(const char *)mac, sizeof(mac)});
}

str rating_month_of(struct arena *a, int64_t ms)
{
    return str_slice(when_print_date(a, when_date_of(ms)), 0, 7);
}

/* ---- ratings ---- */

void rating_take_row(struct db_row *row, struct rating *ret)
{
    ret->id = take_text(row);
    ret->filing = take_text(row);
    ret->rater = take_text(row);
    ret->level = take_i64(row);
    ret->reasons = take_text(row);
    ret->words = take_text(row);
    ret->channel = take_text(row);
    ret->scene = take_text(row);
    ret->office = take_text(row);
    ret->officer = take_text(row);
    ret->handlers = take_text(row);
    ret->month = take_text(row);
    ret->made_ms = take_i64(row);
}

void rating_says(struct arena *a, const struct rating *r, str says[RATING_SAYS])
{
    size_t at = 0;

    says[at++] = r->filing;
    says[at++] = r->rater;
    says[at++] = digits(a, r->level);
    says[at++] = r->reasons;
    says[at++] = r->words;
    says[at++] = r->channel;
    says[at++] = r->scene;
    says[at++] = r->office;
    says[at++] = r->officer;
    says[at++] = r->handlers;
    says[at++] = r->month;
    says[at++] = digits(a, r->made_ms);
}

err rating_put(struct ctx *ctx, const struct rating *r, bool *ret_new)
{
    str says[RATING_SAYS];
    int64_t added;

    TRY(db_change(ctx, SQL_rating_add, &added, text(ctx->region), text(r->id), text(r->filing),
        text(r->rater), i64(r->level), text(r->reasons), text(r->words), text(r->channel),
        text(r->scene), text(r->office), text(r->officer), text(r->handlers), text(r->month),
        i64(r->made_ms)));
    *ret_new = added == 1;
    if (!*ret_new)
        return OK;
    rating_says(ctx->arena, r, says);
    return audit_seal(
        ctx, &(struct audit_row){ctx->region, RATING_BOOK, r->id, 0, says, RATING_SAYS});
}

err rating_find_of(struct ctx *ctx, str filing, str rater, struct rating *ret, bool *ret_found)
{
    struct db_row row;

    TRY(db_find(ctx, SQL_rating_of, &row, ret_found, text(ctx->region), text(filing), text(rater)));
    if (*ret_found)
        rating_take_row(&row, ret);
    return OK;
}

err rating_get(struct ctx *ctx, str id, struct rating *ret)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_rating_get, &row, text(ctx->region), text(id)));
    rating_take_row(&row, ret);
    return OK;
}

/* ---- rectifications ---- */

void rectification_take_row(struct db_row *row, struct rectification *ret)
{
    ret->rating = take_text(row);
    ret->state = take_text(row);
    ret->contact = take_text(row);
    ret->taken_by = take_text(row);
    ret->outcome = take_text(row);
    ret->doubted_by = take_text(row);
    ret->reviewed_by = take_text(row);
    ret->answer = take_text(row);
    ret->published = take_text(row);
    ret->published_month = take_text(row);
    ret->rounds = take_i64(row);
    ret->assign_due_ms = take_i64(row);
    ret->contact_due_ms = take_i64(row);
    ret->rectify_due_ms = take_i64(row);
    ret->made_ms = take_i64(row);
    ret->version = take_i64(row);
}

err rectification_get(struct ctx *ctx, str rating, struct rectification *ret)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_rating_rectification_get, &row, text(ctx->region), text(rating)));
    rectification_take_row(&row, ret);
    return OK;
}

err rectification_open(struct ctx *ctx, str rating, str contact)
{
    const struct calendar *c = ctx->city->calendar;
    const struct rating_terms *terms = &ctx->city->rating;
    struct rectification r = {.rating = rating, .state = S("open")};

    TRY(db_put(ctx, SQL_rating_rectification_add, text(ctx->region), text(rating), text(contact),
        i64(calendar_add_working_days(c, ctx->now_ms, terms->assign_days)),
        i64(calendar_add_working_days(c, ctx->now_ms, terms->rectify_days)), i64(ctx->now_ms)));
    return rectification_event(ctx, &r, "opened", (str){0});
}

err rectification_save(struct ctx *ctx, const struct rectification *r)
{
    return db_change_one(ctx, SQL_rating_rectification_save, text(ctx->region), text(r->rating),
        i64(r->version), text(r->state), text(r->contact), text(r->taken_by), text(r->outcome),
        text(r->doubted_by), text(r->reviewed_by), text(r->answer), text(r->published),
        text(r->published_month), i64(r->rounds), i64(r->contact_due_ms), i64(r->rectify_due_ms));
}

err rectification_event(
    struct ctx *ctx, const struct rectification *r, const char *kind, str detail)
{
    str says[RATING_EVENT_SAYS] = {
        str_of(kind), ctx->who.staff, r->state, detail, digits(ctx->arena, ctx->now_ms)};
    struct db_row row;
    bool found;
    int64_t number;

    TRY(db_find(ctx, SQL_rating_event_last, &row, &found, text(ctx->region), text(r->rating)));
    number = found ? take_i64(&row) + 1 : 1;
    TRY(db_put(ctx, SQL_rating_event_add, text(ctx->region), text(r->rating), i64(number),
        text(says[0]), text(says[1]), text(says[2]), text(says[3]), i64(ctx->now_ms)));
    return audit_seal(ctx,
        &(struct audit_row){ctx->region, RATING_BOOK, r->rating, number, says, RATING_EVENT_SAYS});
}
