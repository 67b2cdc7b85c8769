/* A scene file from bytes to a checked scene, or to every reason why not, in line order. */
#include "base/buf.h"
#include "base/crypto.h"
#include "scene/scene_internal.h"

#define FILE_MAX_BYTES ((size_t)64 << 10)
#define FAULTS_TEXT_MAX_BYTES ((size_t)1 << 20)
#define FAULTS_MAX 500       /* of a file that is no scene at all, this many are enough */
#define QUOTED_MAX_BYTES 480 /* of what the file says, within a sentence */

static const struct scene_sentence fault_rows[SCENE_FAULTS_COUNT] = {
#define FAULT(id, zh, en) {#id, zh, en},
#include "scene/scene.def"
#undef FAULT
};

static struct scene_act *act_of_event(struct arena *a, const struct scene *s)
{
    struct scene_act *act = ARENA_NEW(a, struct scene_act);

    *act = (struct scene_act){.id = S("event"),
        .register_type = s->register_type,
        .right_kind = s->right_kind,
        .effect = s->effect,
        .sort = s->sort,
        .certificate = s->certificate,
        .node = scene_node_get(s->node, S("event"))};
    return act;
}

void scene_put_acts(struct arena *a, struct scene *s)
{
    s->acts = ARENA_MANY(a, s->also_count + 1, struct scene_act *);
    for (size_t i = 0; i < s->also_count; i++) {
        if (str_is(s->also[i].certificate, "none"))
            s->also[i].certificate = (str){0};
        if (s->also[i].first)
            s->acts[s->acts_count++] = &s->also[i];
    }
    s->acts[s->acts_count++] = act_of_event(a, s);
    for (size_t i = 0; i < s->also_count; i++)
        if (!s->also[i].first)
            s->acts[s->acts_count++] = &s->also[i];
}

/* A piece of the file within a sentence: one line, and not without end. */
static str quoted(struct arena *a, str s)
{
    size_t len = s.len;
    char *at;

    if (len > QUOTED_MAX_BYTES) {
        len = QUOTED_MAX_BYTES;
        while (len > 0 && ((unsigned char)s.at[len] & 0xc0) == 0x80)
            len--;
    }
    at = arena_take(a, len + 1);
    for (size_t i = 0; i < len; i++)
        at[i] = (unsigned char)s.at[i] < 0x20 || s.at[i] == 0x7f ? ' ' : s.at[i];
    return (str){at, len};
}

void scene_blame(
    struct scene_reading *r, enum scene_fault_id id, int64_t line, str with_a, str with_b)
{
    scene_blame_as(r, &fault_rows[id], line, with_a, with_b);
}

void scene_blame_as(
    struct scene_reading *r, const struct scene_sentence *s, int64_t line, str with_a, str with_b)
{
    struct scene_fault **at = &r->faults;
    struct scene_fault *fault;
    str a = quoted(r->arena, with_a), b = quoted(r->arena, with_b);

    if (r->count == FAULTS_MAX)
        return;
    r->count++;
    fault = ARENA_NEW(r->arena, struct scene_fault);
    *fault = (struct scene_fault){.file = r->file,
        .line = line,
        .id = s->id,
        .reason = scene_fill(r->arena, s->en, a, b),
        .reason_zh = scene_fill(r->arena, s->zh, a, b)};
    while (*at != NULL && (*at)->line <= line)
        at = &(*at)->next;
    fault->next = *at;
    *at = fault;
}

const struct scene_node *scene_node_get(const struct scene_node *map, str key)
{
    for (const struct scene_node *n = map->first; n != NULL; n = n->next)
        if (str_eq(n->key, key))
            return n;
    return NULL;
}

int64_t scene_line_of(const struct scene_node *map, const char *key)
{
    const struct scene_node *n = scene_node_get(map, str_of(key));

    return n != NULL ? n->key_line : map->line;
}

err scene_file_read(struct scene_reading *r, str yaml, struct scene_node **ret)
{
    *ret = NULL;
    if (yaml.len > FILE_MAX_BYTES) {
        scene_blame(
            r, SCENE_FILE_TOO_LARGE, 0, arena_printf(r->arena, "%zu", FILE_MAX_BYTES), (str){0});
        return OK;
    }
    if (!str_is_utf8(yaml)) {
        scene_blame(r, SCENE_FILE_NOT_UTF8, 0, (str){0}, (str){0});
        return OK;
    }
    TRY(scene_yaml(r, yaml, ret));
    if (*ret != NULL ? (*ret)->kind == SCENE_NODE_WORD && (*ret)->text.len == 0
                     : r->faults == NULL) {
        scene_blame(r, SCENE_FILE_EMPTY, 0, (str){0}, (str){0});
        *ret = NULL;
    }
    return OK;
}

static err load(struct scene_reading *r, str yaml, struct scene *s)
{
    struct scene_node *root;

    TRY(scene_file_read(r, yaml, &root));
    if (root == NULL)
        return OK;
    scene_read(r, root, s);
    if (root->kind == SCENE_NODE_MAP)
        scene_check(r, s);
    return OK;
}

err scene_parse(
    struct arena *a, str file, str yaml, struct scene **ret, struct scene_fault **ret_faults)
{
    struct scene_reading r = {.arena = a, .file = arena_str(a, file)};
    struct scene *s = ARENA_NEW(a, struct scene);

    *ret_faults = NULL;
    TRY(load(&r, yaml, s));
    *ret_faults = r.faults;
    if (r.faults != NULL)
        return E_INVALID;
    s->file = r.file;
    s->source = arena_str(a, yaml);
    s->sha256 = crypto_sha256_hex(a, yaml);
    *ret = s;
    return OK;
}

str scene_faults_text(struct arena *a, const struct scene_fault *faults)
{
    struct buf b;

    buf_init(&b, a, FAULTS_TEXT_MAX_BYTES);
    for (const struct scene_fault *f = faults; f != NULL; f = f->next) {
        buf_add(&b, f->file);
        if (f->line > 0)
            buf_printf(&b, ":%lld", (long long)f->line);
        buf_add(&b, S(": "));
        buf_add(&b, f->reason_zh);
        buf_add(&b, S(" / "));
        buf_add(&b, f->reason);
        buf_add_char(&b, '\n');
    }
    return buf_str(&b);
}
