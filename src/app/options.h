/* Reading the command line. */
#pragma once

#include "app/app.h"

/* What the verb lets the words of its command line be. */
struct options_taken {
    bool json_to_file; /* --json names the file that the data goes to */
    bool many_files;   /* it works on several */
};
/* Fills *ret from the environment and argv; says on stderr what it did not understand and returns
 * false. */
bool options_read(int argc, char **argv, const struct options_taken *taken, struct options *ret);
void options_print(void);
