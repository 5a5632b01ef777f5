/* See counterpart.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "counterpart.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STARTS_WITHIN_MS = 30000 };

static struct sockaddr_in address(int port)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)
	};
}

/* One that is free now. */
static int port_find(void)
{
	struct sockaddr_in any = address(0);
	socklen_t size = sizeof(any);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&any, sizeof(any)), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&any, &size), 0);
	close(fd);
	return ntohs(any.sin_port);
}

static bool is_here(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "/usr/bin/%s", name);
	return access(path, X_OK) == 0;
}

static void program_run(const struct counterpart *server)
{
	char host[32], port[16], users[128];
	int nowhere = open("/dev/null", O_RDWR);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	dup2(nowhere, STDOUT_FILENO);
	dup2(nowhere, STDERR_FILENO);
	snprintf(host, sizeof(host), "127.0.0.1:%d", server->port);
	snprintf(port, sizeof(port), "%d", server->port);
	snprintf(users, sizeof(users), "%s/users", server->folder);
	if (server->is_radicale)
		execl("/usr/bin/radicale", "radicale", "--config", "", "--server-hosts", host, "--auth-type",
			"htpasswd", "--auth-htpasswd-filename", users, "--auth-htpasswd-encryption", "plain",
			"--auth-delay", "0", "--storage-filesystem-folder", server->folder, (char *)NULL);
	else
		execl("/usr/bin/xandikos", "xandikos", "-l", "127.0.0.1", "-p", port, "-d", server->folder,
			"--defaults", "--current-user-principal", "/user/", (char *)NULL);
	_exit(127);
}

static bool answers(int port)
{
	struct sockaddr_in at = address(port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool good = connect(fd, (struct sockaddr *)&at, sizeof(at)) == 0;

	close(fd);
	return good;
}

void counterpart_again(struct counterpart *server)
{
	server->pid = fork();
	if (server->pid == 0)
		program_run(server);
	for (int ms = 0; !answers(server->port); ms += 20) {
		if (ms > STARTS_WITHIN_MS || waitpid(server->pid, NULL, WNOHANG) != 0)
			fail_msg("%s does not start", server->is_radicale ? "radicale" : "xandikos");
		poll(NULL, 0, 20);
	}
}

void counterpart_start(struct counterpart *server, const char *name)
{
	char users[128];
	FILE *file;

	*server = (struct counterpart){ .folder = "/tmp/ridealong-caldav.XXXXXX" };
	assert_non_null(mkdtemp(server->folder));
	server->is_radicale = strcmp(name, "radicale") == 0;
	snprintf(users, sizeof(users), "%s/users", server->folder);
	file = fopen(users, "w");
	assert_non_null(file);
	fputs("anna:secret\n", file);
	fclose(file);
	server->port = port_find();
	snprintf(server->url, sizeof(server->url), "http://127.0.0.1:%d", server->port);
	counterpart_again(server);
}

void counterpart_end(struct counterpart *server)
{
	kill(server->pid, SIGKILL);
	waitpid(server->pid, NULL, 0);
}

void counterpart_stop(struct counterpart *server)
{
	char command[128];

	counterpart_end(server);
	snprintf(command, sizeof(command), "rm -rf %s", server->folder);
	assert_int_equal(system(command), 0);
}

/* ---- what somebody does there ---- */

const char *counterpart_place(const struct counterpart *server, const char *path)
{
	static char text[256];

	snprintf(text, sizeof(text), "%s%s%s", server->url, server->is_radicale ? "/anna/" : "/user/calendars/", path);
	return text;
}

void counterpart_make(const struct counterpart *server, struct dav_bench *bench)
{
	if (server->is_radicale) /* who comes gets a home */
		dav_bench_send(bench, "PROPFIND", counterpart_place(server, ""), NULL);
	dav_bench_send(bench, "MKCALENDAR", counterpart_place(server, "work/"), NULL);
	assert_int_equal(bench->http_status, 201);
}

void counterpart_put(const struct counterpart *server, struct dav_bench *bench, const char *name, const char *start,
	const char *more)
{
	char path[64], body[1024];

	snprintf(path, sizeof(path), "work/%s.ics", name);
	snprintf(body, sizeof(body),
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//somebody//EN\r\nBEGIN:VEVENT\r\nUID:%s\r\n"
		"DTSTAMP:20260301T080000Z\r\nDTSTART:%s\r\nDURATION:PT1H\r\nSUMMARY:Visit & talk\r\n%s"
		"END:VCALENDAR\r\n",
		name, start, more);
	dav_bench_send(bench, "PUT", counterpart_place(server, path), body);
	assert_in_range(bench->http_status, 200, 204);
}

void counterpart_take(const struct counterpart *server, struct dav_bench *bench, const char *path)
{
	dav_bench_send(bench, "DELETE", counterpart_place(server, path), NULL);
	assert_in_range(bench->http_status, 200, 204);
}

/* ---- both of them ---- */

static struct counterpart *running;
static const char *program;

static int group_set_up(void **state)
{
	(void)state;
	counterpart_start(running, program);
	return 0;
}

static int group_tear_down(void **state)
{
	(void)state;
	counterpart_stop(running);
	return 0;
}

int counterpart_run(struct counterpart *server, const struct CMUnitTest *tests, size_t count)
{
	static const char *const programs[] = { "radicale", "xandikos" };
	int failed = 0, missing = 0;

	running = server;
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
		program = programs[i];
		if (is_here(program)) {
			failed += _cmocka_run_group_tests(program, tests, count, group_set_up, group_tear_down);
		} else {
			printf("not installed: %s\n", program);
			missing++;
		}
	}
	return failed == 0 && missing > 0 ? 77 : failed;
}
