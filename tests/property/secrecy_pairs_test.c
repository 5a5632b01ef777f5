/* tests — secrecy, proved with pairs: a random history is played twice on one clock, with what is hidden and without,
 * and everything the coachees can obtain is compared byte for byte: every method of the contract, every page, every
 * error, every event, and every mail.
 *
 * RIDEALONG_PAIRS: how many (2000); RIDEALONG_SEED: only this one, step by step. */
#include "pair.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/domain/may.h"

enum { STEPS = 14, WORKERS = 2 };

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { PAIRS = 100, ENOUGH = 2000 }; /* many times slower, and after another kind of fault */
#else
enum { PAIRS = 2000, ENOUGH = 2000 };
#endif

/* A history: which of its steps are taken, and how closely it is looked at. */
struct history {
	unsigned seed;
	int n_steps;
	bool skip[PAIR_STEPS];
	enum pair_leak leak;
	bool closely; /* every method after every step */
};

/* What the process that played it says. */
struct verdict {
	char failure[1000];
	char moves[PAIR_STEPS][100];
	int failed_at;
};

static struct pair pair; /* as it begins; histories are played in forks */
static struct pair_counts *counts;

static void *shared(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	assert_ptr_not_equal(memory, MAP_FAILED);
	return memory;
}

static void play(const struct history *history, struct pair_counts *counted, struct verdict *verdict)
{
	pair.leak = history->leak;
	pair.counts = counted;
	for (int step = 0; step < history->n_steps && !pair_failed(&pair) && !pair.over; step++) {
		if (history->skip[step])
			continue;
		pair.random = history->seed * UINT64_C(1000003) + (uint64_t)step * UINT64_C(7919) + 1;
		pair_any(&pair, 2);
		pair_step(&pair);
		snprintf(verdict->moves[step], sizeof(verdict->moves[step]), "%s", pair.move);
		if (!pair_failed(&pair) && !pair.over) {
			if (history->closely)
				pair_sweep(&pair);
			else
				pair_glance(&pair);
		}
		verdict->failed_at = step;
	}
	if (!pair_failed(&pair) && !pair.over)
		pair_sweep(&pair);
	counted->pairs++;
	counted->ended += pair.over;
	snprintf(verdict->failure, sizeof(verdict->failure), "%s", pair.failure);
}

/* Plays in a process of its own; false when it went wrong there. */
static pid_t begin(const struct history *history, struct pair_counts *counted, struct verdict *verdict)
{
	pid_t child = fork();

	if (child != 0)
		return child;
	pair_enter(&pair);
	play(history, counted, verdict);
	pair_leave(&pair);
	_exit(0);
}

static bool leaks(const struct history *history, struct verdict *verdict)
{
	static struct pair_counts *ignored;
	int status;
	pid_t child;

	if (ignored == NULL)
		ignored = shared(sizeof(*ignored));
	memset(verdict, 0, sizeof(*verdict));
	child = begin(history, ignored, verdict);
	assert_true(waitpid(child, &status, 0) == child);
	if (status != 0 && verdict->failure[0] == '\0')
		snprintf(verdict->failure, sizeof(verdict->failure), "the history broke down");
	return verdict->failure[0] != '\0';
}

/* The shortest prefix that fails, and of that only the steps it takes. */
static void shrink(struct history *history, struct verdict *verdict)
{
	struct verdict *tried = shared(sizeof(*tried));
	struct history closer = *history;

	closer.closely = true;
	for (int steps = 1; steps <= history->n_steps; steps++) {
		closer.n_steps = steps;
		if (leaks(&closer, tried)) {
			*history = closer;
			*verdict = *tried;
			break;
		}
	}
	for (int step = history->n_steps - 1; step >= 0; step--) {
		struct history without = *history;

		without.skip[step] = true;
		if (leaks(&without, tried)) {
			*history = without;
			*verdict = *tried;
		}
	}
	munmap(tried, sizeof(*tried));
}

static void report(const struct history *history, const struct verdict *verdict)
{
	print_error("seed %u differs: %s\n", history->seed, verdict->failure);
	for (int step = 0; step < history->n_steps; step++)
		if (!history->skip[step])
			print_error("  step %d: %s\n", step, verdict->moves[step]);
}

static long number_of(const char *variable, long otherwise)
{
	const char *text = getenv(variable);

	return text == NULL ? otherwise : atol(text);
}

/* Whether a coachee may call it, about what is theirs. */
static bool is_open(const char *method)
{
	const struct actor *noor = &pair.worlds[0].fixture->noor;
	const struct may_object object = { .name = "", .owner = noor->person, .coachee = noor->person };
	struct error error;

	return may(noor, method, &object, "en", &error) == STATUS_OK;
}

/* Requests follow from the descriptors. Where all of a method's are malformed, tests/property/pair_request.c has to
 * learn a field; where none of a method that is open has an effect, what the two do (pair_together.c) wants a line. */
static void every_method_was_asked(bool all)
{
	size_t count, shut = 0;
	const struct contract_method *methods = contract_methods(&count);

	for (size_t i = 0; i < count; i++) {
		const char *name = methods[i].full_name;

		if (pair_left_out(name) || counts->answered[i] > 0)
			continue;
		if (all && is_open(name))
			fail_msg("%s never succeeded: let tests/property/pair_together.c do it", name);
		if (all && counts->reached[i] == 0)
			fail_msg("%s was asked in vain: teach tests/property/pair_request.c its fields", name);
		shut++;
	}
	print_message("%zu methods, %zu of them never open to a coachee%s\n", count, shut, all ? "" : " in so few");
}

static void play_all(unsigned first, long pairs)
{
	struct verdict *verdicts = shared(sizeof(*verdicts) * WORKERS);
	struct pair_counts *parts = shared(sizeof(*parts) * WORKERS);
	pid_t workers[WORKERS];

	/* Each worker plays its share, one process a history. */
	for (int w = 0; w < WORKERS; w++) {
		workers[w] = fork();
		if (workers[w] != 0)
			continue;
		for (long n = w; n < pairs && verdicts[w].failure[0] == '\0'; n += WORKERS) {
			struct history history = { .seed = first + (unsigned)n, .n_steps = STEPS };
			int status;

			waitpid(begin(&history, &parts[w], &verdicts[w]), &status, 0);
			if (status != 0 && verdicts[w].failure[0] == '\0')
				snprintf(verdicts[w].failure, sizeof(verdicts[w].failure), "the history broke down");
			if (verdicts[w].failure[0] != '\0')
				verdicts[w].failed_at = (int)history.seed;
		}
		_exit(0);
	}
	for (int w = 0; w < WORKERS; w++)
		waitpid(workers[w], NULL, 0);
	for (int w = 0; w < WORKERS; w++) {
		long *to = (long *)counts, *from = (long *)&parts[w];

		for (size_t i = 0; i < sizeof(*counts) / sizeof(long); i++)
			to[i] += from[i];
	}
	for (int w = 0; w < WORKERS; w++)
		if (verdicts[w].failure[0] != '\0') {
			struct history history = { .seed = (unsigned)verdicts[w].failed_at, .n_steps = STEPS };

			print_error("seed %u: %s\n", history.seed, verdicts[w].failure);
			shrink(&history, &verdicts[w]);
			report(&history, &verdicts[w]);
			fail();
		}
}

static void the_coachee_cannot_tell_the_two_apart(void **state)
{
	long pairs = number_of("RIDEALONG_SEED", -1) >= 0 ? 1 : number_of("RIDEALONG_PAIRS", PAIRS);

	(void)state;
	play_all((unsigned)number_of("RIDEALONG_SEED", 1), pairs);
	print_message(
		"%ld pairs, %ld steps, %ld in secret; %ld calls of coachees (%ld answered, %ld pages) and %ld mails "
		"compared; %ld ended with a reveal; 0 bytes differ\n",
		counts->pairs, counts->steps, counts->hidden, counts->calls, counts->answers, counts->pages,
		counts->mails, counts->ended);
	every_method_was_asked(pairs >= ENOUGH);
}

/* The harness itself: each kind of leak is found, and cut down to a few steps. */
static void finds(enum pair_leak leak, const char *what)
{
	struct verdict *verdict = shared(sizeof(*verdict));

	for (unsigned seed = 1; seed < 60; seed++) {
		struct history history = { .seed = seed, .n_steps = STEPS, .leak = leak };
		int left = 0;

		if (!leaks(&history, verdict))
			continue;
		shrink(&history, verdict);
		for (int step = 0; step < history.n_steps; step++)
			left += !history.skip[step];
		print_message("%s: found with seed %u, in %d steps: %.120s\n", what, seed, left, verdict->failure);
		assert_true(left <= 6);
		munmap(verdict, sizeof(*verdict));
		return;
	}
	fail_msg("%s is not found", what);
}

static void leaks_made_on_purpose_are_found(void **state)
{
	(void)state;
	finds(PAIR_LEAK_ROW, "a list without its predicate");
	finds(PAIR_LEAK_EVENT, "an event with too wide an audience");
	finds(PAIR_LEAK_ID, "an id that counts what is hidden");
	finds(PAIR_LEAK_REVEAL, "a comparison after the reveal");
}

static int open_pair(void **state)
{
	(void)state;
	counts = shared(sizeof(*counts));
	pair_open(&pair, counts);
	return 0;
}

static int close_pair(void **state)
{
	(void)state;
	pair_close(&pair);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_coachee_cannot_tell_the_two_apart),
		cmocka_unit_test(leaks_made_on_purpose_are_found),
	};

	return cmocka_run_group_tests(tests, open_pair, close_pair);
}
