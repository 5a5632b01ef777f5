/* What a team may have otherwise than by default, and what it may do without. */
#include "tests/daemon/domain/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "daemon/domain/policy.h"

static struct arena *arena;

static int open_arena(void **state)
{
	(void)state;
	arena = arena_create();
	return 0;
}

static int close_arena(void **state)
{
	(void)state;
	arena_destroy(arena);
	return 0;
}

/* The defaults are the method's; who changes one here changes what people were promised. */
static void nobody_who_chooses_nothing_gets_anything_else_than_the_method_s_defaults(void **state)
{
	static const struct {
		enum policy_setting setting;
		const char *text;
	} rows[] = {
		{ POLICY_CUTOFF, "15:00" },
		{ POLICY_GRACE, "17:00" },
		{ POLICY_PREPARE_DAYS, "2" },
		{ POLICY_PREPARE_TIME, "09:00" },
		{ POLICY_GATE, "on" },
		{ POLICY_THIN_WORDS, "4" },
		{ POLICY_ALIKE, "0.85" },
		{ POLICY_ALIKE_ANSWERS, "4" },
		{ POLICY_ALIKE_LAST, "5" },
		{ POLICY_TRAVEL, "30m" },
		{ POLICY_CARD_BEFORE, "1h" },
		{ POLICY_DEBRIEF_AFTER, "5m" },
		{ POLICY_DEBRIEF_EVENING, "17:00" },
		{ POLICY_DEBRIEF_MORNING, "09:00" },
		{ POLICY_LAPSE_DAYS, "5" },
		{ POLICY_MAILS, "5" },
		{ POLICY_POINTS_NEW, "2" },
		{ POLICY_POINTS_OPEN, "5" },
		{ POLICY_POINTS_DAYS, "14" },
		{ POLICY_POINTS_TIME, "09:00" },
		{ POLICY_CADENCE_DAYS, "28" },
		{ POLICY_STARTER_DAYS, "14" },
		{ POLICY_CADENCE_TOLD, "1.25" },
	};
	const struct policy policy = { 0 };

	(void)state;
	assert_int_equal(LENGTH(rows), POLICY_SETTINGS);
	for (size_t i = 0; i < LENGTH(rows); i++) {
		const char *text = policy_text(rows[i].setting, policy_value(&policy, rows[i].setting), arena);

		assert_row(strcmp(text, rows[i].text) == 0, policy_key(rows[i].setting), "%s", text);
	}
}

static void every_setting_has_a_key_and_words_and_reads_what_it_writes(void **state)
{
	(void)state;
	for (int i = 0; i < POLICY_SETTINGS; i++) {
		const enum policy_setting setting = (enum policy_setting)i;
		struct policy policy = { 0 };
		char fault[POLICY_FAULT] = "";
		const char *text = policy_text(setting, policy_usual(setting), arena);

		assert_row(policy_set(&policy, policy_key(setting), text, fault), policy_key(setting), "%s", fault);
		assert_true(policy.given[setting]);
		assert_int_equal(policy_value(&policy, setting), policy_usual(setting));
		assert_string_not_equal(policy_words(setting, "en"), policy_words(setting, "nl"));
	}
}

static void what_is_written_wrongly_or_out_of_its_bounds_is_refused_in_words(void **state)
{
	static const struct {
		const char *key, *text, *complaint;
	} rows[] = {
		{ "cutoff", "15", "cutoff: \"15\" is not a time of the day, such as 15:00" },
		{ "cutoff", "24:00", "cutoff: \"24:00\" is not a time of the day, such as 15:00" },
		{ "cutoff", "15:60", "cutoff: \"15:60\" is not a time of the day, such as 15:00" },
		{ "cutoff", "15:0", "cutoff: \"15:0\" is not a time of the day, such as 15:00" },
		{ "cutoff", "03:00", "cutoff: 03:00 is not within 06:00 and 22:00" },
		{ "travel", "30", "travel: \"30\" is not a span of time, such as 90m or 2h" },
		{ "travel", "-1m", "travel: \"-1m\" is not a span of time, such as 90m or 2h" },
		{ "travel", "13h", "travel: 13h is not within 0m and 12h" },
		{ "card_before", "5m", "card_before: 5m is not within 15m and 12h" },
		{ "alike", "85", "alike: 85 is not within 0.5 and 1.0" },
		{ "alike", "0.8555", "alike: \"0.8555\" is not a share, such as 0.85" },
		{ "alike", "0.", "alike: \"0.\" is not a share, such as 0.85" },
		{ "lapse_days", "five", "lapse_days: \"five\" is not a number" },
		{ "lapse_days", "99999999999999999999", "lapse_days: \"99999999999999999999\" is not a number" },
		{ "lapse_days", "", "lapse_days: \"\" is not a number" },
		{ "mails_per_session", "2", "mails_per_session: 2 is not within 3 and 10" },
		{ "gate", "yes", "gate: \"yes\" is not one of on, ask and off" },
		{ "reveal", "90m", "team: there is no \"reveal\", such as cutoff or cadence_days" },
		{ "quiet", "celebrate, reveal",
			"quiet: \"reveal\" is no kind of message that one may do without (action_point, cadence, card, "
			"celebrate, ended, helped)" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct policy policy = { 0 };
		char fault[POLICY_FAULT] = "";

		assert_false(policy_set(&policy, rows[i].key, rows[i].text, fault));
		assert_row(strcmp(fault, rows[i].complaint) == 0, rows[i].complaint, "%s", fault);
	}
}

static void a_setting_is_there_once(void **state)
{
	struct policy policy = { 0 };
	char fault[POLICY_FAULT] = "";

	(void)state;
	assert_true(policy_set(&policy, "travel", "0m", fault));
	assert_false(policy_set(&policy, "travel", "45m", fault));
	assert_string_equal(fault, "\"travel\" is there twice");
	assert_int_equal(policy_value(&policy, POLICY_TRAVEL), 0);
	assert_true(policy_set(&policy, "quiet", "", fault));
	assert_false(policy_set(&policy, "quiet", "helped", fault));
}

static void people_are_never_given_less_time_than_none(void **state)
{
	struct policy policy = { 0 };
	char fault[POLICY_FAULT] = "";

	(void)state;
	assert_null(policy_fault(&policy));
	assert_true(policy_set(&policy, "cutoff", "17:30", fault));
	assert_non_null(policy_fault(&policy));
	assert_true(policy_set(&policy, "grace", "17:30", fault));
	assert_null(policy_fault(&policy));
	assert_true(policy_set(&policy, "action_points_open", "1", fault));
	assert_non_null(policy_fault(&policy));
}

static void a_team_s_section_comes_before_the_one_for_all_and_goes_by_any_address_of_its_coach(void **state)
{
	struct policy_team sections[] = { { .address = "Ruud@Example.org" }, { .address = "" },
		{ .address = "old@example.org" } };
	const struct policy_teams teams = { sections, LENGTH(sections) };
	char *aliases[] = { (char *)"OLD@example.org" };
	Person ruud = PERSON__INIT, kim = PERSON__INIT;
	struct policy policy;
	char fault[POLICY_FAULT] = "";

	(void)state;
	ruud.email = (char *)"ruud@example.org";
	kim.email = (char *)"kim@example.org";
	policy_set(&sections[0].policy, "cutoff", "14:00", fault);
	policy_set(&sections[1].policy, "cutoff", "12:00", fault);
	policy_set(&sections[1].policy, "grace", "16:00", fault);
	policy_set(&sections[1].policy, "quiet", "helped cadence", fault);
	policy_set(&sections[2].policy, "quiet", "celebrate", fault);
	policy = policy_for(&teams, &ruud);
	assert_int_equal(policy_value(&policy, POLICY_CUTOFF), 14 * 60);
	assert_int_equal(policy_value(&policy, POLICY_GRACE), 16 * 60);
	assert_true(policy.quiet[MUTE_HELPED]);
	assert_false(policy.quiet[MUTE_CELEBRATE]);
	policy = policy_for(&teams, &kim);
	assert_int_equal(policy_value(&policy, POLICY_CUTOFF), 12 * 60);
	policy = policy_for(&teams, NULL);
	assert_int_equal(policy_value(&policy, POLICY_CUTOFF), 12 * 60);
	ruud.aliases = aliases;
	ruud.n_aliases = 1;
	policy = policy_for(&teams, &ruud);
	assert_true(policy.quiet[MUTE_CELEBRATE]);
	assert_false(policy.quiet[MUTE_HELPED]); /* a list takes the place of a list */
}

static void what_changes_where_somebody_travels_cannot_be_done_without(void **state)
{
	static const ReminderKind needed[] = { REMINDER_KIND_PREPARE, REMINDER_KIND_SKIPPED, REMINDER_KIND_DECIDE,
		REMINDER_KIND_REVEAL, REMINDER_KIND_DEBRIEF, REMINDER_KIND_DECIDED, REMINDER_KIND_ACKNOWLEDGEMENT,
		REMINDER_KIND_INVITATION, REMINDER_KIND_CHANGED, REMINDER_KIND_COLLIDED, REMINDER_KIND_SIGN,
		REMINDER_KIND_CHECK, REMINDER_KIND_CONFIRM, REMINDER_KIND_UNANNOUNCED };

	(void)state;
	for (size_t i = 0; i < LENGTH(needed); i++)
		assert_int_equal(mute_of(needed[i]), MUTE_KINDS);
	for (int i = 0; i < MUTE_KINDS; i++) {
		const enum mute_kind kind = (enum mute_kind)i;

		assert_int_equal(mute_find(mute_word(kind)), kind);
		assert_int_equal(mute_of(mute_reminder(kind)), kind);
		assert_string_not_equal(mute_words(kind, "en"), mute_words(kind, "nl"));
		assert_non_null(strstr(mute_all(), mute_word(kind)));
	}
	assert_int_equal(mute_find("reveal"), MUTE_KINDS);
}

/* The manual page says every setting, what holds when nobody says, and every message that one may do without. */
static void the_manual_page_has_every_setting_and_its_default(void **state)
{
	static char page[20000];
	char path[4096], entry[200];
	FILE *file;

	(void)state;
	snprintf(path, sizeof(path), "%s/packaging/man/ridealong-teams.7", getenv("RIDEALONG_SOURCE"));
	file = fopen(path, "r");
	assert_non_null(file);
	assert_in_range(fread(page, 1, sizeof(page) - 1, file), 1, sizeof(page) - 2);
	fclose(file);
	for (int i = 0; i < POLICY_SETTINGS; i++) {
		const enum policy_setting setting = (enum policy_setting)i;
		const char *at;

		snprintf(entry, sizeof(entry), ".B %s\n", policy_key(setting));
		at = strstr(page, entry);
		assert_row(at != NULL, entry, "is not there");
		snprintf(entry, sizeof(entry), "[%s;", policy_text(setting, policy_usual(setting), arena));
		assert_row(strncmp(strchr(at, '['), entry, strlen(entry)) == 0, policy_key(setting), "%s", entry);
	}
	assert_non_null(strstr(page, mute_all()));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_who_chooses_nothing_gets_anything_else_than_the_method_s_defaults),
		cmocka_unit_test(every_setting_has_a_key_and_words_and_reads_what_it_writes),
		cmocka_unit_test(what_is_written_wrongly_or_out_of_its_bounds_is_refused_in_words),
		cmocka_unit_test(a_setting_is_there_once),
		cmocka_unit_test(people_are_never_given_less_time_than_none),
		cmocka_unit_test(a_team_s_section_comes_before_the_one_for_all_and_goes_by_any_address_of_its_coach),
		cmocka_unit_test(the_manual_page_has_every_setting_and_its_default),
		cmocka_unit_test(what_changes_where_somebody_travels_cannot_be_done_without),
	};

	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
