/* Model and program laid side by side, and the rows alone against the invariants of the book. Each
 * returns false with a sentence in `why` when something is wrong. */
#pragma once

#include "product.h"

#define WHY_BYTES 1600

/* The same answer with the same rules. */
bool judge_answers(const struct law_answer *law, const struct law_answer *product, char *why);
/* The same tables: every right that ever was, with all that the law says of it. */
bool judge_books(
    struct product *p, const struct law_book *law, const struct product_book *book, char *why);
/* I1 to I9 and I15 in the rows, whatever the model says. */
bool judge_invariants(struct product *p, const struct product_book *book, char *why);
