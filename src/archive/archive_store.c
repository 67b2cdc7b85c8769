/* Rows of queries with their seals. */
#include "archive/archive_store.h"

#include "audit/audit.h"
#include "base/ids.h"
#include "base/when.h"

#define BOOK "query"
#define COUNT_MEMBER(name) +1
enum { SAYS = 0 ARCHIVE_ROW(COUNT_MEMBER, COUNT_MEMBER) };

void archive_take(struct db_row *row, struct archive_query *ret)
{
#define TAKE_TEXT(name) ret->name = take_text(row);
#define TAKE_NUMBER(name) ret->name = take_i64(row);
    ARCHIVE_ROW(TAKE_TEXT, TAKE_NUMBER)
#undef TAKE_TEXT
#undef TAKE_NUMBER
}

static void list_says(struct arena *a, const struct archive_query *q, str says[SAYS])
{
    size_t i = 0;

#define SAY_TEXT(name) says[i++] = q->name;
#define SAY_NUMBER(name) says[i++] = arena_printf(a, "%lld", (long long)q->name);
    ARCHIVE_ROW(SAY_TEXT, SAY_NUMBER)
#undef SAY_TEXT
#undef SAY_NUMBER
}

bool archive_holds(struct ctx *ctx, const struct archive_query *q, str mac)
{
    str says[SAYS];

    list_says(ctx->arena, q, says);
    return audit_holds(ctx, &(struct audit_row){ctx->region, BOOK, q->id, 0, says, SAYS}, mac);
}

err archive_put(struct ctx *ctx, struct archive_query *q)
{
    str says[SAYS];
    struct db_row row;

    q->officer = ctx->who.staff;
    q->office = ctx->who.office;
    q->made_ms = ctx->now_ms;
    q->year = when_date_of(ctx->now_ms).year;
    TRY(db_get(ctx, SQL_archive_counter_next, &row, text(ctx->region), i64(q->year)));
    q->number = take_i64(&row);
    TRY(db_put(ctx, SQL_archive_add, text(ctx->region), text(q->id), i64(q->year), i64(q->number),
        text(q->kind), text(q->unit), text(q->outcome), text(q->capacity), text(q->document_number),
        text(q->asked), text(q->result), text(q->ground), text(q->words), text(q->code),
        i64(q->as_of_entry), text(q->officer), text(q->office), i64(q->made_ms)));
    list_says(ctx->arena, q, says);
    return audit_seal(ctx, &(struct audit_row){ctx->region, BOOK, q->id, 0, says, SAYS});
}

err archive_get(struct ctx *ctx, str id, struct archive_query *ret)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_archive_get, &row, text(ctx->region), text(id)));
    archive_take(&row, ret);
    return OK;
}

err archive_read_json(struct ctx *ctx, str json, const struct tree **ret)
{
    struct tree *t;
    str fault;

    *ret = NULL;
    if (json.len == 0)
        return OK;
    if (tree_parse(ctx->arena, json, &t, &fault) != OK)
        return E_FAULT;
    *ret = t;
    return OK;
}
