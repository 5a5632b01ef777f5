#include "tests/support/daemon.h"

#include <errno.h>
#include <ftw.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define START_MS 20000 /* sanitizers are slow */

static const char *below(const char *variable, const char *path)
{
	static char buffers[4][512];
	static unsigned next;
	const char *root = getenv(variable);
	char *buffer = buffers[next++ % 4];

	if (root == NULL)
		fail_msg("%s is not set: run this through ctest", variable);
	snprintf(buffer, sizeof(buffers[0]), "%s/%s", root, path);
	return buffer;
}

const char *test_built(const char *path)
{
	return below("RIDEALONG_BUILD", path);
}

const char *test_source(const char *path)
{
	return below("RIDEALONG_SOURCE", path);
}

static void make_folder(const struct test_daemon *daemon, const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", daemon->dir, name);
	if (mkdir(path, 0700) != 0)
		fail_msg("cannot make %s: %s", path, strerror(errno));
}

void test_daemon_make(struct test_daemon *daemon, const char *clock, const char *plugins, const char *more)
{
	static const char *const folders[] = { "data", "mail", "inbox", "inbox/new", "inbox/cur", "inbox/tmp",
		"watch" };
	char path[128];
	FILE *config;

	memset(daemon, 0, sizeof(*daemon));
	strcpy(daemon->dir, "/tmp/ridealong-test.XXXXXX");
	if (mkdtemp(daemon->dir) == NULL)
		fail_msg("cannot make a temporary folder: %s", strerror(errno));
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		make_folder(daemon, folders[i]);
	snprintf(daemon->server, sizeof(daemon->server), "ipc://%s/ridealong.sock", daemon->dir);
	if (clock != NULL)
		snprintf(daemon->clock, sizeof(daemon->clock), "%s", clock);

	snprintf(path, sizeof(path), "%s/ridealong.conf", daemon->dir);
	config = fopen(path, "w");
	if (config == NULL)
		fail_msg("cannot write %s: %s", path, strerror(errno));
	fprintf(config, "[daemon]\ndata = %s/data\nlisten = %s\nsame_user = admin\nlog_level = info\nplugins = %s\n",
		daemon->dir, daemon->server, plugins);
	if (strstr(plugins, "calendar") != NULL)
		fprintf(config, "[plugin calendar]\n");
	if (strstr(plugins, "reminders") != NULL)
		fprintf(config,
			"[plugin reminders]\nmaildir = %s/mail\ninbox = %s/inbox\nfrom = Ridealong "
			"<ridealong@example.com>\n"
			"domain = example.com\n",
			daemon->dir, daemon->dir);
	if (more != NULL)
		fputs(more, config);
	if (fclose(config) != 0)
		fail_msg("cannot write %s: %s", path, strerror(errno));
}

/* The daemon reports readiness as systemd's services do: a datagram "READY=1" to $NOTIFY_SOCKET. */
static int notify_socket(const struct test_daemon *daemon, struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	memset(address, 0, sizeof(*address));
	address->sun_family = AF_UNIX;
	snprintf(address->sun_path, sizeof(address->sun_path), "%s/notify", daemon->dir);
	unlink(address->sun_path);
	if (fd < 0 || bind(fd, (const struct sockaddr *)address, sizeof(*address)) != 0)
		fail_msg("cannot make %s: %s", address->sun_path, strerror(errno));
	return fd;
}

static void exec_daemon(const struct test_daemon *daemon, const char *program, const char *notify)
{
	char config[128], log[128];

	snprintf(config, sizeof(config), "%s/ridealong.conf", daemon->dir);
	snprintf(log, sizeof(log), "%s/log", daemon->dir);
	/* A test that fails leaves nothing behind, and nobody who holds its output open. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (freopen(log, "a", stderr) == NULL || dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
		_exit(127);
	setenv("NOTIFY_SOCKET", notify, 1);
	if (daemon->clock[0] != '\0')
		execl(program, program, "--config", config, "--clock", daemon->clock, (char *)NULL);
	else
		execl(program, program, "--config", config, (char *)NULL);
	_exit(127);
}

static void print_log(const struct test_daemon *daemon)
{
	char line[1024], path[128];
	FILE *log;

	snprintf(path, sizeof(path), "%s/log", daemon->dir);
	log = fopen(path, "r");
	if (log == NULL)
		return;
	while (fgets(line, sizeof(line), log) != NULL)
		fputs(line, stderr);
	fclose(log);
}

void test_daemon_start(struct test_daemon *daemon)
{
	/* Found out here: a failure in the child would have it go on testing. */
	const char *program = test_built("bin/ridealongd");
	struct sockaddr_un address;
	char said[256] = "";
	int fd = notify_socket(daemon, &address);
	struct pollfd ready = { .fd = fd, .events = POLLIN };

	daemon->pid = fork();
	if (daemon->pid == 0)
		exec_daemon(daemon, program, address.sun_path);
	if (daemon->pid < 0)
		fail_msg("cannot fork: %s", strerror(errno));
	while (strstr(said, "READY=1") == NULL) {
		ssize_t length;

		if (poll(&ready, 1, START_MS) != 1) {
			print_log(daemon);
			fail_msg("the daemon did not say that it is ready");
		}
		length = recv(fd, said, sizeof(said) - 1, 0);
		said[length > 0 ? length : 0] = '\0';
	}
	close(fd);
}

static int reap(struct test_daemon *daemon, int signal)
{
	int status = 0;

	if (daemon->pid <= 0) /* kill(0) is meant for everybody around */
		return 0;
	kill(daemon->pid, signal);
	while (waitpid(daemon->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	daemon->pid = 0;
	return status;
}

void test_daemon_kill(struct test_daemon *daemon)
{
	reap(daemon, SIGKILL);
}

void test_daemon_stop(struct test_daemon *daemon)
{
	int status = reap(daemon, SIGTERM);

	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		print_log(daemon);
		fail_msg("the daemon ended with wait status %d", status);
	}
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *place)
{
	(void)info;
	(void)kind;
	(void)place;
	return remove(path);
}

void test_daemon_remove(struct test_daemon *daemon)
{
	if (daemon->pid > 0)
		test_daemon_stop(daemon);
	nftw(daemon->dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}
