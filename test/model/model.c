/* Random sequences on the reference model and on the program: the same answers, the same tables,
 * and every invariant after every operation.
 *
 *   model [--store sqlite|postgres://...] [--sequences N] [--from K] [--length N] [--seed N]
 *         [--sequence K] [--keep 0,3,7]
 *   model --judge              requests from standard input on the model alone (replay.h)
 *
 * --from begins with the K-th sequence of the seed; --sequence plays the K-th sequence of the seed
 * alone; --keep leaves only these of its operations. A sequence that fails is made shorter as long
 * as it fails, and printed with the command that repeats it. TAP. */
#include "draw.h"
#include "judge.h"
#include "replay.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LENGTH_MAX PRODUCT_OPERATIONS_MAX
#define ARENA_BYTES ((size_t)4 << 30)
#define UNITS_END 99000000
#define UNITS_IN_BUILDING 10000
#define FULL_OPERATIONS 5000 /* of so many, each action must have come to both ends */

struct wishes {
    const char *program, *store, *keep;
    long sequences, length, seed, sequence, from;
};

struct sequence {
    struct operation ops[LENGTH_MAX];
    bool kept[LENGTH_MAX]; /* the others are left out */
    int length;
};

struct tally {
    long accepted[ACT_COUNT], refused[ACT_COUNT];
};

struct run {
    const struct wishes *wishes;
    struct product product;
    struct tally tally;
    char why[WHY_BYTES];
    int at; /* the operation that failed */
};

static void draw_sequence(struct run *r, long number, struct sequence *ret)
{
    const struct wishes *w = r->wishes;
    struct law_book book = {0};
    struct draw draw;

    draw_begin(&draw, (uint64_t)w->seed, (int)number);
    ret->length = (int)w->length;
    for (int i = 0; i < ret->length; i++) {
        struct law_answer answer;

        draw_operation(&draw, &book, i, &ret->ops[i]);
        law_judge(&book, &ret->ops[i], i, &answer);
        ret->kept[i] = true;
    }
}

static bool judge_now(struct run *r, const struct law_book *law, int unit)
{
    struct product_book book;

    if (!product_read(&r->product, unit, &book)) {
        snprintf(r->why, sizeof(r->why), "the book could not be read");
        return false;
    }
    return judge_books(&r->product, law, &book, r->why) &&
           judge_invariants(&r->product, &book, r->why);
}

static bool play_one(struct run *r, struct law_book *law, const struct operation *op, int number)
{
    struct law_answer wanted, got;
    const char *fault = "";

    law_judge(law, op, number, &wanted);
    if (!product_carry_out(&r->product, op, number, &got, &fault)) {
        snprintf(r->why, sizeof(r->why), "the program failed: %s; the model says %s", fault,
            wanted.accepted ? "accepted" : wanted.rules[0]);
        return false;
    }
    (wanted.accepted ? r->tally.accepted : r->tally.refused)[op->action]++;
    if (!judge_answers(&wanted, &got, r->why))
        return false;
    /* What was refused has changed nothing: the number of entries says so at once, the rows of the
     * unit with its next operation, and all of them at the end. */
    if (got.accepted && (op->parts_count > 0 || op->action == ACT_TRANSFER_ALONG))
        return judge_now(r, law, LAW_NOBODY); /* it reaches other units */
    return judge_now(r, law, got.accepted ? op->unit : PRODUCT_NO_UNIT);
}

/* True when model and program agree from the first operation to the last. */
static bool play(struct run *r, const struct sequence *s)
{
    struct law_book law = {0};

    r->product.first_unit = (r->product.first_unit + LAW_UNITS) % UNITS_END;
    if (r->product.first_unit % UNITS_IN_BUILDING > UNITS_IN_BUILDING - LAW_UNITS)
        r->product.first_unit += LAW_UNITS; /* all of a sequence in one building */
    r->at = -1;
    if (!product_begin(&r->product)) {
        snprintf(r->why, sizeof(r->why), "the book could not be read");
        return false;
    }
    for (int i = 0; i < s->length; i++) {
        r->at = i;
        if (s->kept[i] && !play_one(r, &law, &s->ops[i], i))
            return false;
    }
    if (!judge_now(r, &law, LAW_NOBODY)) /* those that nothing was asked of, too */
        return false;
    if (product_roots_hold(&r->product))
        return true;
    snprintf(r->why, sizeof(r->why), "I17: a root that was there before has changed");
    return false;
}

/* Leaves out each part of that many operations without which it fails still; true when any was. */
static bool shrink_by(struct run *r, struct sequence *s, int part)
{
    bool shorter = false;

    for (int from = 0; from < s->length; from += part) {
        struct sequence less = *s;
        bool any = false;

        for (int i = from; i < from + part && i < s->length; i++) {
            any = any || less.kept[i];
            less.kept[i] = false;
        }
        if (!any || play(r, &less))
            continue;
        *s = less;
        shorter = true;
    }
    return shorter;
}

/* First what comes after the fault, then large parts, then single operations until none can go. */
static void shrink(struct run *r, struct sequence *s)
{
    for (int i = r->at + 1; i < s->length && r->at >= 0; i++)
        s->kept[i] = false;
    for (int part = s->length / 2; part > 1; part /= 2)
        (void)shrink_by(r, s, part);
    while (shrink_by(r, s, 1))
        ;
    (void)play(r, s); /* for its words */
}

static void print_failure(const struct run *r, const struct sequence *s, long number)
{
    const struct wishes *w = r->wishes;
    const char *comma = "";
    char words[300];

    printf(
        "# sequence %ld fails at operation %d: %s\n# what is left of it:\n", number, r->at, r->why);
    for (int i = 0; i < s->length; i++) {
        if (!s->kept[i])
            continue;
        draw_words(&s->ops[i], words, sizeof(words));
        printf("#   %2d  %s\n", i, words);
    }
    printf("# again: %s --store %s --seed %ld --length %ld --sequence %ld --keep ", w->program,
        w->store, w->seed, w->length, number);
    for (int i = 0; i < s->length; i++)
        if (s->kept[i]) {
            printf("%s%d", comma, i);
            comma = ",";
        }
    printf("\n");
}

static void keep_only(const char *list, struct sequence *s)
{
    memset(s->kept, 0, sizeof(s->kept));
    while (*list != 0) {
        char *end;
        long n = strtol(list, &end, 10);

        if (end == list || n < 0 || n >= s->length)
            break;
        s->kept[n] = true;
        list = *end == ',' ? end + 1 : end;
    }
}

static bool play_all(struct run *r)
{
    const struct wishes *w = r->wishes;
    long first = w->sequence >= 0 ? w->sequence : w->from;
    long last = w->sequence >= 0 ? w->sequence + 1 : w->from + w->sequences;
    static struct sequence s;

    for (long i = first; i < last; i++) {
        draw_sequence(r, i, &s);
        if (w->keep[0] != 0)
            keep_only(w->keep, &s);
        if (play(r, &s))
            continue;
        if (w->keep[0] == 0)
            shrink(r, &s);
        print_failure(r, &s, i);
        return false;
    }
    return true;
}

static void print_tally(struct app *app, struct arena *a, const struct tally *t)
{
    for (int i = 0; i < ACT_COUNT; i++) {
        bool own;

        (void)product_scene(app, (enum law_action)i, a, &own);
        printf("# %-18s %8ld accepted %8ld refused%s\n", law_acts[i].name, t->accepted[i],
            t->refused[i], own || law_acts[i].scene[0] == 0 ? "" : "  (scene made here)");
    }
}

/* Nothing is shown by sequences in which an action never happens. */
static bool tally_is_full(const struct tally *t)
{
    bool full = true;

    for (int i = 0; i < ACT_COUNT; i++)
        full = full && t->accepted[i] > 0 && (t->refused[i] > 0 || i == ACT_WAIT);
    return full;
}

static bool point(int number, bool good, const char *words)
{
    printf("%s %d - %s\n", good ? "ok" : "not ok", number, words);
    fflush(stdout);
    return good;
}

static bool check_whole(struct app *app, struct arena *a)
{
    struct registry_breach *first = NULL;

    if (!product_verify(app, a, &first)) {
        printf("# the check could not be finished\n");
        return false;
    }
    for (const struct registry_breach *b = first; b != NULL; b = b->next)
        printf("# %.*s: %.*s\n", STR(b->invariant), STR(b->detail));
    return first == NULL;
}

static int run_all(const struct wishes *w, const char *store, const char *dir)
{
    static struct run r;
    struct arena *a = arena_new(ARENA_BYTES);
    struct timespec from, to;
    bool agree, full, whole;
    char words[200];

    r = (struct run){.wishes = w};
    r.product.arena = arena_new(ARENA_BYTES);
    clock_gettime(CLOCK_MONOTONIC, &from);
    r.product.first_unit = from.tv_nsec % UNITS_END;
    if (!product_open(a, store, dir, &r.product.app))
        return 1;
    agree = play_all(&r);
    clock_gettime(CLOCK_MONOTONIC, &to);
    snprintf(words, sizeof(words), "%ld sequences of %ld operations: model and %s agree (%lld s)",
        w->sequence >= 0 ? 1 : w->sequences, w->length, db_engine(r.product.app->db),
        (long long)(to.tv_sec - from.tv_sec));
    printf("1..3\n");
    point(1, agree, words);
    print_tally(r.product.app, a, &r.tally);
    full = w->sequences * w->length < FULL_OPERATIONS || w->sequence >= 0 || !agree ||
           tally_is_full(&r.tally);
    point(2, full, "every action was accepted, and refused");
    whole = point(3, check_whole(r.product.app, a), "the whole book holds");
    app_close(r.product.app);
    arena_free(r.product.arena);
    arena_free(a);
    return agree && full && whole ? 0 : 1;
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *at)
{
    (void)st;
    (void)flag;
    (void)at;
    return remove(path);
}

static bool read_wishes(int argc, char **argv, struct wishes *ret)
{
    *ret = (struct wishes){argv[0], "sqlite", "", 500, 50, 1, -1, 0};
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--store") == 0)
            ret->store = argv[i + 1];
        else if (strcmp(argv[i], "--keep") == 0)
            ret->keep = argv[i + 1];
        else if (strcmp(argv[i], "--sequences") == 0)
            ret->sequences = atol(argv[i + 1]);
        else if (strcmp(argv[i], "--length") == 0)
            ret->length = atol(argv[i + 1]);
        else if (strcmp(argv[i], "--seed") == 0)
            ret->seed = atol(argv[i + 1]);
        else if (strcmp(argv[i], "--from") == 0)
            ret->from = atol(argv[i + 1]);
        else if (strcmp(argv[i], "--sequence") == 0)
            ret->sequence = atol(argv[i + 1]);
        else
            return false;
    }
    return argc % 2 == 1 && ret->length > 0 && ret->length <= LENGTH_MAX && ret->sequences > 0;
}

int main(int argc, char **argv)
{
    char memory[] = "/dev/shm/yichuang-model-XXXXXX", disk[] = "/tmp/yichuang-model-XXXXXX";
    char *dir = access("/dev/shm", W_OK) == 0 ? memory : disk, store[100];
    struct wishes w;
    int code;

    if (argc == 2 && strcmp(argv[1], "--judge") == 0)
        return replay_requests();
    if (!read_wishes(argc, argv, &w)) {
        fprintf(stderr,
            "usage: model [--store sqlite|postgres://...] [--sequences N] [--from K] [--length N]"
            " [--seed N] [--sequence K] [--keep 0,3,7]\n");
        return 2;
    }
    if (mkdtemp(dir) == NULL)
        return 1;
    snprintf(store, sizeof(store), "sqlite:%s/book.db", dir);
    code = run_all(&w, strcmp(w.store, "sqlite") == 0 ? store : w.store, dir);
    nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return code;
}
