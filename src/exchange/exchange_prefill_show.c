/* A draft as the page gets it: values, parties, where each came from, and what could not be had. */
#include "exchange/exchange_draft.h"

static const struct {
    const char *id, *zh, *en;
} fault_words[] = {
#define FAULT(id, zh, en) {#id, zh, en},
#include "exchange/prefill.def"
#undef FAULT
};

static str value_of(const struct prefill *p, const char *key)
{
    const struct prefill_value *v = draft_find(p, str_of(key));

    return v != NULL ? v->text : (str){0};
}

static bool is_answer(const struct prefill *p, str key)
{
    for (size_t i = 0; i < p->scene->asks_count; i++)
        if (str_eq(p->scene->asks[i].id, key))
            return true;
    return false;
}

static void show_answers(const struct prefill *p, struct tree *o)
{
    for (size_t i = 0; i < p->values_count; i++) {
        const struct prefill_value *v = &p->values[i];

        if (!is_answer(p, v->key))
            continue;
        if (v->text.len > 0)
            tree_text(o, v->key, v->text);
        else if (str_is(v->kind, "boolean"))
            tree_bool(o, v->key, v->number != 0);
        else
            tree_i64(o, v->key, v->number);
    }
}

static str party_kind(str document_kind)
{
    if (str_is(document_kind, "uscc"))
        return S("organisation");
    return str_has_word(S("id passport hk-macau"), document_kind) ? S("person") : (str){0};
}

static void show_parties(const struct prefill *p, struct tree *list)
{
    for (size_t i = 0; i < p->parties_count; i++) {
        const struct registry_holder *h = &p->parties[i].holder;
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("role"), p->parties[i].role);
        tree_text(o, S("kind"), party_kind(h->document_kind));
        tree_text(o, S("name"), h->name);
        tree_text(o, S("document_kind"), h->document_kind);
        tree_text(o, S("document_number"), h->document_number);
        tree_text(o, S("share"), share_print(o->arena, h->share));
    }
}

static void show_source(const struct scene_source *source, const char *key, struct tree *o)
{
    struct scene_text department = scene_department_text(source->department);

    tree_text(o, str_of(key), source->department);
    tree_text(o, arena_printf(o->arena, "%s_zh", key), department.zh);
    tree_text(o, arena_printf(o->arena, "%s_en", key), department.en);
    tree_text(o, S("share"), source->share);
}

static void show_origins(const struct prefill *p, struct tree *list)
{
    for (size_t i = 0; i < p->origins_count; i++) {
        const struct prefill_origin *origin = &p->origins[i];
        const struct scene_source *source = origin->source;
        struct scene_text share = scene_share_text(source->department, source->share);
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("field"), origin->field);
        show_source(source, "source", o);
        tree_text(o, S("share_zh"), share.zh);
        tree_text(o, S("share_en"), share.en);
        tree_i64(o, S("at_ms"), origin->at_ms);
        tree_text(o, S("reference"), origin->reference);
    }
}

static void show_faults(const struct prefill *p, struct tree *list)
{
    for (size_t i = 0; i < p->faults_count; i++) {
        struct tree *o = tree_object(list, S(""));

        show_source(p->faults[i].source, "department", o);
        tree_text(o, S("fault"), str_of(fault_words[p->faults[i].id].id));
        tree_text(o, S("zh"), str_of(fault_words[p->faults[i].id].zh));
        tree_text(o, S("en"), str_of(fault_words[p->faults[i].id].en));
    }
}

static void show_choices(const struct prefill *p, struct tree *list)
{
    for (size_t i = 0; i < p->choices_count; i++) {
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("unit"), p->choices[i].unit);
        tree_text(o, S("location"), p->choices[i].location);
    }
}

void exchange_prefill_show(const struct prefill *p, struct tree *out)
{
    tree_text(out, S("scene"), p->scene->id);
    tree_i64(out, S("scene_version"), p->scene->version);
    tree_text(out, S("unit"), value_of(p, "unit"));
    tree_text(out, S("target"), value_of(p, "target"));
    show_answers(p, tree_object(out, S("answers")));
    show_parties(p, tree_list(out, S("parties")));
    show_origins(p, tree_list(out, S("origins")));
    show_faults(p, tree_list(out, S("faults")));
    show_choices(p, tree_list(out, S("choices")));
}
