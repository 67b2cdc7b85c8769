/* What the departments answer to a question (共享数据): POST {department}/query/{share}. */
#pragma once

#include "store.h"

/* A question or an effect while it is being answered. Inside store_run. */
struct asking {
    struct store *store;
    struct arena *arena;
    enum department department;
    const struct tree *request; /* the whole message */
    const struct tree *params;  /* of a question */
    int64_t now_ms;
    str doors_url; /* of the sandbox itself: where a payer pays */
};

/* Fills `answer`; false when the department has nothing. */
typedef bool question_answer(const struct asking *q, struct tree *answer);

question_answer question_contract, question_identity, question_household, question_death,
    question_marriage, question_tax_record, question_permit, question_licence, question_holds;
