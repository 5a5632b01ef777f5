/* plugins/host — ridealong-plugin-host: one plugin, one process. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "plugins/host/host.h"
#include "plugins/host/loader.h"
#include "proto/heap.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1 /* shadow memory is reserved by the terabyte */
#else
#define SANITIZED 0
#endif

#define THREAD_STACK (1024 * 1024)
#define MAX_FILES    256

static const char usage[] =
	"usage: ridealong-plugin-host [--fd N] PLUGIN.so\n"
	"\n"
	"Runs one plugin as a client of ridealongd. What it needs to know comes over the inherited\n"
	"descriptor N, or from $CREDENTIALS_DIRECTORY/ridealong-plugin.\n";

/* Nothing of the starter's but stderr and the descriptor is a plugin's business. */
static void close_others(int control)
{
	for (int fd = 3; fd < 1024; fd++)
		if (fd != control)
			close(fd);
	if (control >= 0)
		fcntl(control, F_SETFD, FD_CLOEXEC);
}

static void limit(int resource, rlim_t most)
{
	struct rlimit limits;

	if (getrlimit(resource, &limits) == 0 && (limits.rlim_max == RLIM_INFINITY || limits.rlim_max > most)) {
		limits.rlim_cur = limits.rlim_max = most;
		setrlimit(resource, &limits);
	}
}

/* Before any thread and any line of the plugin's. A thread's stack counts as data, so stacks are small. */
static void set_limits(int memory_limit_mb)
{
	pthread_attr_t attributes;

	limit(RLIMIT_CORE, 0); /* a core would hold people's words and the token */
	limit(RLIMIT_NOFILE, MAX_FILES);
	prctl(PR_SET_DUMPABLE, 0);
	if (SANITIZED)
		return;
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, THREAD_STACK);
	pthread_setattr_default_np(&attributes);
	pthread_attr_destroy(&attributes);
	if (memory_limit_mb > 0)
		limit(RLIMIT_DATA, (rlim_t)memory_limit_mb << 20);
}

/* A starter that is killed cannot say goodbye, and a plugin that spins would not hear it. */
static void end_with_starter(pid_t starter)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != starter)
		_exit(HOST_EXIT_DONE);
}

static int parse_descriptor(const char *text)
{
	char *end;
	long fd = strtol(text, &end, 10);

	return *text != '\0' && *end == '\0' && fd >= 0 && fd < 1024 ? (int)fd : -1;
}

static int parse_arguments(int argc, char **argv, int *ret_control)
{
	static const struct option options[] = { { "fd", required_argument, NULL, 'f' },
		{ "help", no_argument, NULL, 'h' }, { "version", no_argument, NULL, 'V' }, { NULL, 0, NULL, 0 } };
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == 'h') {
			fputs(usage, stdout);
			exit(0);
		}
		if (c == 'V') {
			puts("ridealong-plugin-host " RIDEALONG_VERSION);
			exit(0);
		}
		if (c != 'f') {
			fputs(usage, stderr);
			exit(2);
		}
		*ret_control = parse_descriptor(optarg);
		if (*ret_control < 0) {
			fprintf(stderr, "ridealong-plugin-host: --fd %s is no descriptor\n", optarg);
			exit(2);
		}
	}
	if (optind != argc - 1) {
		fputs(usage, stderr);
		exit(2);
	}
	return optind;
}

int main(int argc, char **argv)
{
	const pid_t starter = getppid();
	const struct ridealong_plugin *plugin;
	struct hello hello = { 0 };
	enum host_exit exit_code;
	struct error error;
	int control = -1;
	int file = parse_arguments(argc, argv, &control);
	enum status st;

	if (control >= 0) {
		end_with_starter(starter);
		signal(SIGINT, SIG_IGN); /* a terminal's Ctrl-C is the starter's to answer */
	}
	signal(SIGPIPE, SIG_IGN);
	heap_keep_messages();
	close_others(control);
	st = sodium_init() < 0 ? error_set(&error, STATUS_INTERNAL, "libsodium did not start") : STATUS_OK;
	if (st == STATUS_OK)
		st = control >= 0 ? hello_read(control, &hello, &error) : hello_read_credential(&hello, &error);
	if (st != STATUS_OK) {
		host_refuse(control, argv[file], error.message);
		return HOST_EXIT_NEVER;
	}
	set_limits(hello.memory_limit_mb);
	if (loader_open(argv[file], &plugin, &error) != STATUS_OK) {
		host_refuse(control, hello.plugin, error.message);
		exit_code = HOST_EXIT_NEVER;
	} else if (hello.check) {
		exit_code = host_check(plugin, &hello, control);
	} else {
		exit_code = host_run(plugin, &hello, control);
	}
	hello_finish(&hello);
	return exit_code;
}
