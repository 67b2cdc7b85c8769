/* Reading the command line. */
#pragma once

#include "app/app.h"

/* Fills *ret from the environment and argv; says on stderr what it did not understand and returns
 * false. `json_to_file`: this verb's --json names the file that the data goes to. */
bool options_read(int argc, char **argv, bool json_to_file, struct options *ret);
void options_print(void);
