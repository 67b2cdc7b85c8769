/* All rules of a process: files in, checked against each other and against their own cases. */
#include "rule/rule_internal.h"

#define FOLDER S("rules/")
#define ENDING S(".yaml")

static const struct scene_sentence fault_rows[RULE_FAULTS_COUNT] = {
#define FAULT(id, zh, en) {#id, zh, en},
#include "rule/rule.def"
#undef FAULT
};

void rule_blame(
    struct scene_reading *r, enum rule_fault_id id, int64_t line, str with_a, str with_b)
{
    scene_blame_as(r, &fault_rows[id], line, with_a, with_b);
}

static bool starts_after_end(const struct rule_row *a, const struct rule_row *b)
{
    return b->valid_to.len > 0 && str_cmp(b->valid_to, a->valid_from) < 0;
}

static void check_periods(struct scene_reading *r, const struct rule_book *others, size_t count,
    const struct rule_row *row)
{
    for (size_t i = 0; i < count; i++) {
        const struct rule_row *other = others->rows[i];

        if (str_is(str_of(other->rule.id), row->rule.id) && !starts_after_end(row, other) &&
            !starts_after_end(other, row))
            rule_blame(r, RULE_PERIODS_OVERLAP, row->line, str_of(row->rule.id),
                arena_printf(r->arena, "%.*s:%lld", STR(other->file), (long long)other->line));
    }
}

static bool says(const struct rule_found *first, str detail)
{
    for (const struct rule_found *f = first; f != NULL; f = f->next)
        if (detail.len == 0 || str_eq(f->detail, detail))
            return true;
    return false;
}

static str outcome_text(struct arena *a, const struct rule_run *run, bool exempt)
{
    if (run->first == NULL)
        return S("无 / nothing");
    return arena_printf(a, "%.*s%s", STR(run->first->detail), exempt ? " （例外 / exempted）" : "");
}

/* A case that says nothing of an exemption must have none. */
static void check_case(
    struct scene_reading *r, const struct rule_row *row, const struct rule_case *c)
{
    struct rule_run run = {.arena = r->arena, .row = row, .subject = &c->subject};
    bool exempt;

    if (rule_holds(row, &c->subject))
        rule_look(&run);
    exempt = run.first != NULL && rule_is_exempt(row, &c->subject);
    if (c->finds == says(run.first, c->says) && c->exempted == exempt &&
        c->finds == (run.first != NULL))
        return;
    rule_blame(
        r, RULE_CASE_WRONG, c->line, str_of(row->rule.id), outcome_text(r->arena, &run, exempt));
}

static void check_cases(struct scene_reading *r, const struct rule_row *row)
{
    size_t finding = 0;

    for (size_t i = 0; i < row->cases_count; i++) {
        finding += row->cases[i].finds;
        check_case(r, row, &row->cases[i]);
    }
    if (finding == 0 || finding == row->cases_count)
        rule_blame(r, RULE_CASES_ONE_SIDED, row->line, str_of(row->rule.id), (str){0});
}

/* What the rows must be to each other and to their cases. `before` are the rows of other files. */
static void check_book(
    struct scene_reading *r, const struct rule_book *before, const struct rule_book *book)
{
    for (size_t i = 0; i < book->count; i++) {
        const struct rule_row *row = book->rows[i];
        str id = str_of(row->rule.id);

        if (row->valid_to.len > 0 && str_cmp(row->valid_to, row->valid_from) < 0)
            rule_blame(r, RULE_DATES_ORDER, row->line, id, (str){0});
        if (str_is(row->severity, "exempt") != (row->exemptions.len > 0))
            rule_blame(r, RULE_EXEMPTIONS_ODD, row->line, id, (str){0});
        check_periods(r, before, before->count, row);
        check_periods(r, book, i, row);
        check_cases(r, row);
    }
}

static void append(struct arena *a, struct rule_book *book, const struct rule_book *more)
{
    struct rule_row **rows = ARENA_MANY(a, book->count + more->count + 1, struct rule_row *);
    size_t count = 0;

    for (size_t i = 0; i < book->count; i++)
        rows[count++] = book->rows[i];
    for (size_t i = 0; i < more->count; i++) {
        rows[count++] = more->rows[i];
        book->cases_count += more->rows[i]->cases_count;
    }
    book->rows = rows;
    book->count = count;
}

err rule_book_add(
    struct arena *a, struct rule_book *book, str file, str yaml, struct scene_fault **ret_faults)
{
    struct scene_reading r = {.arena = a, .file = arena_str(a, file)};
    struct rule_book read = {0};
    struct scene_node *root;

    TRY(scene_file_read(&r, yaml, &root));
    if (root != NULL)
        rule_read(&r, root, &read);
    if (r.faults == NULL) /* what is not understood is not put to the test */
        check_book(&r, book, &read);
    *ret_faults = r.faults;
    if (r.faults != NULL)
        return E_INVALID;
    append(a, book, &read);
    return OK;
}

static void append_faults(struct scene_fault **all, struct scene_fault *faults)
{
    while (*all != NULL)
        all = &(*all)->next;
    *all = faults;
}

err rule_book_read(struct arena *a, const struct embed_file *files, struct rule_book *ret,
    struct scene_fault **ret_faults)
{
    *ret = (struct rule_book){0};
    *ret_faults = NULL;
    for (; files->path != NULL; files++) {
        str path = str_of(files->path), yaml = {(const char *)files->bytes, files->len};
        struct scene_fault *faults;
        err e;

        if (!str_starts(path, FOLDER) || !str_ends(path, ENDING))
            continue;
        e = rule_book_add(a, ret, path, yaml, &faults);
        append_faults(ret_faults, faults);
        if (e != OK && e != E_INVALID)
            return e;
    }
    return *ret_faults != NULL ? E_INVALID : OK;
}
