/* yichuang rules: the rules of this build, and a file of a city's own, read and put to their cases.
 */
#include "app/app.h"
#include "app/options.h"
#include "base/embed.h"
#include "base/file.h"
#include "rule/rule.h"

#include <stdio.h>

#define FILE_MAX_BYTES ((size_t)1 << 20)

static err read_own(
    struct arena *a, const char *path, struct rule_book *book, struct scene_fault **ret)
{
    str yaml;

    if (file_read(a, path, FILE_MAX_BYTES, &yaml) != OK) {
        fprintf(stderr, "yichuang: 无法读取 %s / cannot read %s\n", path, path);
        return E_MISSING;
    }
    return rule_book_add(a, book, str_of(path), yaml, ret);
}

static void print_rows(const struct rule_book *book)
{
    for (size_t i = 0; i < book->count; i++) {
        const struct rule_row *r = book->rows[i];

        printf("%-26s %-7.*s %.*s %-10.*s %s %s / %s\n", r->rule.id, STR(r->severity),
            STR(r->valid_from), STR(r->valid_to), r->active ? "   " : "off", r->rule.text_zh,
            r->rule.text_en);
    }
}

/* The file is the word after the verb, else the option --rules. */
int verb_rules(const struct options *o)
{
    const char *own = o->file != NULL ? o->file : o->rules;
    struct arena *a = arena_new((size_t)64 << 20);
    struct scene_fault *faults = NULL;
    struct rule_book book;
    err e = rule_book_read(a, embed_files, &book, &faults);

    if (e == OK && own[0] != 0)
        e = read_own(a, own, &book, &faults);
    if (e != OK) {
        str said = scene_faults_text(a, faults);

        fprintf(stderr, "%.*s", STR(said));
        arena_free(a);
        return 1;
    }
    if (!o->check)
        print_rows(&book);
    printf("%zu 条规则，%zu 个用例，均与所写相符 / %zu rules, %zu cases, each as it says\n",
        book.count, book.cases_count, book.count, book.cases_count);
    arena_free(a);
    return 0;
}
