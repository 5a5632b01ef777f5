/* daemon/ — what the command line says. */
#ifndef RIDEALONG_DAEMON_ARGUMENTS_H
#define RIDEALONG_DAEMON_ARGUMENTS_H

#include <stdbool.h>

#define ARGUMENTS_LISTEN 8 /* addresses at most */

/** Zeroed before; strings are argv's, or static. NULL and 0 for what was not said. */
struct arguments {
	const char *config, *clock;
	const char *data; /* begins with /: plugins run elsewhere */
	const char *listen[ARGUMENTS_LISTEN + 1];
	int n_listen;
	bool check;
};

/** Whether to go on. If not, everything has been said, and *ret_code is the exit code. */
bool arguments_read(int argc, char **argv, struct arguments *ret, int *ret_code);

#endif
