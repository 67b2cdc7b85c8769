/* A mapping file from bytes to a checked mapping, or to every reason why not. */
#include "base/csv.h"
#include "legacy/legacy_internal.h"

#define MAPPING_BYTES_MAX ((size_t)256 << 10)
#define CODES_MAX 5000
#define RIGHTS_MAX 20
#define HOLDERS_MAX 20
#define VALUES_MAX 600
#define TABLES_MAX 50

enum fault_id {
#define FAULT(id, zh, en) MAPPING_##id,
#include "legacy/legacy.def"
#undef FAULT
    FAULTS_COUNT
};
static const struct scene_sentence sentences[FAULTS_COUNT] = {
#define FAULT(id, zh, en) {#id, zh, en},
#include "legacy/legacy.def"
#undef FAULT
};

static const struct legacy_kind kinds[] = {
#define LEGACY_KIND(right, register_type, effect) {right, register_type, effect},
#include "legacy/legacy.def"
#undef LEGACY_KIND
};

struct parse {
    struct scene_reading *r;
    struct legacy_mapping *m;
};

static void blame(struct parse *p, enum fault_id id, int64_t line, str a, str b)
{
    scene_blame_as(p->r, &sentences[id], line, a, b);
}

/* ---- nodes ---- */

static bool is_map(struct parse *p, const struct scene_node *n, const char *name)
{
    if (n->kind == SCENE_NODE_MAP)
        return true;
    if (n->kind != SCENE_NODE_BAD)
        blame(p, MAPPING_NOT_A_MAP, n->line, str_of(name), (str){0});
    return false;
}

static void check_keys(struct parse *p, const struct scene_node *map, const char *keys)
{
    for (const struct scene_node *n = map->first; n != NULL; n = n->next)
        if (!str_has_word(str_of(keys), n->key))
            blame(p, MAPPING_KEY_UNKNOWN, n->key_line, n->key, str_of(keys));
}

/* NULL when it is missing, which is said if it is `needed`. */
static const struct scene_node *member(
    struct parse *p, const struct scene_node *map, const char *key, bool needed)
{
    const struct scene_node *n = scene_node_get(map, str_of(key));

    if (n == NULL && needed)
        blame(p, MAPPING_KEY_MISSING, map->line, str_of(key), (str){0});
    return n;
}

static str word_of(struct parse *p, const struct scene_node *n)
{
    if (n->kind == SCENE_NODE_WORD)
        return n->text;
    if (n->kind != SCENE_NODE_BAD)
        blame(p, MAPPING_NOT_A_WORD, n->line, n->key, (str){0});
    return (str){0};
}

static str word(struct parse *p, const struct scene_node *map, const char *key, bool needed)
{
    const struct scene_node *n = member(p, map, key, needed);
    str s = n != NULL ? word_of(p, n) : (str){0};

    if (n != NULL && n->kind == SCENE_NODE_WORD && s.len == 0)
        blame(p, MAPPING_EMPTY, n->line, str_of(key), (str){0});
    return s;
}

/* The items of a list; a word alone is a list of one. */
static size_t words(struct parse *p, const struct scene_node *n, size_t max, str *ret)
{
    size_t count = 0;

    if (n->kind == SCENE_NODE_WORD) {
        ret[0] = n->text;
        return 1;
    }
    if (n->kind != SCENE_NODE_LIST) {
        if (n->kind != SCENE_NODE_BAD)
            blame(p, MAPPING_NOT_A_LIST, n->line, n->key, (str){0});
        return 0;
    }
    if (n->count > max)
        blame(p, MAPPING_TOO_MANY, n->line, n->key, arena_printf(p->r->arena, "%zu", max));
    for (const struct scene_node *i = n->first; i != NULL && count < max; i = i->next)
        ret[count++] = word_of(p, i);
    if (count == 0)
        blame(p, MAPPING_EMPTY, n->line, n->key, (str){0});
    return count;
}

static int choice(struct parse *p, const struct scene_node *n, const char *const *of)
{
    str list = {0}, given = word_of(p, n);

    for (int i = 0; of[i] != NULL; i++) {
        if (str_is(given, of[i]))
            return i;
        list = arena_printf(p->r->arena, "%.*s%s%s", STR(list), i > 0 ? " " : "", of[i]);
    }
    if (n->kind == SCENE_NODE_WORD)
        blame(p, MAPPING_CHOICE, n->line, given, list);
    return 0;
}

static bool flag(struct parse *p, const struct scene_node *map, const char *key)
{
    static const char *const answers[] = {"no", "yes", NULL};
    const struct scene_node *n = member(p, map, key, false);

    return n != NULL && choice(p, n, answers) == 1;
}

/* ---- values ---- */

static void keep_value(struct parse *p, struct legacy_value *v)
{
    if (p->m->values_count < VALUES_MAX)
        p->m->values[p->m->values_count++] = v;
    else
        blame(p, MAPPING_TOO_MANY, v->line, S("values"), S("600"));
}

static const struct legacy_table *table_of(struct parse *p, const struct scene_node *n)
{
    str list = {0}, id = word_of(p, n);

    for (size_t i = 0; i < p->m->tables_count; i++) {
        if (str_eq(p->m->tables[i].id, id))
            return &p->m->tables[i];
        list = arena_printf(p->r->arena, "%.*s %.*s", STR(list), STR(p->m->tables[i].id));
    }
    if (n->kind == SCENE_NODE_WORD)
        blame(p, MAPPING_TABLE_UNKNOWN, n->line, id, list);
    return NULL;
}

static str date_form(struct parse *p, const struct scene_node *n)
{
    str form = word_of(p, n);
    int found[3] = {0};

    for (size_t i = 0; i < form.len; i++) {
        found[0] += form.at[i] == 'Y';
        found[1] += form.at[i] == 'M';
        found[2] += form.at[i] == 'D';
    }
    if (n->kind == SCENE_NODE_WORD && (found[0] != 1 || found[1] != 1 || found[2] != 1))
        blame(p, MAPPING_DATE_FORM, n->line, form, (str){0});
    return form;
}

static int64_t number_of(struct parse *p, const struct scene_node *n)
{
    int64_t value = 0;

    if (!str_to_i64(word_of(p, n), &value) || value < 1)
        blame(p, MAPPING_NUMBER, n->line, n->text, (str){0});
    return value;
}

static void read_made(struct parse *p, const struct scene_node *map, struct legacy_value *v)
{
    static const char *const ways[] = {"", "unit", "name", "id", "uscc", NULL};
    const struct scene_node *made = member(p, map, "made", false);

    if (made == NULL)
        return;
    v->made = (enum legacy_made)choice(p, made, ways);
    v->role = word(p, map, "role", false);
    if (v->count == 0)
        blame(p, MAPPING_MADE_WITHOUT, made->line, (str){0}, (str){0});
}

static void read_source(struct parse *p, const struct scene_node *map, struct legacy_value *v)
{
    const struct scene_node *column = member(p, map, "column", false);
    const struct scene_node *constant = member(p, map, "constant", false);

    if ((column == NULL) == (constant == NULL))
        blame(p, MAPPING_SOURCE_NOT_ONE, map->line, map->key, (str){0});
    if (column != NULL)
        v->count = words(p, column, LEGACY_COLUMNS_MAX, v->columns);
    if (constant != NULL)
        v->constant = word_of(p, constant);
}

static void read_value_map(struct parse *p, const struct scene_node *map, struct legacy_value *v)
{
    static const char *const withins[] = {"no", "first", "last", NULL};
    const struct scene_node *n;

    check_keys(p, map, "column constant join first missing table scale within date made role");
    read_source(p, map, v);
    if ((n = member(p, map, "join", false)) != NULL)
        v->join = word_of(p, n);
    if ((n = member(p, map, "missing", false)) != NULL) {
        v->missing = word_of(p, n);
        v->has_missing = true;
    }
    if ((n = member(p, map, "table", false)) != NULL)
        v->table = table_of(p, n);
    if ((n = member(p, map, "scale", false)) != NULL)
        v->scale = number_of(p, n);
    if ((n = member(p, map, "date", false)) != NULL)
        v->date = date_form(p, n);
    v->first = flag(p, map, "first");
    if ((n = member(p, map, "within", false)) != NULL)
        v->within = (enum legacy_within)choice(p, n, withins);
    read_made(p, map, v);
}

/* A word is the name of a column; all else is a map. */
static void read_value_node(
    struct parse *p, const struct scene_node *n, size_t file, struct legacy_value *v)
{
    v->given = true;
    v->line = n->line;
    v->file = file;
    v->scale = 1;
    v->join = S(" ");
    v->date = S("Y-M-D");
    if (n->kind == SCENE_NODE_WORD || n->kind == SCENE_NODE_LIST)
        v->count = words(p, n, LEGACY_COLUMNS_MAX, v->columns);
    else if (n->kind == SCENE_NODE_MAP)
        read_value_map(p, n, v);
    keep_value(p, v);
}

struct wanted {
    const char *key;
    struct legacy_value *value;
    bool needed;
};

static void read_values(struct parse *p, const struct scene_node *map, size_t file,
    const struct wanted *wanted, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct scene_node *n = member(p, map, wanted[i].key, wanted[i].needed);

        if (n != NULL)
            read_value_node(p, n, file, wanted[i].value);
    }
}

static void read_when(
    struct parse *p, const struct scene_node *map, size_t file, struct legacy_when *ret)
{
    static const char *const tests[] = {"is", "not", "starts"};
    const struct scene_node *when = member(p, map, "when", false), *n;

    if (when == NULL || !is_map(p, when, "when"))
        return;
    check_keys(p, when, "column join is not starts");
    ret->value = (struct legacy_value){
        .given = true, .line = when->line, .file = file, .join = S(" "), .scale = 1};
    if ((n = member(p, when, "column", true)) != NULL)
        ret->value.count = words(p, n, LEGACY_COLUMNS_MAX, ret->value.columns);
    for (size_t i = 0; i < COUNT(tests); i++) {
        n = member(p, when, tests[i], false);
        if (n == NULL)
            continue;
        ret->test = (enum legacy_test)i;
        ret->words = ARENA_MANY(p->r->arena, n->count + 1, str);
        ret->count = words(p, n, n->count + 1, ret->words);
    }
    keep_value(p, &ret->value);
}

/* ---- parts ---- */

static void read_file(struct parse *p, const struct scene_node *n, struct legacy_file *f)
{
    static const char *const encodings[] = {"utf-8", "gb18030", NULL};
    static const char *const names[] = {"UTF-8", "GB18030"};
    const struct scene_node *part;
    str mark;

    check_keys(p, n, "name encoding separator decimal key");
    f->name = word(p, n, "name", true);
    part = member(p, n, "encoding", false);
    f->encoding = str_of(names[part != NULL ? choice(p, part, encodings) : 0]);
    mark = word(p, n, "separator", false);
    f->separator = mark.len > 0 ? mark.at[0] : ',';
    if (mark.len > 1 || (f->separator & 0x80) != 0 || f->separator == '"' || f->separator < '\t')
        blame(p, MAPPING_SEPARATOR, scene_line_of(n, "separator"), mark, (str){0});
    mark = word(p, n, "decimal", false);
    f->decimal = mark.len > 0 ? mark.at[0] : '.';
    if (mark.len > 1 || (f->decimal != '.' && f->decimal != ','))
        blame(p, MAPPING_DECIMAL, scene_line_of(n, "decimal"), mark, (str){0});
    if ((part = member(p, n, "key", true)) != NULL)
        read_value_node(p, part, (size_t)(f - p->m->files), &f->key);
}

static void read_files(struct parse *p, const struct scene_node *root)
{
    const struct scene_node *list = member(p, root, "files", true);
    struct legacy_mapping *m = p->m;

    if (list == NULL)
        return;
    if (list->kind != SCENE_NODE_LIST || list->count == 0) {
        blame(p, MAPPING_NOT_A_LIST, list->line, S("files"), (str){0});
        return;
    }
    if (list->count > LEGACY_FILES_MAX)
        blame(p, MAPPING_TOO_MANY, list->line, S("files"), S("6"));
    for (const struct scene_node *n = list->first; n != NULL; n = n->next) {
        struct legacy_file *f = &m->files[m->files_count];

        if (m->files_count == LEGACY_FILES_MAX || !is_map(p, n, "files"))
            continue;
        read_file(p, n, f);
        for (size_t i = 0; i < m->files_count; i++)
            if (str_eq(m->files[i].name, f->name) && f->name.len > 0)
                blame(p, MAPPING_FILE_TWICE, n->line, f->name, (str){0});
        m->files_count++;
        if (f->key.count != m->files[0].key.count)
            blame(p, MAPPING_KEYS_DIFFER, n->line, (str){0}, (str){0});
    }
}

static void read_table(struct parse *p, const struct scene_node *n, struct legacy_table *t)
{
    t->id = n->key;
    if (!is_map(p, n, "tables"))
        return;
    if (n->count > CODES_MAX)
        blame(p, MAPPING_TOO_MANY, n->line, n->key, S("5000"));
    t->codes = ARENA_MANY(p->r->arena, n->count + 1, struct legacy_code);
    for (const struct scene_node *c = n->first; c != NULL && t->count < CODES_MAX; c = c->next)
        t->codes[t->count++] = (struct legacy_code){c->key, word_of(p, c)};
}

static void read_tables(struct parse *p, const struct scene_node *root)
{
    const struct scene_node *map = member(p, root, "tables", false);

    if (map == NULL || !is_map(p, map, "tables"))
        return;
    if (map->count > TABLES_MAX)
        blame(p, MAPPING_TOO_MANY, map->line, S("tables"), S("50"));
    p->m->tables = ARENA_MANY(p->r->arena, map->count + 1, struct legacy_table);
    for (const struct scene_node *n = map->first; n != NULL; n = n->next)
        read_table(p, n, &p->m->tables[p->m->tables_count++]);
}

static void read_region(struct parse *p, const struct scene_node *root)
{
    const struct scene_node *n = member(p, root, "made_region", false);

    if (n == NULL || !is_map(p, n, "made_region"))
        return;
    check_keys(p, n, "code name_zh name_en");
    p->m->region = word(p, n, "code", true);
    p->m->region_zh = word(p, n, "name_zh", true);
    p->m->region_en = word(p, n, "name_en", true);
    /* 99: no province has it (GB/T 2260) */
    if (p->m->region.len > 0 && (p->m->region.len != 6 || !str_starts(p->m->region, S("99"))))
        blame(p, MAPPING_REGION, scene_line_of(n, "code"), p->m->region, (str){0});
}

static void read_unit(struct parse *p, const struct scene_node *root)
{
    const struct scene_node *map = member(p, root, "unit", true);
    static const char *const agains[] = {"refuse", "transfer", NULL};
    struct legacy_mapping *m = p->m;
    const struct wanted wanted[] = {{"each", &m->each, false}, {"code", &m->code, true},
        {"location", &m->location, true}, {"usage", &m->usage, true},
        {"structure", &m->structure, false}, {"floor", &m->floor, false},
        {"floors", &m->floors, false}, {"area_cm2", &m->area, true},
        {"land_kind", &m->land_kind, false}, {"land_until", &m->land_until, false}};
    const struct scene_node *again;

    if (map == NULL || !is_map(p, map, "unit"))
        return;
    check_keys(p, map,
        "each code location usage structure floor floors area_cm2 land_kind land_until again");
    read_values(p, map, 0, wanted, COUNT(wanted));
    again = member(p, map, "again", false);
    m->transfers = again != NULL && choice(p, again, agains) == 1;
}

static void read_holder(
    struct parse *p, const struct scene_node *map, size_t file, struct legacy_holder *h)
{
    const struct wanted wanted[] = {{"kind", &h->kind, false}, {"name", &h->name, true},
        {"document_kind", &h->document_kind, true}, {"document_number", &h->document_number, true},
        {"share", &h->share, false}};

    if (!is_map(p, map, "holders"))
        return;
    check_keys(p, map, "when kind name document_kind document_number share");
    read_when(p, map, file, &h->when);
    read_values(p, map, file, wanted, COUNT(wanted));
}

static void read_holders(struct parse *p, const struct scene_node *map, struct legacy_right *right)
{
    const struct scene_node *list = member(p, map, "holders", true);

    if (list == NULL)
        return;
    if (list->kind != SCENE_NODE_LIST || list->count == 0) {
        blame(p, MAPPING_NOT_A_LIST, list->line, S("holders"), (str){0});
        return;
    }
    if (list->count > HOLDERS_MAX)
        blame(p, MAPPING_TOO_MANY, list->line, S("holders"), S("20"));
    right->holders = ARENA_MANY(p->r->arena, list->count, struct legacy_holder);
    for (const struct scene_node *n = list->first; n != NULL; n = n->next)
        read_holder(p, n, right->file, &right->holders[right->holders_count++]);
}

static const struct legacy_kind *kind_of(struct parse *p, const struct scene_node *map)
{
    const struct scene_node *n = member(p, map, "kind", true);
    str list = {0};

    if (n == NULL)
        return NULL;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (str_is(word_of(p, n), kinds[i].right))
            return &kinds[i];
        list = arena_printf(p->r->arena, "%.*s %s", STR(list), kinds[i].right);
    }
    if (n->kind == SCENE_NODE_WORD)
        blame(p, MAPPING_CHOICE, n->line, n->text, list);
    return NULL;
}

static size_t file_of(struct parse *p, const struct scene_node *map)
{
    str list = {0}, name = word(p, map, "file", false);

    if (name.len == 0)
        return 0;
    for (size_t i = 0; i < p->m->files_count; i++) {
        if (str_eq(p->m->files[i].name, name))
            return i;
        list = arena_printf(p->r->arena, "%.*s %.*s", STR(list), STR(p->m->files[i].name));
    }
    blame(p, MAPPING_FILE_UNKNOWN, scene_line_of(map, "file"), name, list);
    return 0;
}

static void read_right(struct parse *p, const struct scene_node *map, struct legacy_right *right)
{
    const struct wanted wanted[] = {{"each", &right->each, false},
        {"holding", &right->holding, false}, {"amount_fen", &right->amount, false},
        {"begins_on", &right->begins_on, false}, {"ends_on", &right->ends_on, false},
        {"cause", &right->cause, false}, {"no_transfer", &right->no_transfer, false},
        {"maximum", &right->maximum, false}, {"terms", &right->terms, false},
        {"dominant_unit", &right->dominant, false}};

    if (!is_map(p, map, "rights"))
        return;
    check_keys(p, map,
        "kind file when each holding amount_fen begins_on ends_on cause no_transfer maximum "
        "terms dominant_unit holders");
    right->kind = kind_of(p, map);
    right->file = file_of(p, map);
    read_when(p, map, right->file, &right->when);
    read_values(p, map, right->file, wanted, COUNT(wanted));
    read_holders(p, map, right);
}

/* By kind as in legacy.def, which is the order in which a unit's rights are recorded. */
static void order_rights(struct legacy_mapping *m)
{
    for (size_t i = 1; i < m->rights_count; i++)
        for (size_t k = i; k > 0 && m->rights[k]->kind < m->rights[k - 1]->kind; k--) {
            struct legacy_right *right = m->rights[k];

            m->rights[k] = m->rights[k - 1];
            m->rights[k - 1] = right;
        }
}

static void read_rights(struct parse *p, const struct scene_node *root)
{
    const struct scene_node *list = member(p, root, "rights", true);
    bool owned = false;

    if (list == NULL)
        return;
    if (list->kind != SCENE_NODE_LIST || list->count == 0) {
        blame(p, MAPPING_NOT_A_LIST, list->line, S("rights"), (str){0});
        return;
    }
    if (list->count > RIGHTS_MAX)
        blame(p, MAPPING_TOO_MANY, list->line, S("rights"), S("20"));
    p->m->rights = ARENA_MANY(p->r->arena, list->count, struct legacy_right *);
    for (const struct scene_node *n = list->first; n != NULL; n = n->next) {
        struct legacy_right *right = ARENA_NEW(p->r->arena, struct legacy_right);

        p->m->rights[p->m->rights_count++] = right;
        read_right(p, n, right);
        owned |= right->kind != NULL && registry_is_title(str_of(right->kind->right));
    }
    order_rights(p->m);
    if (!owned)
        blame(p, MAPPING_NO_OWNERSHIP, list->line, (str){0}, (str){0});
}

static void read_mapping(struct parse *p, const struct scene_node *root)
{
    if (!is_map(p, root, "mapping"))
        return;
    check_keys(p, root, "mapping title_zh title_en made_region files tables unit rights");
    p->m->name = word(p, root, "mapping", true);
    p->m->title_zh = word(p, root, "title_zh", true);
    p->m->title_en = word(p, root, "title_en", true);
    p->m->values = ARENA_MANY(p->r->arena, VALUES_MAX, struct legacy_value *);
    read_region(p, root);
    read_files(p, root);
    read_tables(p, root);
    read_unit(p, root);
    read_rights(p, root);
}

err legacy_mapping_parse(struct arena *a, str file, str yaml, struct legacy_mapping *ret,
    struct scene_fault **ret_faults)
{
    struct scene_reading r = {.arena = a, .file = file};
    struct parse p = {.r = &r, .m = ret};
    struct scene_node *root = NULL;

    *ret = (struct legacy_mapping){.digest = crypto_sha256_hex(a, yaml)};
    if (!str_is_utf8(yaml) || yaml.len > MAPPING_BYTES_MAX)
        blame(&p, MAPPING_NOT_UTF8, 0, (str){0}, (str){0});
    else
        TRY(scene_yaml(&r, yaml, &root));
    if (root != NULL)
        read_mapping(&p, root);
    else if (r.faults == NULL)
        blame(&p, MAPPING_EMPTY, 0, file, (str){0});
    *ret_faults = r.faults;
    return r.faults == NULL ? OK : E_INVALID;
}

void legacy_mapping_bind(
    struct scene_reading *r, struct legacy_mapping *m, size_t file, const str *head, size_t count)
{
    struct parse p = {.r = r, .m = m};
    str list = {0};

    for (size_t i = 0; i < count; i++)
        list = arena_printf(r->arena, "%.*s%s%.*s", STR(list), i > 0 ? ", " : "", STR(head[i]));
    for (size_t i = 0; i < m->values_count; i++) {
        struct legacy_value *v = m->values[i];

        if (v->file != file)
            continue;
        for (size_t c = 0; c < v->count; c++) {
            v->at[c] = csv_column(head, count, v->columns[c]);
            if (v->at[c] < 0 && !str_is(v->columns[c], LEGACY_LINE_COLUMN))
                blame(&p, MAPPING_COLUMN_UNKNOWN, v->line, v->columns[c], list);
        }
    }
}

void legacy_blame_file(struct scene_reading *r, const char *what, str with_a, str with_b)
{
    for (size_t i = 0; i < FAULTS_COUNT; i++)
        if (str_is(str_of(what), sentences[i].id))
            scene_blame_as(r, &sentences[i], 0, with_a, with_b);
}
