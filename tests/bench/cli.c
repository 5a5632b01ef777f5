/* tests/bench/ — the command line, a whole process: `ridealong session list` beside `sqlite3` printing the same rows.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "history.h"
#include "load.h"
#include "table.h"

enum { ROUNDS = 61, SESSIONS = 40 };

extern char **environ;

/* ms; must end well. Its output goes nowhere. */
static double run(char *const argv[])
{
	const int64_t start = load_now_ns();
	posix_spawn_file_actions_t actions;
	int status;
	pid_t pid;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	if (posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ) != 0 || waitpid(pid, &status, 0) != pid ||
		status != 0) {
		fprintf(stderr, "bench: %s does not work here\n", argv[0]);
		exit(1);
	}
	posix_spawn_file_actions_destroy(&actions);
	return (double)(load_now_ns() - start) / 1e6;
}

static void write_token(const struct load_token *token, const char *path)
{
	FILE *file;

	umask(077);
	file = fopen(path, "w");
	if (file == NULL || fprintf(file, "%s\n", token->secret) < 0 || fclose(file) != 0)
		exit(1);
}

int main(void)
{
	char token_path[128], database[128];
	char query[] =
		"SELECT s.name, datetime(s.start_time / 1000000, 'unixepoch'), e.display_name, m.customer, s.state FROM"
		" session s JOIN meeting m ON m.name = s.meeting JOIN person e ON e.name = s.coachee JOIN person c ON"
		" c.name = s.coach WHERE s.coachee = (SELECT name FROM person WHERE email = '" HISTORY_COACHEE
		"') ORDER BY s.start_time, s.name LIMIT 50";
	double ours[ROUNDS], ratios[ROUNDS];
	struct test_daemon daemon;
	struct load_token token;

	history_play(&daemon);
	history_multiply(&daemon, &(struct history){ .teams = 1, .coachees = 5, .sessions = SESSIONS });
	test_daemon_start(&daemon);
	load_token_make(daemon.server, HISTORY_COACHEE, &token);
	snprintf(token_path, sizeof(token_path), "%s/token", daemon.dir);
	snprintf(database, sizeof(database), "%s/data/ridealong.db", daemon.dir);
	write_token(&token, token_path);

	char *list[] = { strdup(test_built("bin/ridealong")), "--server", daemon.server, "--token-file", token_path,
		"--no-input", "session", "list", NULL };
	char *floor[] = { "sqlite3", "-readonly", "-column", database, query, NULL };

	for (int i = 0; i < ROUNDS; i++) {
		const double alone = run(floor);

		ours[i] = run(list);
		ratios[i] = ours[i] / alone;
	}
	const double our = bench_median(ours, ROUNDS);

	bench_row(&(struct bench_row){ .name = "ridealong session list, 40 rows, whole process",
		.unit = "ms",
		.ours = our,
		.floor = our / bench_median(ratios, ROUNDS),
		.floor_is = "sqlite3 printing the same rows",
		.must = 3,
		.aim = 1.5 });
	free(list[0]);
	test_daemon_remove(&daemon);
	return 0;
}
