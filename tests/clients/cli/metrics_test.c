/* tests/ — how the daemon's counts are printed: against a daemon that the test plays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/status.h"
#include "ridealong/v1/admin.pb-c.h"
#include "tests/clients/client/fake.h"
#include "typed.h"

static char folder[] = "/tmp/ridealong-metrics-XXXXXX";

#define RUN(...) typed(folder, __VA_ARGS__)
#define SQUEEZED " | tr -s ' ' | sed 's/ $//'"

enum { BUCKETS = 32, GROUPS = 9 };

/* What the played daemon counts; each test begins with a busy one that is well. */
static struct {
	Metrics metrics;
	MethodMetrics methods[3], *method_pointers[3];
	QueueMetrics queues[4], *queue_pointers[4];
	Duration durations[16];
	int64_t latencies[3][BUCKETS], commits[BUCKETS], groups[GROUPS];
	Timestamp start;
	size_t durations_used;
	int admin;
} now;

static Duration *duration(int64_t ms)
{
	Duration *ret = &now.durations[now.durations_used++];

	duration__init(ret);
	ret->seconds = ms / 1000;
	ret->nanos = (int32_t)(ms % 1000 * 1000000);
	return ret;
}

static void make_method(int i, const char *name, const char *lane, int64_t total_ms, int64_t waited_ms)
{
	method_metrics__init(&now.methods[i]);
	now.method_pointers[i] = &now.methods[i];
	now.methods[i].method = (char *)name;
	now.methods[i].lane = (char *)lane;
	now.methods[i].total = duration(total_ms);
	now.methods[i].waited = duration(waited_ms);
	now.methods[i].latency_buckets = now.latencies[i];
	now.methods[i].n_latency_buckets = BUCKETS;
}

static void add_calls(int i, int bucket, int64_t calls)
{
	now.latencies[i][bucket] += calls;
	now.methods[i].calls += calls;
}

static void make_queue(int i, const char *name, int most, int limit)
{
	queue_metrics__init(&now.queues[i]);
	now.queue_pointers[i] = &now.queues[i];
	now.queues[i].queue = (char *)name;
	now.queues[i].most = most;
	now.queues[i].limit = limit;
}

static int make_daemon(void **state)
{
	(void)state;
	memset(&now, 0, sizeof(now));
	now.admin = 1;
	metrics__init(&now.metrics);
	timestamp__init(&now.start);
	now.start.seconds = 1772434800;
	now.metrics.start_time = &now.start;
	make_method(0, "ridealong.v1.Admin/CreateToken", "write", 400, 100);
	add_calls(0, 12, 50);
	make_method(1, "ridealong.v1.Sessions/ListSessions", "read", 900, 0);
	add_calls(1, 7, 500);
	add_calls(1, 10, 485);
	add_calls(1, 14, 15);
	now.methods[1].errors = 3;
	make_method(2, "ridealong.v1.Events/WatchEvents", "loop", 300000, 0);
	add_calls(2, 31, 10);
	now.metrics.methods = now.method_pointers;
	now.metrics.n_methods = 3;
	make_queue(0, "write_small", 12, 4096);
	make_queue(1, "write_large", 0, 4096);
	make_queue(2, "slow", 2, 256);
	make_queue(3, "parked", 60, 4096);
	now.metrics.queues = now.queue_pointers;
	now.metrics.n_queues = 4;
	now.metrics.commits = 20;
	now.metrics.writes = 50;
	now.groups[0] = 10;
	now.groups[2] = 10;
	now.metrics.group_size_buckets = now.groups;
	now.metrics.n_group_size_buckets = GROUPS;
	now.commits[11] = 19;
	now.commits[13] = 1;
	now.metrics.commit_buckets = now.commits;
	now.metrics.n_commit_buckets = BUCKETS;
	now.metrics.commit_time = duration(45);
	now.metrics.work_time = duration(1234);
	now.metrics.checkpoints = 2;
	now.metrics.checkpoint_time = duration(52);
	now.metrics.longest_checkpoint = duration(41);
	now.metrics.wal_size = 4096 * 1000;
	now.metrics.wal_pending = 4096;
	now.metrics.callers = 5;
	now.metrics.calls_under_way = 1;
	now.metrics.memory = INT64_C(24) * 1024 * 1024;
	now.metrics.peak_memory = INT64_C(31) * 1024 * 1024;
	now.metrics.timers = 1204;
	return 0;
}

static int answer(void *arg, const Request *request, Reply *reply)
{
	Status status = STATUS__INIT;
	Timestamp time = TIMESTAMP__INIT;

	(void)arg;
	if (strcmp(request->method, "ridealong.v1.Admin/GetMetrics") == 0) {
		fake_payload(reply, &now.metrics.base);
	} else if (strcmp(request->method, "ridealong.v1.Admin/GetStatus") == 0) {
		status.version = (char *)RIDEALONG_VERSION;
		status.caller = (char *)(now.admin ? "admin" : "people/daan");
		status.admin = now.admin;
		status.simulation = 1;
		status.clock_time = &time;
		fake_payload(reply, &status.base);
	} else {
		reply->status = STATUS_NOT_FOUND;
	}
	return 1;
}

static void does_not_say(const char *text)
{
	if (strstr(typed_out, text) != NULL)
		fail_msg("it says \"%s\":\n%s", text, typed_out);
}

static void every_method_has_a_line_with_calls_errors_and_bounds_of_its_time(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong metrics" SQUEEZED), 0);
	typed_says("Method Lane Calls Errors p50 p99 Waited\n"
		   "Sessions/ListSessions read 1000 3 ≤ 128 µs ≤ 17 ms\n"
		   "Admin/CreateToken write 50 0 ≤ 4.1 ms ≤ 4.1 ms 2.0 ms\n"
		   "Events/WatchEvents loop 10 0 > 17 min > 17 min\n");
}

static void the_daemons_own_numbers_stand_above_them(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong metrics" SQUEEZED), 0);
	typed_says("Callers connected: 5\n");
	typed_says("Memory: 24 MiB, at most 31 MiB\n");
	typed_says("Timers that wait: 1204\n");
	typed_says("Commits: 20, of 2.5 writes on average\n");
	typed_says("One COMMIT: p50 ≤ 2.1 ms, p99 ≤ 8.2 ms; over 100 ms: 0\n");
	typed_says("Write lane: 45 ms in COMMIT, 1.3 s at its own work\n");
	typed_says("Checkpoints: 2, the longest 41 ms\n");
	typed_says("WAL: 4.0 MiB, of it pending 4 KiB\n");
	typed_says("Queue Now Most Room Turned away\n"
		   "writes 0 12 4096 0\n"
		   "writes of 64 KiB and more 0 0 4096 0\n"
		   "slow calls 0 2 256 0\n"
		   "calls that wait for something 0 60 4096 0\n");
}

static void a_daemon_that_did_nothing_yet_has_nothing_to_tell(void **state)
{
	(void)state;
	now.metrics.n_methods = 0;
	now.metrics.commits = now.metrics.writes = 0;
	memset(now.commits, 0, sizeof(now.commits));
	memset(now.groups, 0, sizeof(now.groups));
	assert_int_equal(RUN("ridealong metrics" SQUEEZED), 0);
	typed_says("Commits: 0\n");
	does_not_say("One COMMIT");
	does_not_say("Method");
}

static void the_numbers_are_there_in_dutch(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong --locale nl metrics" SQUEEZED), 0);
	typed_says("Commits: 20, van gemiddeld 2,5 schrijfacties\n");
	typed_says("Sessions/ListSessions read 1000 3 ≤ 128 µs ≤ 17 ms\n");
	typed_says("Admin/CreateToken write 50 0 ≤ 4,1 ms ≤ 4,1 ms 2,0 ms\n");
}

static void programs_get_all_of_it_as_json(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong --output json metrics | jq -c '.methods[1].calls, .commitTime, .queues[0], "
			     ".groupSizeBuckets'"),
		0);
	assert_string_equal(typed_out, "\"1000\"\n\"0.045s\"\n"
				       "{\"queue\":\"write_small\",\"most\":12,\"limit\":4096}\n"
				       "[\"10\",\"0\",\"10\",\"0\",\"0\",\"0\",\"0\",\"0\",\"0\"]\n");
	assert_int_equal(RUN("ridealong --output jsonl metrics | wc -l"), 0);
	assert_string_equal(typed_out, "1\n");
}

static void prometheus_buckets_hold_what_is_in_those_below(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong metrics --prometheus | grep -E 'ListSessions|# (HELP|TYPE) "
			     "ridealong_call_duration_seconds' | grep duration"),
		0);
	typed_says("# HELP ridealong_call_duration_seconds Time of calls from arrival to answer.\n"
		   "# TYPE ridealong_call_duration_seconds histogram\n"
		   "ridealong_call_duration_seconds_bucket{method=\"Sessions/ListSessions\",lane=\"read\","
		   "le=\"0.000016\"} 0\n");
	typed_says("le=\"0.000064\"} 0\n");
	typed_says("le=\"0.000128\"} 500\n");
	typed_says("le=\"0.000512\"} 500\n");
	typed_says("le=\"0.001024\"} 985\n");
	typed_says("le=\"0.016384\"} 1000\n");
	typed_says("le=\"67.108864\"} 1000\n");
	typed_says("le=\"+Inf\"} 1000\n"
		   "ridealong_call_duration_seconds_sum{method=\"Sessions/ListSessions\",lane=\"read\"} 0.900000000\n"
		   "ridealong_call_duration_seconds_count{method=\"Sessions/ListSessions\",lane=\"read\"} 1000\n");
	assert_int_equal(RUN("ridealong metrics --prometheus | grep -E 'commit_(writes|duration_seconds_count)'"), 0);
	typed_says("ridealong_commit_writes_bucket{le=\"1\"} 10\n"
		   "ridealong_commit_writes_bucket{le=\"2\"} 10\n"
		   "ridealong_commit_writes_bucket{le=\"4\"} 20\n");
	typed_says("ridealong_commit_writes_bucket{le=\"256\"} 20\n"
		   "ridealong_commit_writes_bucket{le=\"+Inf\"} 20\n"
		   "ridealong_commit_writes_sum 50\n"
		   "ridealong_commit_writes_count 20\n");
	typed_says("ridealong_commit_duration_seconds_count 20\n");
}

static void what_took_longer_than_the_last_bound_is_in_the_infinite_bucket(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong metrics --prometheus | grep 'bucket.*WatchEvents' | tail -2"), 0);
	typed_says("le=\"67.108864\"} 0\n");
	typed_says("le=\"+Inf\"} 10\n");
}

static void prometheus_counters_end_in_total_and_labels_are_escaped(void **state)
{
	(void)state;
	now.methods[1].method = (char *)"ridealong.v1.Sessions/List\"Ses\\sions";
	now.metrics.timer_lag = duration(90500);
	assert_int_equal(RUN("ridealong --locale nl metrics --prometheus"), 0);
	typed_says("ridealong_call_errors_total{method=\"Sessions/List\\\"Ses\\\\sions\",lane=\"read\"} 3\n");
	typed_says("ridealong_call_queue_seconds_total{method=\"Admin/CreateToken\",lane=\"write\"} 0.100000000\n");
	typed_says("# TYPE ridealong_checkpoints_total counter\nridealong_checkpoints_total 2\n");
	typed_says("# TYPE ridealong_timer_lag_seconds gauge\nridealong_timer_lag_seconds 90.500000000\n");
	typed_says("ridealong_queue_length_max{queue=\"write_small\"} 12\n");
	assert_int_equal(
		RUN("ridealong metrics --prometheus | grep '^# TYPE .* counter' | grep -v '_total counter$'"), 1);
	assert_int_equal(RUN("ridealong metrics --prometheus | grep '_total gauge$'"), 1);
}

static void the_manual_names_every_family(void **state)
{
	(void)state;
	assert_int_equal(
		RUN("ridealong metrics --prometheus | sed -n 's/^# TYPE \\([^ ]*\\) .*/\\1/p' | while read -r name; do "
		    "echo .; grep -qw \"$name\" $RIDEALONG_SOURCE/packaging/man/ridealong-metrics.7 || "
		    "echo \"$name is not in it\"; done | sort | uniq -c"),
		0);
	typed_says(" .\n");
	does_not_say("is not in it");
}

static void one_form_is_asked_for_at_a_time(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong --output json metrics --prometheus"), 2);
	typed_complains("either --prometheus or --output");
}

/* ---- unasked ---- */

static void a_daemon_that_is_well_is_not_spoken_of(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong status"), 0);
	does_not_say("Worth knowing");
	now.queues[0].waiting = 255;
	now.queues[3].waiting = 2000;
	now.metrics.slow_commits = 2;
	now.methods[1].reruns = 2;
	assert_int_equal(RUN("ridealong status"), 0);
	does_not_say("Worth knowing");
}

static void what_is_worth_knowing_is_said_with_who_makes_it_busy(void **state)
{
	(void)state;
	now.queues[0].waiting = 312;
	now.queues[1].refused = 7;
	now.metrics.slow_commits = 3;
	now.methods[1].reruns = 11;
	now.metrics.timer_lag = duration(3 * 3600 * 1000);
	assert_int_equal(RUN("ridealong status"), 0);
	typed_says("\nWorth knowing:\n"
		   "  · writes: 312 wait now, of 4096 that may.\n"
		   "  · writes of 64 KiB and more: 0 wait now, of 4096 that may. There was no room for 7.\n"
		   "  · The disk is slow: 3 of 20 COMMITs took over 100 ms.\n"
		   "  · Sessions/ListSessions: 11 of 1000 calls were too much for their turn and ran again in the slow "
		   "lane.\n"
		   "  · The most overdue timer has been due for 3 h 00 min.\n"
		   "    Busiest:\n"
		   "      Sessions/ListSessions: 1000 calls, p99 ≤ 17 ms\n"
		   "      Admin/CreateToken: 50 calls, p99 ≤ 4.1 ms\n"
		   "    All of it: ridealong metrics\n");
	assert_int_equal(RUN("ridealong --locale nl status"), 0);
	typed_says("\nGoed om te weten:\n");
	assert_int_equal(RUN("ridealong --output json status | jq -r .caller"), 0);
	assert_string_equal(typed_out, "admin\n");
}

static void others_than_administrators_are_told_nothing_of_it(void **state)
{
	(void)state;
	now.admin = 0;
	now.metrics.slow_commits = 20;
	assert_int_equal(RUN("ridealong status"), 0);
	does_not_say("Worth knowing");
	RUN("ridealong doctor");
	does_not_say("COMMIT");
}

static void the_doctor_says_how_writing_goes(void **state)
{
	(void)state;
	RUN("ridealong doctor");
	typed_says("✓ disk: a COMMIT takes ≤ 8.2 ms (99 in 100)\n");
	typed_says("✓ write queue: never full: at most 12 waited, of 4096 that may\n");
}

static void the_doctor_warns_of_a_slow_disk_and_of_a_full_queue(void **state)
{
	const int well = RUN("ridealong doctor");

	(void)state;
	now.metrics.slow_commits = 3;
	now.queues[0].refused = 41;
	assert_int_equal(RUN("ridealong doctor"), well); /* all works */
	typed_says("! disk: 3 of 20 COMMITs took over 100 ms");
	typed_says("! write queue: it was full, and had no room for 41 calls since ");
	RUN("ridealong --locale nl doctor");
	typed_says("! schijf: 3 van 20 COMMITs duurden langer dan 100 ms");
	assert_int_equal(RUN("ridealong --output json doctor | jq -c '.[] | select(.what == \"disk\") | .well'"), 0);
	assert_string_equal(typed_out, "false\n");
}

static void the_doctor_warns_of_every_queue_that_was_full(void **state)
{
	(void)state;
	RUN("ridealong doctor");
	does_not_say("there was no room");
	now.queues[2].refused = 134537;
	now.queues[3].refused = 7;
	RUN("ridealong doctor");
	typed_says("! slow calls: there was no room for 134537 of them since ");
	typed_says("! calls that wait for something: there was no room for 7 of them since ");
	typed_says("✓ write queue: never full");
	RUN("ridealong --locale nl doctor");
	typed_says("was er voor 134537 geen plaats");
}

static struct fake *fake;

static int setup(void **state)
{
	(void)state;
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "Europe/Amsterdam", 1);
	unsetenv("LANGUAGE");
	unsetenv("COLUMNS");
	setenv("RIDEALONG_SERVER", fake_url(), 1);
	fake = fake_start(fake_url(), answer, NULL);
	return mkdtemp(folder) == NULL ? -1 : 0;
}

static int teardown(void **state)
{
	char line[100];

	(void)state;
	fake_stop(fake);
	snprintf(line, sizeof(line), "rm -rf %s", folder);
	return system(line);
}

int main(void)
{
#define OF_A_DAEMON(test) cmocka_unit_test_setup(test, make_daemon)
	const struct CMUnitTest tests[] = {
		OF_A_DAEMON(every_method_has_a_line_with_calls_errors_and_bounds_of_its_time),
		OF_A_DAEMON(the_daemons_own_numbers_stand_above_them),
		OF_A_DAEMON(a_daemon_that_did_nothing_yet_has_nothing_to_tell),
		OF_A_DAEMON(the_numbers_are_there_in_dutch),
		OF_A_DAEMON(programs_get_all_of_it_as_json),
		OF_A_DAEMON(prometheus_buckets_hold_what_is_in_those_below),
		OF_A_DAEMON(what_took_longer_than_the_last_bound_is_in_the_infinite_bucket),
		OF_A_DAEMON(prometheus_counters_end_in_total_and_labels_are_escaped),
		OF_A_DAEMON(the_manual_names_every_family),
		OF_A_DAEMON(one_form_is_asked_for_at_a_time),
		OF_A_DAEMON(a_daemon_that_is_well_is_not_spoken_of),
		OF_A_DAEMON(what_is_worth_knowing_is_said_with_who_makes_it_busy),
		OF_A_DAEMON(others_than_administrators_are_told_nothing_of_it),
		OF_A_DAEMON(the_doctor_says_how_writing_goes),
		OF_A_DAEMON(the_doctor_warns_of_a_slow_disk_and_of_a_full_queue),
		OF_A_DAEMON(the_doctor_warns_of_every_queue_that_was_full),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
