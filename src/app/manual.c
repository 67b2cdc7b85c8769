/* yichuang docs: what the tables say, as pages. `make docs` writes them and the tests compare, so
 * that no page drifts from the program. */
#include "app/app.h"
#include "app/catalogue.h"
#include "app/options.h"
#include "base/embed.h"
#include "rule/rule_out.h"

#include <stdio.h>
#include <string.h>

struct manual_err {
    const char *name;
    int status;
    const char *zh, *en;
};
static const struct manual_err errs[] = {
#define ERR(name, status, zh, en) {#name, status, zh, en},
#include "base/err.def"
#undef ERR
};

struct manual_state {
    const char *of, *name, *zh, *en, *next;
};
static const struct manual_state states[] = {
#define STATE(of, name, zh, en, next) {of, name, zh, en, next},
#include "credit/credit.def"
#include "filing/states.def"
#undef STATE
};

/* The rules of this build; it could not have been made with broken ones. */
static err read_rules(struct arena *a, struct rule_book *ret)
{
    struct scene_fault *faults;

    return rule_book_read(a, embed_files, ret, &faults);
}

static void print_rule(const struct rule *r, const char *domain)
{
    static const char *const weights[] = {[SEVERITY_INFORM] = "informs",
        [SEVERITY_REASON] = "needs a reason",
        [SEVERITY_STOP] = "stops"};

    printf("| %s | %s | %s | %s | %s | %s | %s | %s |\n", r->id, domain, weights[r->severity],
        r->text_zh, r->text_en, r->law, r->remedy_zh, r->remedy_en);
}

static void print_errors(void)
{
    struct arena *a = arena_new((size_t)64 << 20);
    struct rule_book book = {0};

    puts("# Faults and reasons\n\nGenerated from the tables by `yichuang docs errors`; do not "
         "edit.\n\n"
         "| fault | status | 中文 | English |\n|---|---|---|---|");
    for (size_t i = 0; i < COUNT(errs); i++)
        printf("| %s | %d | %s | %s |\n", errs[i].name, errs[i].status, errs[i].zh, errs[i].en);
    puts("\n| reason | domain | weight | 说明 | what it says | law | 补救 | remedy |\n"
         "|---|---|---|---|---|---|---|---|");
    for (size_t i = 0; i < catalogue_rules_count; i++)
        print_rule(&catalogue_rules[i].rule, catalogue_rules[i].domain);
    if (read_rules(a, &book) == OK)
        for (size_t i = 0; i < book.count; i++)
            print_rule(&book.rows[i]->rule, "rule");
    arena_free(a);
}

static void print_states(void)
{
    puts("# States\n\nGenerated from the tables by `yichuang docs states`; do not edit.\n\n"
         "| of | state | 中文 | English | goes on to |\n|---|---|---|---|---|");
    for (size_t i = 0; i < COUNT(states); i++)
        printf("| %s | %s | %s | %s | %s |\n", states[i].of, states[i].name, states[i].zh,
            states[i].en, states[i].next);
}

static void print_settings(void)
{
    puts("# Settings\n\nGenerated from the table by `yichuang docs settings`; do not edit.\n\n```");
    options_print();
    puts("```");
}

static void print_made(str (*make)(struct arena *a))
{
    struct arena *a = arena_new((size_t)64 << 20);
    str page = make(a);

    printf("%.*s", STR(page));
    arena_free(a);
}

static str rules_list(struct arena *a)
{
    struct rule_book book = {0};

    return read_rules(a, &book) == OK ? rule_manual(a, &book) : (str){0};
}

static void print_rules_list(void)
{
    print_made(rules_list);
}

static void print_api(void)
{
    print_made(openapi_manual);
}

static void print_openapi(void)
{
    print_made(openapi_document);
}

int verb_docs(const struct options *o)
{
    static const struct {
        const char *name;
        void (*print)(void);
    } pages[] = {{"api", print_api}, {"openapi", print_openapi}, {"errors", print_errors},
        {"states", print_states}, {"settings", print_settings}, {"rules-list", print_rules_list}};

    for (size_t i = 0; i < COUNT(pages); i++) {
        if (o->file == NULL || strcmp(o->file, pages[i].name) != 0)
            continue;
        pages[i].print();
        return 0;
    }
    fputs("yichuang: name the page: api, openapi, errors, states, settings or "
          "rules-list\n",
        stderr);
    return 2;
}
