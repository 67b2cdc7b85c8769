/* The model as a judge of requests that were played elsewhere. */
#include "replay.h"

#include "law.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_BYTES 400

static bool read_action(const char *word, enum law_action *ret)
{
    for (int i = 0; i < ACT_COUNT; i++)
        if (strcmp(law_acts[i].name, word) == 0) {
            *ret = (enum law_action)i;
            return true;
        }
    return false;
}

static void read_parties(const char *list, struct law_parties *ret)
{
    *ret = (struct law_parties){.count = 0};
    while (*list >= '0' && *list <= '9' && ret->count < LAW_PARTIES_MAX) {
        char *end;

        ret->at[ret->count++].who = (int)strtol(list, &end, 10);
        list = *end == ',' ? end + 1 : end;
    }
}

static bool read_request(const char *line, int *ret_number, struct operation *ret)
{
    char action[40], givers[40], takers[40];
    int restricts;
    long long amount;

    *ret = (struct operation){.serves = LAW_NOBODY};
    if (sscanf(line, "%d %39s %d %d %lld %d %d %d %39s %39s", ret_number, action, &ret->unit,
            &ret->target, &amount, &restricts, &ret->debtor, &ret->days, givers, takers) != 10 ||
        !read_action(action, &ret->action) || ret->unit < 0 || ret->unit >= LAW_UNITS)
        return false;
    ret->amount = amount;
    ret->restricts = restricts != 0;
    read_parties(givers, &ret->givers);
    read_parties(takers, &ret->takers);
    ret->holding = ret->takers.count > 1 ? LAW_JOINT : LAW_SOLE;
    return true;
}

static void print_rights(const struct law_book *b)
{
    static const char *const kinds[] = {
        "ownership", "mortgage", "residence", "easement", "advance", "objection", "seizure"};
    static const char *const states[] = {"live", "history", "ended"};

    for (int i = 0; i < b->rights_count; i++) {
        const struct law_right *r = &b->rights[i];

        printf("right %d %s %s rank %d entries %d %d\n", r->made_by, kinds[r->kind],
            states[r->state], r->rank, r->entry_made, r->entry_ended);
    }
}

int replay_requests(void)
{
    struct law_book book = {0};
    char line[LINE_BYTES];

    while (fgets(line, sizeof(line), stdin) != NULL) {
        bool probe = line[0] == '?';
        struct law_book before = book;
        struct law_answer answer;
        struct operation op;
        int number;

        if (!read_request(probe ? line + 1 : line, &number, &op)) {
            fprintf(stderr, "model: not a request: %s", line);
            return 2;
        }
        law_judge(&book, &op, number, &answer);
        printf("%d %s", number, answer.accepted ? "accepted" : "refused");
        for (int i = 0; i < answer.rules_count; i++)
            printf(" %s", answer.rules[i]);
        printf("\n");
        if (probe)
            book = before;
    }
    print_rights(&book);
    return 0;
}
