/* daemon/ — what the command line says. */
#include "daemon/arguments.h"

#include <getopt.h>
#include <stdio.h>
#include <unistd.h>

#include "proto/status.h"

static const char usage[] =
	"Usage: ridealongd [OPTION]…\n"
	"The daemon of Ridealong: coaching on the job, made to happen.\n"
	"\n"
	"      --config FILE        read this configuration; without it, a private instance\n"
	"      --data DIR           keep everything in DIR\n"
	"      --listen URL         listen at URL (ipc:///PATH or tcp://HOST:PORT); may be given again\n"
	"      --clock manual:TIME  simulate: time begins at TIME and moves only when told to\n"
	"      --check-config       say whether the configuration makes sense, and end\n"
	"      --help               this\n"
	"      --version            which version this is\n";

static bool complain(const char *argument, const char *what, int *ret_code)
{
	fprintf(stderr, "ridealongd: \"%s\" %s; see ridealongd --help\n", argument, what);
	*ret_code = status_exit_code(STATUS_INVALID_ARGUMENT);
	return false;
}

/* Relative to where the daemon was started. */
static bool make_absolute(const char **data, int *ret_code)
{
	static char absolute[4096];
	char here[2048];

	if (*data == NULL || (*data)[0] == '/')
		return true;
	if ((*data)[0] == '\0' || getcwd(here, sizeof(here)) == NULL ||
		snprintf(absolute, sizeof(absolute), "%s/%s", here, *data) >= (int)sizeof(absolute))
		return complain(*data, "is no folder", ret_code);
	*data = absolute;
	return true;
}

bool arguments_read(int argc, char **argv, struct arguments *ret, int *ret_code)
{
	enum { CONFIG = 256, DATA, LISTEN, CLOCK, CHECK, HELP, VERSION };
	static const struct option options[] = { { "config", required_argument, NULL, CONFIG },
		{ "data", required_argument, NULL, DATA }, { "listen", required_argument, NULL, LISTEN },
		{ "clock", required_argument, NULL, CLOCK }, { "check-config", no_argument, NULL, CHECK },
		{ "help", no_argument, NULL, HELP }, { "version", no_argument, NULL, VERSION }, { 0 } };
	int option;

	*ret_code = 0;
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case CONFIG:
			ret->config = optarg;
			break;
		case DATA:
			ret->data = optarg;
			break;
		case LISTEN:
			if (ret->n_listen == ARGUMENTS_LISTEN)
				return complain(optarg, "is one address too many", ret_code);
			ret->listen[ret->n_listen++] = optarg;
			break;
		case CLOCK:
			ret->clock = optarg;
			break;
		case CHECK:
			ret->check = true;
			break;
		case HELP:
			fputs(usage, stdout);
			return false;
		case VERSION:
			puts("ridealongd " RIDEALONG_VERSION);
			return false;
		default:
			fputs("Try: ridealongd --help\n", stderr);
			*ret_code = status_exit_code(STATUS_INVALID_ARGUMENT);
			return false;
		}
	}
	if (optind < argc)
		return complain(argv[optind], "is no option", ret_code);
	return make_absolute(&ret->data, ret_code);
}
