/* See server.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void certificate_make(const char *folder)
{
	char command[512];

	snprintf(command, sizeof(command),
		"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost "
		"-addext subjectAltName=DNS:localhost -keyout %s/key.pem -out %s/cert.pem 2>/dev/null",
		folder, folder);
	if (system(command) != 0)
		fail_msg("openssl cannot make a certificate");
}

static void program_run(const char *folder, int out)
{
	char path[1024];

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	dup2(out, STDOUT_FILENO);
	snprintf(path, sizeof(path), "%s/tests/plugins/calendar/sources/server.py", getenv("RIDEALONG_SOURCE"));
	execlp("python3", "python3", "-B", path, folder, (char *)NULL);
	_exit(127);
}

void server_start(struct server *server)
{
	int ports[3], pipe_ends[2];
	FILE *said;

	*server = (struct server){ .folder = "/tmp/ridealong-server.XXXXXX" };
	assert_non_null(mkdtemp(server->folder));
	certificate_make(server->folder);
	assert_int_equal(pipe2(pipe_ends, O_CLOEXEC), 0);
	server->pid = fork();
	if (server->pid == 0)
		program_run(server->folder, pipe_ends[1]);
	close(pipe_ends[1]);
	said = fdopen(pipe_ends[0], "r");
	if (fscanf(said, "%d %d %d", &ports[0], &ports[1], &ports[2]) != 3)
		fail_msg("the server does not start");
	fclose(said);
	snprintf(server->http, sizeof(server->http), "http://127.0.0.1:%d", ports[0]);
	snprintf(server->other, sizeof(server->other), "http://127.0.0.2:%d", ports[1]);
	snprintf(server->https, sizeof(server->https), "https://localhost:%d", ports[2]);
}

void server_stop(struct server *server)
{
	char path[128];

	kill(server->pid, SIGTERM);
	waitpid(server->pid, NULL, 0);
	snprintf(path, sizeof(path), "%s/key.pem", server->folder);
	unlink(path);
	snprintf(path, sizeof(path), "%s/cert.pem", server->folder);
	unlink(path);
	rmdir(server->folder);
}
