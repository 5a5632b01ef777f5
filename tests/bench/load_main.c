/* tests/bench/ — the load generator: bench_load, at any daemon that runs. */
#include <getopt.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load.h"
#include "mix.h"

static const char help[] =
	"usage: bench_load [--server URL] [--callers N] [--seconds S] [--mix CALL=PARTS,…] [--as ADDRESS] [--people "
	"N]\n"
	"\n"
	"Asks a running daemon for what people ask it, and says how long it took. You must be an administrator there: "
	"the\n"
	"calls are made for the people that it knows.\n"
	"\n"
	"  --server URL    the daemon's address; RIDEALONG_SERVER stands for it\n"
	"  --callers N     calls under way at once, at most 512 (64)\n"
	"  --seconds S     how long (10)\n"
	"  --mix …         which calls, and how many parts of each: status, session, next, last, sessions, ahead, "
	"meetings,\n"
	"                  events, actions, reminders, items, report, write; without it, reads as people do them.\n"
	"                  write adds meetings named \"Load\", in the year 2030, and they stay\n"
	"  --as ADDRESS    for this person alone\n"
	"  --people N      for at most so many (100)\n"
	"\n"
	"Each of these people gets a token, named \"load\", until the end. NOT_FOUND is an answer, too, of somebody "
	"who has\n"
	"none of what is asked for. Times are the middle of a step of 1 %. Exit code 1 when a call failed.\n";

struct tally {
	struct load_times times;
	_Atomic uint64_t failures;
};

struct generator {
	struct mix *mix;
	struct tally tallies[MIX_CALLS];
};

/* Who has no next session is told so: an answer like another. */
static bool is_well(const struct generator *generator, uint64_t number, const Reply *reply)
{
	const enum mix_call call = mix_call_of(generator->mix, number);

	return reply != NULL && (reply->status == 0 || (reply->status == 5 && (call == MIX_NEXT || call == MIX_LAST ||
										      call == MIX_SESSION)));
}

static void answered(void *arg, uint64_t number, const Reply *reply, int64_t ns)
{
	struct generator *generator = arg;
	struct tally *tally = &generator->tallies[mix_call_of(generator->mix, number)];

	load_times_add(&tally->times, ns);
	if (!is_well(generator, number, reply)) {
		if (atomic_fetch_add(&tally->failures, 1) == 0)
			fprintf(stderr, "%s: %s\n", mix_names[mix_call_of(generator->mix, number)],
				reply != NULL ? reply->message : "no answer");
	}
}

static size_t make(void *arg, uint64_t number, uint8_t *bytes)
{
	const struct generator *generator = arg;

	return mix_make(generator->mix, number, bytes);
}

/* Whether all went well. */
static bool print(const struct generator *generator, const struct load_result *result)
{
	uint64_t failures = 0;

	printf("%-10s %10s %10s %10s %10s\n", "call", "answers", "failures", "p50 us", "p99 us");
	for (int i = 0; i < MIX_CALLS; i++) {
		const struct tally *tally = &generator->tallies[i];

		if (tally->times.count == 0)
			continue;
		failures += tally->failures;
		printf("%-10s %10llu %10llu %10.0f %10.0f\n", mix_names[i], (unsigned long long)tally->times.count,
			(unsigned long long)tally->failures, load_times_at(&tally->times, 0.5),
			load_times_at(&tally->times, 0.99));
	}
	printf("%-10s %10llu %10llu %10.0f %10.0f   %.0f/s\n", "all", (unsigned long long)result->answers,
		(unsigned long long)failures, result->p50, result->p99, result->a_second);
	return failures == 0 && result->answers > 0;
}

static int refuse(const char *what)
{
	fprintf(stderr, "bench_load: %s\n%s", what, help);
	return 2;
}

/* 0 when it is none, or none that is meant. */
static int read_number(const char *text, long most)
{
	char *end;
	const long number = strtol(text, &end, 10);

	return *text != '\0' && *end == '\0' && number >= 1 && number <= most ? (int)number : 0;
}

static double read_seconds(const char *text)
{
	char *end;
	const double seconds = strtod(text, &end);

	return *text != '\0' && *end == '\0' && seconds > 0 && seconds <= 86400 ? seconds : 0;
}

static void interrupt(int number)
{
	(void)number;
	load_interrupted = 1;
}

int main(int argc, char **argv)
{
	static const struct option options[] = { { "server", required_argument, NULL, 's' },
		{ "callers", required_argument, NULL, 'c' }, { "seconds", required_argument, NULL, 't' },
		{ "mix", required_argument, NULL, 'm' }, { "as", required_argument, NULL, 'a' },
		{ "people", required_argument, NULL, 'p' }, { "help", no_argument, NULL, 'h' }, { 0 } };
	static struct generator generator;
	const char *mix = NULL, *as = NULL, *wrong;
	struct load load = { .server = getenv("RIDEALONG_SERVER"),
		.callers = 64,
		.seconds = 10,
		.make = make,
		.answered = answered,
		.arg = &generator };
	struct load_result result;
	int option, people = 100;
	bool well;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 's':
			load.server = optarg;
			break;
		case 'c':
			load.callers = read_number(optarg, LOAD_CALLERS);
			break;
		case 't':
			load.seconds = read_seconds(optarg);
			break;
		case 'm':
			mix = optarg;
			break;
		case 'a':
			as = optarg;
			break;
		case 'p':
			people = read_number(optarg, 1000000);
			break;
		case 'h':
			fputs(help, stdout);
			return 0;
		default:
			fputs(help, stderr);
			return 2;
		}
	}
	if (load.server == NULL || optind < argc)
		return refuse(load.server == NULL ? "--server is missing" : "too many words");
	if (load.callers == 0)
		return refuse("--callers is a number from 1 to 512");
	if (load.seconds == 0)
		return refuse("--seconds is a time of more than 0, and at most a day");
	if (people == 0)
		return refuse("--people is a number of more than 0");
	signal(SIGINT, interrupt); /* people's tokens are revoked all the same */
	signal(SIGTERM, interrupt);
	generator.mix = mix_open(load.server, people, as);
	if (mix != NULL && (wrong = mix_parse(generator.mix, mix)) != NULL) {
		mix_close(generator.mix);
		fprintf(stderr, "bench_load: --mix: \"%s\" is no CALL=PARTS,…; --help says which calls there are\n",
			wrong);
		return 2;
	}
	load_run(&load, &result);
	well = print(&generator, &result);
	mix_close(generator.mix);
	return well ? 0 : 1;
}
