/* tests/bench/ — bench_history TEAMS COACHEES SESSIONS: makes a data folder with that much history, and says where it
 * is and how to start a daemon on it. For looking around by hand. */
#include <stdio.h>
#include <stdlib.h>

#include "history.h"

int main(int argc, char **argv)
{
	struct test_daemon daemon;
	struct history history;

	if (argc != 4) {
		fprintf(stderr, "usage: bench_history TEAMS COACHEES SESSIONS\n");
		return 2;
	}
	history = (struct history){ atoi(argv[1]), atoi(argv[2]), atoi(argv[3]) };
	history_play(&daemon);
	history_multiply(&daemon, &history);
	printf("%lld rows: ridealongd --config %s/ridealong.conf --clock %s\n", (long long)history_rows(&daemon),
		daemon.dir, daemon.clock);
	return 0;
}
