/* Requests judged by the model alone, for tests that played them on the program in some order. */
#pragma once

/* Reads requests from standard input, one a line, blanks between:
 *
 *   [?] number action unit target amount restricts debtor days givers takers
 *
 * where target is the number of the request that made the right or -1, restricts 0 or 1, givers and
 * takers numbers with commas or "-". Behind a question mark nothing is changed: what would be said
 * if it came here? Prints an answer a request ("3 accepted", "4 refused UNIT_SEIZED"), then a line
 * a right: "right 3 mortgage live rank 1 entries 4 0". Returns the exit status. */
int replay_requests(void);
