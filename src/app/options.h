/* Reading the command line. */
#pragma once

#include "app/app.h"

/* Fills *ret from the environment and argv; says on stderr what it did not understand and returns
 * false. */
bool options_read(int argc, char **argv, struct options *ret);
void options_print(void);
