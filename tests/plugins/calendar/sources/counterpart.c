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

bool counterpart_is_here(const char *program)
{
	char path[128];

	snprintf(path, sizeof(path), "/usr/bin/%s", program);
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

void counterpart_start(struct counterpart *server, const char *program)
{
	char users[128];
	FILE *file;

	*server = (struct counterpart){ .folder = "/tmp/ridealong-caldav.XXXXXX" };
	assert_non_null(mkdtemp(server->folder));
	server->is_radicale = strcmp(program, "radicale") == 0;
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
