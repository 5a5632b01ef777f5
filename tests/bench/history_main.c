/* tests/bench/ — bench_history TEAMS COACHEES SESSIONS: makes a data folder with that much history, and says where it
 * is and how to start a daemon on it. For looking around by hand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "history.h"

static const char help[] =
	"usage: bench_history TEAMS COACHEES SESSIONS\n"
	"\n"
	"Makes a data folder below /tmp in which so many coaches have gone along with so many coachees each, so many "
	"times\n"
	"with each of them (220 rows a time), and says how to start a daemon on it. The folder is yours to remove.\n";

/* Of as many as there may be; 0 when it is none. */
static int read_number(const char *text)
{
	char *end;
	const long number = strtol(text, &end, 10);

	return *end == '\0' && number >= 1 && number <= 1000000 ? (int)number : 0;
}

int main(int argc, char **argv)
{
	struct test_daemon daemon;
	struct history history;

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(help, stdout);
		return 0;
	}
	if (argc == 4)
		history = (struct history){ read_number(argv[1]), read_number(argv[2]), read_number(argv[3]) };
	if (argc != 4 || history.teams == 0 || history.coachees == 0 || history.sessions == 0) {
		fputs(help, stderr);
		return 2;
	}
	setenv("RIDEALONG_SOURCE", BENCH_SOURCE, 0);
	setenv("RIDEALONG_BUILD", BENCH_BUILD, 0);
	history_play(&daemon);
	history_multiply(&daemon, &history);
	printf("%lld rows: ridealongd --config %s/ridealong.conf --clock %s\n", (long long)history_rows(&daemon),
		daemon.dir, daemon.clock);
	return 0;
}
