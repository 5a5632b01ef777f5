/* A folder of .ics files as a subscription of the built plugin. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../host.h"
#include "events.h"

#include "proto/status.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct bench {
	struct ridealong_host host;
	char folder[64], other[80];
	const char *settings[8][2];
	struct ridealong_work work;
};

static int set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));

	strcpy(bench->folder, "/tmp/ridealong-folder.XXXXXX");
	assert_non_null(mkdtemp(bench->folder));
	snprintf(bench->other, sizeof(bench->other), "%s/other", bench->folder);
	assert_int_equal(mkdir(bench->other, 0700), 0);
	bench->settings[0][0] = "work.folder";
	bench->settings[0][1] = bench->folder;
	bench->settings[1][0] = "work.owner";
	bench->settings[1][1] = "anna@ridealong.example";
	bench->host.settings = (const char *const(*)[2])bench->settings;
	bench->host.now_us = NOW_US;
	*state = bench;
	return 0;
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *place)
{
	(void)info;
	(void)kind;
	(void)place;
	return remove(path);
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	host_stop(&bench->host, false);
	nftw(bench->folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
	free(bench);
	return 0;
}

static const char *path_of(const struct bench *bench, const char *name)
{
	static char paths[2][200];
	static int next;

	next = !next;
	snprintf(paths[next], sizeof(paths[next]), "%s/%s", bench->folder, name);
	return paths[next];
}

static void file_write(const struct bench *bench, const char *name, const char *text)
{
	FILE *file = fopen(path_of(bench, name), "w");

	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void settle(struct bench *bench, int status)
{
	host_settle(&bench->host, &bench->work);
	if (bench->work.status != status)
		fail_msg("%d: %s", bench->work.status, bench->work.message);
}

static int state_of(const struct bench *bench, const char *uid)
{
	return host_meeting(&bench->host, uid, "")->state;
}

static void a_folder_is_read_when_everything_settles(void **state)
{
	struct bench *bench = *state;
	struct ridealong_host *host = &bench->host;

	host_start(host);
	file_write(bench, "a.ics", BEGIN AT("one", "10") AT("two", "11") AT("three", "12") END);
	file_write(bench, "b.ics", "not yet a calendar");
	file_write(bench, "notes.txt", BEGIN AT("other", "10") END);
	settle(bench, STATUS_OK);
	assert_int_equal(host->meeting_count, 3);
	assert_string_equal(host->meetings[0]->calendar, "work/a.ics");
	assert_string_equal(host->last_act_as, "");

	file_write(bench, "a.ics", BEGIN AT("one", "10") AT("two", "11") END);
	file_write(bench, "b.ics", BEGIN AT("mended", "12") END);
	settle(bench, STATUS_OK);
	assert_int_equal(host->meeting_count, 4);
	assert_int_equal(state_of(bench, "three"), MEETING_STATE_CANCELLED);
	assert_int_equal(state_of(bench, "one"), MEETING_STATE_SCHEDULED);

	host->batches = host->pages = 0;
	settle(bench, STATUS_OK);
	assert_int_equal(host->batches + host->pages, 0); /* nothing has changed, nobody is asked */
}

static void a_file_that_went_while_nobody_looked_is_noticed(void **state)
{
	struct bench *bench = *state;
	struct ridealong_host *host = &bench->host;

	host_start(host);
	file_write(bench, "a.ics", BEGIN AT("one", "10") END);
	settle(bench, STATUS_OK);
	host_stop(host, true);
	unlink(path_of(bench, "a.ics"));
	host_start(host);
	settle(bench, STATUS_OK); /* most of what is coming would go, so that somebody has to say so */
	assert_int_equal(state_of(bench, "one"), MEETING_STATE_SCHEDULED);
	assert_non_null(strstr(host->logged, "1 of the 1 meetings that are coming are in it no more"));
	host_stop(host, true);
	host->now_us = NOW_US + 20 * 24 * 60 * MINUTES; /* nothing of it is coming any more */
	host_start(host);
	settle(bench, STATUS_OK);
	assert_int_equal(state_of(bench, "one"), MEETING_STATE_SCHEDULED);
	file_write(bench, "a.ics", BEGIN AT("again", "30") END);
	settle(bench, STATUS_OK);
	assert_int_equal(state_of(bench, "again"), MEETING_STATE_SCHEDULED);
}

static void what_fails_is_tried_again_and_holds_up_whoever_waits(void **state)
{
	struct bench *bench = *state;
	struct ridealong_host *host = &bench->host;

	host_start(host);
	settle(bench, STATUS_OK);
	file_write(bench, "c.ics", BEGIN AT("late", "12") END);
	host->fail_next = STATUS_UNAVAILABLE;
	settle(bench, STATUS_UNAVAILABLE);
	assert_int_equal(host->meeting_count, 0);
	assert_in_range(host_due(host, "read/work") - host->now_us, 15 * MINUTES, 15 * MINUTES + 90 * MINUTES / 60);
	host_timer(host, "read/work", &bench->work);
	assert_int_equal(state_of(bench, "late"), MEETING_STATE_SCHEDULED);
}

static void a_folder_that_is_away_changes_nothing(void **state)
{
	struct bench *bench = *state;
	char away[80];

	bench->settings[0][1] = bench->other;
	host_start(&bench->host);
	file_write(bench, "other/a.ics", BEGIN AT("one", "10") END);
	settle(bench, STATUS_OK);
	snprintf(away, sizeof(away), "%s-away", bench->other);
	assert_int_equal(rename(bench->other, away), 0);
	settle(bench, STATUS_OK);
	assert_int_equal(state_of(bench, "one"), MEETING_STATE_SCHEDULED);
	assert_non_null(strstr(bench->host.logged, " is not there"));
	assert_int_equal(rename(away, bench->other), 0);
	settle(bench, STATUS_OK);
	assert_int_equal(state_of(bench, "one"), MEETING_STATE_SCHEDULED);
}

static void a_file_that_is_put_in_the_place_of_another_is_the_same_calendar(void **state)
{
	struct bench *bench = *state;

	host_start(&bench->host);
	file_write(bench, "a.ics", BEGIN AT("one", "10") AT("two", "11") END);
	settle(bench, STATUS_OK);
	file_write(bench, ".a.ics.new", BEGIN AT("one", "12") AT("two", "11") END);
	settle(bench, STATUS_OK);
	assert_int_equal(bench->host.meeting_count, 2);
	assert_int_equal(rename(path_of(bench, ".a.ics.new"), path_of(bench, "a.ics")), 0);
	settle(bench, STATUS_OK);
	assert_int_equal(bench->host.meeting_count, 2);
	assert_int_equal(host_meeting(&bench->host, "one", "")->start_time->seconds, 1773306000);
}

static const char *calendar_of(const struct bench *bench, const char *uid)
{
	return host_meeting(&bench->host, uid, "")->calendar;
}

static void a_file_under_another_name_is_the_same_calendar(void **state)
{
	struct bench *bench = *state;

	host_start(&bench->host);
	file_write(bench, "a.ics", BEGIN AT("one", "10") AT("two", "11") AT("three", "12") END);
	file_write(bench, "other.ics", BEGIN AT("four", "10") END);
	settle(bench, STATUS_OK);
	assert_int_equal(rename(path_of(bench, "a.ics"), path_of(bench, "b.ics")), 0);
	bench->host.batches = 0;
	settle(bench, STATUS_OK);
	assert_int_equal(bench->host.batches, 0);
	assert_int_equal(bench->host.meeting_count, 4);
	assert_string_equal(calendar_of(bench, "two"), "work/b.ics");
	assert_int_equal(bench->host.warnings, 0);

	/* a new export, with the day in its name: some have come, some have gone, and one was moved */
	unlink(path_of(bench, "b.ics"));
	file_write(bench, "c.ics", BEGIN AT("one", "13") AT("two", "11") AT("five", "14") END);
	settle(bench, STATUS_OK);
	assert_int_equal(bench->host.meeting_count, 5);
	assert_string_equal(calendar_of(bench, "one"), "work/c.ics");
	assert_int_equal(host_meeting(&bench->host, "one", "")->start_time->seconds, 1773392400);
	assert_int_equal(state_of(bench, "three"), MEETING_STATE_CANCELLED);
	assert_string_equal(calendar_of(bench, "four"), "work/other.ics");

	host_stop(&bench->host, true); /* renamed while nobody looked */
	assert_int_equal(rename(path_of(bench, "c.ics"), path_of(bench, "d.ics")), 0);
	host_start(&bench->host);
	settle(bench, STATUS_OK);
	assert_int_equal(bench->host.meeting_count, 5);
	assert_string_equal(calendar_of(bench, "one"), "work/d.ics");
	assert_int_equal(state_of(bench, "five"), MEETING_STATE_SCHEDULED);
}

static void a_file_that_was_away_for_a_while_comes_back_under_another_name(void **state)
{
	struct bench *bench = *state;

	host_start(&bench->host);
	file_write(bench, "a.ics", BEGIN AT("one", "10") AT("two", "11") END);
	settle(bench, STATUS_OK);
	unlink(path_of(bench, "a.ics"));
	settle(bench, STATUS_OK); /* held, because most would go */
	file_write(bench, "b.ics", BEGIN AT("one", "10") AT("two", "11") END);
	settle(bench, STATUS_OK);
	assert_int_equal(bench->host.meeting_count, 2);
	assert_string_equal(calendar_of(bench, "one"), "work/b.ics");
	assert_int_equal(state_of(bench, "one"), MEETING_STATE_SCHEDULED);
}

static void another_file_in_place_of_one_that_went_is_no_rename(void **state)
{
	struct bench *bench = *state;

	host_start(&bench->host);
	file_write(bench, "a.ics", BEGIN AT("one", "10") AT("two", "11") END);
	settle(bench, STATUS_OK);
	unlink(path_of(bench, "a.ics"));
	file_write(bench, "b.ics", BEGIN AT("one", "10") AT("six", "11") AT("seven", "12") END); /* half is not most */
	settle(bench, STATUS_OK);
	assert_int_equal(bench->host.meeting_count, 5);
	assert_string_equal(calendar_of(bench, "two"), "work/a.ics");
	assert_string_equal(calendar_of(bench, "six"), "work/b.ics");
}

static void a_message_about_a_calendar_that_went_is_no_rename(void **state)
{
	struct bench *bench = *state;

	host_start(&bench->host);
	file_write(bench, "a.ics", BEGIN AT("one", "10") END);
	settle(bench, STATUS_OK);
	unlink(path_of(bench, "a.ics"));
	file_write(bench, "mail.ics", BEGIN "METHOD:REQUEST\r\n" AT("one", "10") END);
	settle(bench, STATUS_OK);
	assert_string_equal(calendar_of(bench, "one"), "work/a.ics");
}

static void a_rename_that_the_daemon_does_not_hear_of_is_made_up_for(void **state)
{
	struct bench *bench = *state;

	host_start(&bench->host);
	file_write(bench, "a.ics", BEGIN AT("one", "10") END);
	settle(bench, STATUS_OK);
	assert_int_equal(rename(path_of(bench, "a.ics"), path_of(bench, "b.ics")), 0);
	bench->host.fail_method = "BatchUpsertMeetings";
	settle(bench, STATUS_UNAVAILABLE);
	assert_string_equal(calendar_of(bench, "one"), "work/a.ics");
	assert_int_equal(state_of(bench, "one"), MEETING_STATE_SCHEDULED);
	settle(bench, STATUS_OK);
	assert_string_equal(calendar_of(bench, "one"), "work/b.ics");
	assert_int_equal(bench->host.meeting_count, 1);
}

static void a_half_written_file_cancels_nothing(void **state)
{
	struct bench *bench = *state;

	host_start(&bench->host);
	file_write(bench, "a.ics", BEGIN AT("one", "10") AT("two", "11") AT("three", "12") END);
	settle(bench, STATUS_OK);
	file_write(bench, "a.ics", BEGIN AT("one", "10") AT("two", "11"));
	settle(bench, STATUS_OK);
	assert_int_equal(state_of(bench, "three"), MEETING_STATE_SCHEDULED);
	file_write(bench, "a.ics", BEGIN AT("one", "10") AT("two", "11") END);
	settle(bench, STATUS_OK);
	assert_int_equal(state_of(bench, "three"), MEETING_STATE_CANCELLED);
}

static void what_cannot_be_read_keeps_its_meetings_and_is_told_once(void **state)
{
	struct bench *bench = *state;
	int warnings;

	host_start(&bench->host);
	file_write(bench, "other/real.ics", BEGIN AT("linked", "10") END);
	assert_int_equal(symlink("other/real.ics", path_of(bench, "link.ics")), 0);
	settle(bench, STATUS_OK);
	assert_int_equal(state_of(bench, "linked"), MEETING_STATE_SCHEDULED);
	if (geteuid() != 0)
		skip(); /* only root can make what does not belong to itself */
	file_write(bench, "other/secret.ics", BEGIN AT("secret", "10") END);
	assert_int_equal(chown(path_of(bench, "other/secret.ics"), 12345, 12345), 0);
	assert_int_equal(symlink("other/secret.ics", path_of(bench, "theft.ics")), 0);
	assert_int_equal(lchown(path_of(bench, "theft.ics"), 12346, 12346), 0);
	settle(bench, STATUS_OK);
	assert_int_equal(bench->host.meeting_count, 1);
	assert_non_null(strstr(bench->host.logged, "the service may not read work/theft.ics"));
	warnings = bench->host.warnings;
	settle(bench, STATUS_OK);
	assert_int_equal(bench->host.warnings, warnings);
	assert_int_equal(lchown(path_of(bench, "theft.ics"), 12345, 12345), 0);
	settle(bench, STATUS_OK);
	assert_int_equal(bench->host.meeting_count, 2);
}

static void two_folders_may_have_files_of_one_name(void **state)
{
	struct bench *bench = *state;

	bench->settings[2][0] = "home.folder";
	bench->settings[2][1] = bench->other;
	bench->settings[3][0] = "home.owner";
	bench->settings[3][1] = "a.visser@ridealong.example"; /* another address of hers */
	host_start(&bench->host);
	file_write(bench, "a.ics", BEGIN AT("one", "10") END);
	file_write(bench, "other/a.ics", BEGIN AT("two", "11") END);
	settle(bench, STATUS_OK);
	settle(bench, STATUS_OK);
	assert_int_equal(bench->host.meeting_count, 2);
	assert_string_not_equal(bench->host.meetings[0]->calendar, bench->host.meetings[1]->calendar);
	assert_int_equal(state_of(bench, "one"), MEETING_STATE_SCHEDULED);
	assert_int_equal(state_of(bench, "two"), MEETING_STATE_SCHEDULED);
}

static void a_change_is_read_by_itself(void **state)
{
	struct bench *bench = *state;

	host_start(&bench->host);
	settle(bench, STATUS_OK);
	file_write(bench, "a.ics", BEGIN AT("one", "10") END);
	while (bench->host.meeting_count == 0)
		uv_run(&bench->host.loop, UV_RUN_NOWAIT);
	assert_int_equal(state_of(bench, "one"), MEETING_STATE_SCHEDULED);
}

static void thousands_of_files_are_read_one_by_one(void **state)
{
	struct bench *bench = *state;
	char name[32];

	host_start(&bench->host);
	for (int i = 0; i < 3000; i++) {
		snprintf(name, sizeof(name), "%d.ics", i);
		file_write(bench, name, i == 2999 ? BEGIN AT("last", "10") END : BEGIN END);
	}
	settle(bench, STATUS_OK);
	assert_int_equal(state_of(bench, "last"), MEETING_STATE_SCHEDULED);
	bench->host.pages = 0;
	settle(bench, STATUS_OK);
	assert_int_equal(bench->host.pages, 0);
}

#define MESSAGE(method, sequence, uid, day)                                                                            \
	"BEGIN:VCALENDAR\r\nMETHOD:" method "\r\nBEGIN:VEVENT\r\nUID:" uid "\r\nSEQUENCE:" sequence                    \
	"\r\nDTSTAMP:2026010" sequence "T000000Z\r\nDTSTART:202603" day                                                \
	"T090000Z\r\nDURATION:PT1H\r\nSUMMARY:Visit\r\nEND:VEVENT\r\n" END

static void a_folder_that_was_made_anew_is_watched_too(void **state)
{
	struct bench *bench = *state;

	bench->settings[0][1] = bench->other;
	host_start(&bench->host);
	settle(bench, STATUS_OK);
	assert_int_equal(rmdir(bench->other), 0);
	settle(bench, STATUS_OK);
	assert_int_equal(mkdir(bench->other, 0700), 0);
	settle(bench, STATUS_OK);
	file_write(bench, "other/a.ics", BEGIN AT("one", "10") END);
	while (bench->host.meeting_count == 0) /* that it went was noticed, so that it may be read for that */
		uv_run(&bench->host.loop, UV_RUN_NOWAIT);
	settle(bench, STATUS_OK);
	file_write(bench, "other/b.ics", BEGIN AT("two", "11") END);
	while (bench->host.meeting_count == 1)
		uv_run(&bench->host.loop, UV_RUN_NOWAIT);
	assert_int_equal(state_of(bench, "two"), MEETING_STATE_SCHEDULED);
}

static void invitations_that_a_mail_program_puts_there_outlive_their_files(void **state)
{
	struct bench *bench = *state;
	struct ridealong_host *host = &bench->host;

	host_start(host);
	file_write(bench, "mail-1.ics", MESSAGE("REQUEST", "1", "one", "10"));
	file_write(bench, "mail-2.ics", MESSAGE("REQUEST", "1", "two", "11"));
	file_write(bench, "a.ics", BEGIN AT("other", "12") END);
	settle(bench, STATUS_OK);
	assert_int_equal(host->meeting_count, 3);
	assert_string_equal(host_meeting(host, "one", "")->calendar, "Invitations");
	file_write(bench, "mail-1.ics", MESSAGE("CANCEL", "2", "two", "11"));
	unlink(path_of(bench, "mail-2.ics"));
	settle(bench, STATUS_OK);
	assert_int_equal(state_of(bench, "one"), MEETING_STATE_SCHEDULED);
	assert_int_equal(state_of(bench, "two"), MEETING_STATE_CANCELLED);
	unlink(path_of(bench, "mail-1.ics"));
	settle(bench, STATUS_OK);
	assert_int_equal(state_of(bench, "one"), MEETING_STATE_SCHEDULED);
	assert_int_equal(state_of(bench, "two"), MEETING_STATE_CANCELLED);
	assert_int_equal(host->warnings, 0);
}

static void a_message_that_lies_there_is_not_read_again(void **state)
{
	struct bench *bench = *state;
	struct ridealong_host *host = &bench->host;

	host_start(host);
	file_write(bench, "a.ics", BEGIN AT("one", "10") AT("two", "11") AT("three", "12") END);
	settle(bench, STATUS_OK);
	file_write(bench, "mail.ics", MESSAGE("REQUEST", "1", "one", "13"));
	settle(bench, STATUS_OK);
	assert_int_equal(host_meeting(host, "one", "")->start_time->seconds, 1773392400);
	file_write(bench, "a.ics", BEGIN AT("two", "11") AT("three", "12") END);
	settle(bench, STATUS_OK);
	assert_int_equal(state_of(bench, "one"), MEETING_STATE_CANCELLED);
	host_stop(host, true);
	host_start(host);
	settle(bench, STATUS_OK);
	assert_int_equal(state_of(bench, "one"), MEETING_STATE_CANCELLED);
	assert_int_equal(host->meeting_count, 3);
}

static void what_a_message_changed_outlives_a_restart_beside_the_file_it_changed(void **state)
{
	struct bench *bench = *state;
	struct ridealong_host *host = &bench->host;

	host_start(host);
	file_write(bench, "a.ics", BEGIN AT("one", "10") AT("two", "11") END);
	settle(bench, STATUS_OK);
	file_write(bench, "mail.ics", MESSAGE("REQUEST", "1", "one", "13"));
	settle(bench, STATUS_OK);
	host_stop(host, true);
	host->now_us = NOW_US + 24 * 60 * MINUTES; /* of another day, all is worked out anew */
	host_start(host);
	settle(bench, STATUS_OK);
	assert_int_equal(host_meeting(host, "one", "")->start_time->seconds, 1773392400);
	assert_int_equal(host->meeting_count, 2);
}

static void messages_are_read_in_the_order_in_which_they_came(void **state)
{
	struct bench *bench = *state;
	struct timespec before[2] = { { .tv_sec = 1772400000 }, { .tv_sec = 1772400000 } };

	host_start(&bench->host);
	file_write(bench, "a-cancel.ics",
		"BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nBEGIN:VEVENT\r\nUID:one\r\nSEQUENCE:2\r\n"
		"DTSTAMP:20260102T000000Z\r\nEND:VEVENT\r\n" END);
	file_write(bench, "b-invite.ics", MESSAGE("REQUEST", "1", "one", "10"));
	assert_int_equal(utimensat(AT_FDCWD, path_of(bench, "b-invite.ics"), before, 0), 0);
	settle(bench, STATUS_OK);
	assert_int_equal(bench->host.meeting_count, 1);
	assert_int_equal(state_of(bench, "one"), MEETING_STATE_CANCELLED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_folder_is_read_when_everything_settles, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_file_that_went_while_nobody_looked_is_noticed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_fails_is_tried_again_and_holds_up_whoever_waits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_folder_that_is_away_changes_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_file_that_is_put_in_the_place_of_another_is_the_same_calendar, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_file_under_another_name_is_the_same_calendar, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_file_that_was_away_for_a_while_comes_back_under_another_name, set_up, tear_down),
		cmocka_unit_test_setup_teardown(another_file_in_place_of_one_that_went_is_no_rename, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_message_about_a_calendar_that_went_is_no_rename, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_rename_that_the_daemon_does_not_hear_of_is_made_up_for, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_half_written_file_cancels_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_cannot_be_read_keeps_its_meetings_and_is_told_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(two_folders_may_have_files_of_one_name, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_change_is_read_by_itself, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_folder_that_was_made_anew_is_watched_too, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			invitations_that_a_mail_program_puts_there_outlive_their_files, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_message_that_lies_there_is_not_read_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_a_message_changed_outlives_a_restart_beside_the_file_it_changed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(messages_are_read_in_the_order_in_which_they_came, set_up, tear_down),
		cmocka_unit_test_setup_teardown(thousands_of_files_are_read_one_by_one, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
