/* Options from the command line and the environment, by their table. */
#include "app/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct option_row {
    const char *name, *fallback, *zh, *en;
    size_t offset;
};

static const struct option_row rows[] = {
#define OPTION(name, fallback, zh, en) {#name, fallback, zh, en, offsetof(struct options, name)},
#include "app/options.def"
#undef OPTION
};

static const char **place(struct options *o, const struct option_row *row)
{
    return (const char **)(void *)((char *)o + row->offset);
}

/* --public-url and --public_url are the same; so is YICHUANG_PUBLIC_URL. */
static bool same_name(const char *given, const char *name)
{
    for (; *given != 0 && *name != 0; given++, name++)
        if (*given != *name && !(*given == '-' && *name == '_'))
            return false;
    return *given == *name;
}

static const char *from_environment(const char *name)
{
    char key[64] = "YICHUANG_";
    size_t len = strlen(key);

    for (; *name != 0 && len + 1 < sizeof(key); name++)
        key[len++] = (char)(*name >= 'a' && *name <= 'z' ? *name - 32 : *name);
    key[len] = 0;
    return getenv(key);
}

static bool take_flag(struct options *o, const char *word)
{
    if (strcmp(word, "json") == 0 && !o->json_to_file)
        return o->print_json = true;
    if (strcmp(word, "once") == 0)
        return o->once = true;
    if (strcmp(word, "demo") == 0)
        return o->demo = true;
    if (strcmp(word, "check") == 0)
        return o->check = true;
    if (strcmp(word, "help") == 0)
        return o->help = true;
    if (strcmp(word, "check") == 0)
        return o->check = true;
    return false;
}

static bool take_option(struct options *o, const char *word, const char *value, bool *ret_used)
{
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (!same_name(word, rows[i].name))
            continue;
        if (value == NULL)
            return false;
        *place(o, &rows[i]) = value;
        return *ret_used = true;
    }
    return false;
}

/* A word that is no option: a file, as many as the verb takes. */
static bool take_file(struct options *o, const char *word, size_t max)
{
    size_t count = 0;

    while (o->files[count] != NULL)
        count++;
    if (strncmp(word, "--", 2) == 0 || count >= max)
        return false;
    o->files[count] = word;
    o->file = o->files[0];
    return true;
}

bool options_read(int argc, char **argv, const struct options_taken *taken, struct options *ret)
{
    size_t files_max = taken->many_files ? OPTIONS_FILES_MAX : 1;

    *ret = (struct options){.json_to_file = taken->json_to_file};
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *value = from_environment(rows[i].name);

        *place(ret, &rows[i]) = value != NULL ? value : rows[i].fallback;
    }
    for (int i = 0; i < argc; i++) {
        bool used = false;

        if (take_file(ret, argv[i], files_max))
            continue;
        if (strncmp(argv[i], "--", 2) != 0 ||
            (!take_flag(ret, argv[i] + 2) &&
                !take_option(ret, argv[i] + 2, i + 1 < argc ? argv[i + 1] : NULL, &used))) {
            fprintf(stderr,
                "yichuang: '%s' is no option here, or lacks its value; see yichuang --help\n",
                argv[i]);
            return false;
        }
        i += used;
    }
    return true;
}

void options_print(void)
{
    for (size_t i = 0; i < COUNT(rows); i++)
        printf("  --%-12s %s / %s%s%s%s\n", rows[i].name, rows[i].zh, rows[i].en,
            rows[i].fallback[0] != 0 ? " [" : "", rows[i].fallback,
            rows[i].fallback[0] != 0 ? "]" : "");
}
