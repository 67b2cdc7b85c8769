/* Operations drawn by seed: most of them lawful as the book stands, many not, on purpose. */
#pragma once

#include "law.h"

#include <stddef.h>

/* The operation with this number, drawn for the book as it is then. `*random` goes on. */
void draw_operation(uint64_t *random, struct law_book *book, int number, struct operation *ret);
/* A seed for sequence `number` of a run. */
uint64_t draw_seed(uint64_t seed, int number);
/* What is asked, in words: "mortgage of unit 1 by P0, P2 to B1 for 5000, no transfer". */
void draw_words(const struct operation *op, char *at, size_t size);
