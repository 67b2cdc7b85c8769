/* Operations drawn by seed: most of them lawful as the book stands, many not, on purpose. */
#pragma once

#include "law.h"

#include <stddef.h>

struct draw {
    uint64_t random;
};

/* Begins sequence `number` of a seed. */
void draw_begin(struct draw *d, uint64_t seed, int number);
/* The operation with this number, drawn for the book as it is then. */
void draw_operation(struct draw *d, struct law_book *book, int number, struct operation *ret);
/* What is asked, in words: "mortgage of unit 1 by P0, P2 to B1 for 5000, no transfer". */
void draw_words(const struct operation *op, char *at, size_t size);
