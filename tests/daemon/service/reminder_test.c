/* tests — reminders, and answers by mail. */
#include "story.h"

extern People_Service service_people;

#include <stdio.h>

#include "daemon/store/person.h"

static enum status remind(struct fixture *f, const struct actor *actor, const char *key, ReminderKind kind,
	const char *person, const char *session, const char *point, Reminder **ret)
{
	CreateReminderRequest in = CREATE_REMINDER_REQUEST__INIT;
	Reminder reminder = REMINDER__INIT;

	reminder.key = (char *)key;
	reminder.kind = kind;
	reminder.person = (char *)person;
	reminder.session = (char *)session;
	reminder.action_point = (char *)point;
	in.reminder = &reminder;
	in.answerable = true;
	return fixture_call(f, actor, &service_reminders, "CreateReminder", &in, ret);
}

static Reminder *asked(struct fixture *f, ReminderKind kind, const char *person, const char *session, const char *point)
{
	Reminder *reminder = NULL;
	const char *key = arena_printf(f->arena, "key-%d", f->calls);

	assert_ok(f, remind(f, &f->plugin, key, kind, person, session, point, &reminder));
	assert_string_not_equal(reminder->answer_address, "");
	return reminder;
}

static enum status answer(
	struct fixture *f, const Reminder *reminder, const char *sender, const char *text, AnswerResponse **ret)
{
	AnswerRequest in = ANSWER_REQUEST__INIT;

	in.address = reminder->answer_address;
	in.sender = (char *)sender;
	in.text = (char *)text;
	return fixture_call(f, &f->plugin, &service_reminders, "Answer", &in, ret);
}

static SessionState state_of(struct fixture *f, const char *name)
{
	Session *session = NULL;

	assert_ok(f, story_do(f, &f->ruud, "GetSession", name, &session));
	return session->state;
}

static void the_same_key_is_the_same_reminder(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	Reminder *first, *again;

	assert_ok(
		f, remind(f, &f->plugin, "prepare/1", REMINDER_KIND_PREPARE, "people/noor", session->name, "", &first));
	assert_ok(
		f, remind(f, &f->plugin, "prepare/1", REMINDER_KIND_PREPARE, "people/noor", session->name, "", &again));
	assert_string_equal(first->name, again->name);
	assert_string_equal(first->answer_address, again->answer_address);
	assert_int_equal(fixture_events(f, "reminder.created", "people/noor"), 1);
}

static void only_the_plugin_makes_reminders_and_sees_addresses(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	Reminder *reminder = asked(f, REMINDER_KIND_PREPARE, "people/noor", session->name, "");
	GetReminderRequest in = GET_REMINDER_REQUEST__INIT;

	in.name = reminder->name;
	assert_status(f, STATUS_PERMISSION_DENIED,
		remind(f, &f->ruud, "x", REMINDER_KIND_PREPARE, "people/noor", session->name, "", NULL));
	assert_status(f, STATUS_PERMISSION_DENIED,
		remind(f, &story_gate, "x", REMINDER_KIND_PREPARE, "people/noor", session->name, "", NULL));
	assert_ok(f, fixture_call(f, &f->noor, &service_reminders, "GetReminder", &in, &reminder));
	assert_string_equal(reminder->answer_address, "");
	assert_status(
		f, STATUS_NOT_FOUND, fixture_call(f, &f->ruud, &service_reminders, "GetReminder", &in, &reminder));
	assert_ok(f, fixture_call(f, &f->admin, &service_reminders, "GetReminder", &in, &reminder));
	assert_string_equal(reminder->answer_address, "");
}

static void what_became_of_it_is_recorded(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	UpdateReminderRequest in = UPDATE_REMINDER_REQUEST__INIT;
	ListRemindersRequest list = LIST_REMINDERS_REQUEST__INIT;
	ListRemindersResponse *out;
	FieldMask mask = FIELD_MASK__INIT;
	char *paths[] = { "state", "channel", "attempts" }, *wrong[] = { "key" };
	Reminder given = REMINDER__INIT, *reminder;

	given.name = asked(f, REMINDER_KIND_PREPARE, "people/noor", session->name, "")->name;
	given.state = REMINDER_STATE_SENT;
	given.channel = "maildir";
	given.attempts = 1;
	in.reminder = &given;
	in.update_mask = &mask;
	mask.paths = paths;
	mask.n_paths = 3;
	assert_ok(f, fixture_call(f, &f->plugin, &service_reminders, "UpdateReminder", &in, &reminder));
	assert_int_equal(reminder->state, REMINDER_STATE_SENT);
	assert_int_equal(instant_us(reminder->send_time), f->now);
	assert_int_equal(fixture_events(f, "reminder.sent", "people/noor"), 1);
	mask.paths = wrong;
	mask.n_paths = 1;
	assert_status(f, STATUS_INVALID_ARGUMENT,
		fixture_call(f, &f->plugin, &service_reminders, "UpdateReminder", &in, NULL));
	list.person = "people/me";
	assert_ok(f, fixture_call(f, &f->noor, &service_reminders, "ListReminders", &list, &out));
	assert_int_equal(out->n_reminders, 1);
	list.person = "";
	assert_ok(f, fixture_call(f, &f->ruud, &service_reminders, "ListReminders", &list, &out));
	assert_int_equal(out->n_reminders, 0);
}

/* One attempt more, as the plugin tells of it. */
static Reminder *tell_attempt(struct fixture *f, const char *name, int attempt, ReminderState state, int64_t next)
{
	char *paths[] = { "state", "attempts", "reason", "channel", "next_time" };
	UpdateReminderRequest in = UPDATE_REMINDER_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	Reminder given = REMINDER__INIT, *reminder;

	given.name = (char *)name;
	given.state = state;
	given.attempts = attempt;
	given.channel = "command";
	given.reason = state == REMINDER_STATE_SENT ? "" : arena_printf(f->arena, "no %d", attempt);
	given.next_time = next != 0 ? instant_new(f->arena, next) : NULL;
	mask.paths = paths;
	mask.n_paths = 5;
	in.reminder = &given;
	in.update_mask = &mask;
	assert_ok(f, fixture_call(f, &f->plugin, &service_reminders, "UpdateReminder", &in, &reminder));
	return reminder;
}

static void each_attempt_is_kept_with_its_time_and_what_the_channel_said(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	const char *name = asked(f, REMINDER_KIND_PREPARE, "people/noor", session->name, "")->name;
	GetReminderRequest get = GET_REMINDER_REQUEST__INIT;
	const int64_t first = f->now;
	Reminder *reminder;

	tell_attempt(f, name, 1, REMINDER_STATE_PENDING, first + 60 * 1000000);
	get.name = (char *)name;
	assert_ok(f, fixture_call(f, &f->noor, &service_reminders, "GetReminder", &get, &reminder));
	assert_int_equal(instant_us(reminder->next_time), first + 60 * 1000000);
	f->now += 60 * 1000000;
	tell_attempt(f, name, 1, REMINDER_STATE_PENDING, first + 90 * 1000000); /* told twice is made once */
	tell_attempt(f, name, 2, REMINDER_STATE_SENT, 0);
	assert_ok(f, fixture_call(f, &f->noor, &service_reminders, "GetReminder", &get, &reminder));
	assert_int_equal(reminder->n_history, 2);
	assert_int_equal(instant_us(reminder->history[0]->attempt_time), first);
	assert_string_equal(reminder->history[0]->answer, "no 1");
	assert_false(reminder->history[0]->taken);
	assert_int_equal(instant_us(reminder->history[1]->attempt_time), f->now);
	assert_string_equal(reminder->history[1]->channel, "command");
	assert_true(reminder->history[1]->taken);
	assert_null(reminder->next_time);
}

static void of_many_attempts_the_last_thirty_are_kept(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	const char *name = asked(f, REMINDER_KIND_PREPARE, "people/noor", session->name, "")->name;
	Reminder *reminder = NULL;

	for (int attempt = 1; attempt <= 45; attempt++)
		reminder = tell_attempt(f, name, attempt, REMINDER_STATE_PENDING, f->now + 1000000);
	assert_int_equal(reminder->n_history, 30);
	assert_string_equal(reminder->history[0]->answer, "no 16");
	assert_string_equal(reminder->history[29]->answer, "no 45");
	reminder = tell_attempt(f, name, 45, REMINDER_STATE_FAILED, f->now + 1000000);
	assert_null(reminder->next_time);
}

static void a_mail_prepares_and_hands_in(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	Reminder *reminder = asked(f, REMINDER_KIND_PREPARE, "people/noor", session->name, "");
	AnswerResponse *response;

	assert_ok(f,
		answer(f, reminder, "Noor@Example.org",
			"* 1 een datum\n2 gehaast\n3 de prijs\n4 dan vraag ik door\n6 een cijfer\n> quoted\n-- \nNoor",
			&response));
	assert_int_equal(response->n_lines, 5);
	assert_non_null(strstr(response->summary, "voorbereiding is binnen"));
	assert_int_equal(state_of(f, session->name), SESSION_STATE_PREPARED);
	assert_int_equal(fixture_events(f, "reminder.answered", "people/noor"), 1);
	assert_status(f, STATUS_FAILED_PRECONDITION, answer(f, reminder, "noor@example.org", "3 meer", NULL));
	assert_reason(f, "ANSWERED");
	assert_non_null(strstr(f->error.message, "al beantwoord"));
}

static void what_is_too_much_is_said_in_the_writers_language_and_can_be_sent_anew(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	Reminder *reminder = asked(f, REMINDER_KIND_PREPARE, "people/noor", session->name, "");
	char *much = arena_zero(f->arena, 70000);

	memset(much, 'a', 69999);
	assert_status(f, STATUS_INVALID_ARGUMENT, answer(f, reminder, "noor@example.org", much, NULL));
	assert_non_null(strstr(f->error.message, "hooguit"));
	assert_ok(f, answer(f, reminder, "noor@example.org", "een datum", NULL));
}

static void a_line_of_which_a_part_is_unclear_is_kept_once(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	Reminder *reminder = asked(f, REMINDER_KIND_DEBRIEF, "people/noor", session->name, "");
	ListObservationsRequest in = LIST_OBSERVATIONS_REQUEST__INIT;
	ListObservationsResponse *list;

	assert_ok(f, answer(f, reminder, "noor@example.org", "goed\n=8 ja =9 yess", NULL));
	in.session = session->name;
	assert_ok(f, fixture_call(f, &f->ruud, &service_debriefs, "ListObservations", &in, &list));
	assert_int_equal(list->n_observations, 1);
	assert_string_equal(list->observations[0]->text, "=8 ja =9 yess");
}

static void an_alias_is_as_good_as_the_address(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	Reminder *reminder = asked(f, REMINDER_KIND_PREPARE, "people/noor", session->name, "");
	char *aliases[] = { "noor@dovecote.example" };
	Person *noor;

	assert_int_equal(store_person_get(f->conn, "people/noor", f->arena, &noor, NULL), STATUS_OK);
	noor->aliases = aliases;
	noor->n_aliases = 1;
	assert_int_equal(store_person_update(f->conn, noor, NULL), STATUS_OK);
	assert_ok(f, answer(f, reminder, "noor@dovecote.example", "een datum", NULL));
}

static void somebody_elses_answer_changes_nothing(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	Reminder *reminder = asked(f, REMINDER_KIND_PREPARE, "people/noor", session->name, ""), wrong = REMINDER__INIT;
	int events = fixture_events(f, NULL, NULL);

	assert_status(f, STATUS_PERMISSION_DENIED, answer(f, reminder, "sam@example.org", "een datum", NULL));
	assert_status(f, STATUS_PERMISSION_DENIED, answer(f, reminder, "stranger@example.com", "een datum", NULL));
	wrong.answer_address = "aaaaaaaaaaaaaaaaaaaaaaaaaa";
	assert_status(f, STATUS_PERMISSION_DENIED, answer(f, &wrong, "noor@example.org", "een datum", NULL));
	wrong.answer_address = "";
	assert_status(f, STATUS_PERMISSION_DENIED, answer(f, &wrong, "noor@example.org", "een datum", NULL));
	assert_int_equal(fixture_events(f, NULL, NULL), events);
	assert_int_equal(state_of(f, session->name), SESSION_STATE_PLANNED);
	assert_ok(f, answer(f, reminder, "noor@example.org", "een datum", NULL));
}

static void what_is_not_understood_can_be_said_again(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	Reminder *reminder;
	AnswerResponse *response;

	assert_ok(f, story_prepare(f, &f->noor, session->meeting, "een datum", true, NULL));
	reminder = asked(f, REMINDER_KIND_DECIDE, "people/ruud", session->name, "");
	assert_status(f, STATUS_INVALID_ARGUMENT, answer(f, reminder, "ruud@example.org", "perhaps", NULL));
	assert_reason(f, "NOT_UNDERSTOOD");
	assert_ok(f, answer(f, reminder, "ruud@example.org", "talk, about the price first", &response));
	assert_non_null(strstr(response->summary, "coming along, talk first"));
	assert_int_equal(state_of(f, session->name), SESSION_STATE_CONFIRMED);
}

static Session *skipped(struct fixture *f)
{
	Session *session = story_planned(f);

	story_until(f, STORY_CUTOFF);
	assert_ok(f, story_decide(f, &story_gate, session->name, VERDICT_NOT_JOINING, "skip_unprepared/1", &session));
	return session;
}

static void an_appeal_is_turned_down_in_a_word(void **state)
{
	struct fixture *f = *state;
	Session *session = skipped(f);
	Reminder *reminder;
	AnswerResponse *response;

	story_until(f, STORY_GRACE + CLOCK_MINUTE);
	reminder = asked(f, REMINDER_KIND_DECIDE, "people/ruud", session->name, "");
	assert_ok(f, story_do(f, &f->noor, "AppealSession", session->name, NULL));
	assert_ok(f, answer(f, reminder, "ruud@example.org", "no, next time", &response));
	assert_int_equal(state_of(f, session->name), SESSION_STATE_SKIPPED);
	assert_int_equal(fixture_events(f, "session.skipped", "people/noor"), 2);
	assert_non_null(strstr(response->summary, "not coming along"));
}

static void of_two_at_the_same_time_a_word_withdraws_from_one(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	Reminder *keep = asked(f, REMINDER_KIND_COLLIDED, "people/ruud", session->name, "");
	Reminder *drop = asked(f, REMINDER_KIND_COLLIDED, "people/ruud", session->name, "");
	AnswerResponse *response;

	assert_status(f, STATUS_INVALID_ARGUMENT, answer(f, keep, "ruud@example.org", "hm", NULL));
	assert_ok(f, answer(f, keep, "ruud@example.org", "go", NULL));
	assert_int_equal(state_of(f, session->name), SESSION_STATE_PLANNED);
	assert_ok(f, answer(f, drop, "ruud@example.org", "niet", &response));
	assert_int_equal(state_of(f, session->name), SESSION_STATE_CANCELLED);
	assert_string_equal(response->summary, "You withdrew. Noor is told.");
}

static void who_withdraws_from_a_hidden_one_is_told_that_nobody_knows(void **state)
{
	struct fixture *f = *state;
	Session *session;
	Reminder *reminder;
	AnswerResponse *response;

	story_tell_team(f);
	story_planned(f);
	assert_ok(f, story_plan(f, &f->ruud, story_meeting(f, "later", "people/noor", STORY_START + CLOCK_DAY), NULL,
			     true, &session));
	reminder = asked(f, REMINDER_KIND_COLLIDED, "people/ruud", session->name, "");
	assert_ok(f, answer(f, reminder, "ruud@example.org", "no", &response));
	assert_string_equal(response->summary, "You withdrew. Nobody else was told.");
	assert_int_equal(fixture_events(f, "session.cancelled", "people/noor"), 0);
}

static void what_lapsed_is_opened_again_in_a_word(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	Reminder *reminder;

	story_until(f, STORY_END + 7 * CLOCK_DAY + 7 * CLOCK_HOUR);
	assert_int_equal(state_of(f, session->name), SESSION_STATE_LAPSED);
	reminder = asked(f, REMINDER_KIND_ENDED, "people/ruud", session->name, "");
	assert_status(f, STATUS_INVALID_ARGUMENT, answer(f, reminder, "ruud@example.org", "thanks", NULL));
	assert_ok(f, answer(f, reminder, "ruud@example.org", "heropen", NULL));
	assert_int_equal(state_of(f, session->name), SESSION_STATE_DEBRIEFING);
}

static void after_a_skip_one_word_of_the_coach_is_enough(void **state)
{
	struct fixture *f = *state;
	Session *session = skipped(f);
	Reminder *reminder = asked(f, REMINDER_KIND_SKIPPED, "people/ruud", session->name, "");

	AnswerResponse *response;
	Session *confirmed;

	assert_ok(f, answer(f, reminder, "ruud@example.org", "go, we talked\nRuud", &response));
	assert_string_equal(response->summary, "Your decision: coming along: \"we talked\". Noor can see it.");
	assert_ok(f, story_do(f, &f->ruud, "GetSession", session->name, &confirmed));
	assert_int_equal(confirmed->state, SESSION_STATE_CONFIRMED);
	assert_string_equal(confirmed->verdict_reason, "we talked"); /* a name below it is no reason */
}

static void after_a_skip_the_coachees_lines_are_prepared_after_all(void **state)
{
	struct fixture *f = *state;
	Session *session = skipped(f);
	Reminder *reminder = asked(f, REMINDER_KIND_SKIPPED, "people/noor", session->name, "");
	AnswerResponse *response;

	assert_ok(f, answer(f, reminder, "noor@example.org", "1 een datum voor de start", &response));
	assert_int_equal(state_of(f, session->name), SESSION_STATE_CONFIRMED);
	assert_non_null(strstr(response->summary, "Ruud gaat toch mee"));
}

static void a_debrief_is_answered_in_quick_lines(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	Reminder *coach = asked(f, REMINDER_KIND_DEBRIEF, "people/ruud", session->name, "");
	Reminder *coachee = asked(f, REMINDER_KIND_DEBRIEF, "people/noor", session->name, "");
	AnswerResponse *response;

	assert_ok(f, answer(f, coachee, "noor@example.org", "ging goed\n! oefenen @vr", &response));
	assert_int_equal(response->n_lines, 2);
	assert_ok(f, answer(f, coach, "ruud@example.org", "I liked it\n+ silence", NULL));
	assert_int_equal(fixture_events(f, "debrief.written", "people/noor"), 2);
}

static enum status answer_letter(
	struct fixture *f, const Reminder *reminder, const char *text, const char *key, AnswerResponse **ret)
{
	AnswerRequest in = ANSWER_REQUEST__INIT;

	in.address = reminder->answer_address;
	in.sender = "noor@example.org";
	in.text = (char *)text;
	in.acknowledgement = (char *)key;
	return fixture_call(f, &f->plugin, &service_reminders, "Answer", &in, ret);
}

static void a_second_letter_adds_lines_to_the_debrief_until_it_is_closed(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	Reminder *reminder = asked(f, REMINDER_KIND_DEBRIEF, "people/noor", session->name, ""), *kept;
	AnswerResponse *response;

	assert_ok(f, answer_letter(f, reminder, "ging goed", "answer/one", &response));
	assert_ok(f, remind(f, &f->plugin, "answer/one", REMINDER_KIND_ACKNOWLEDGEMENT, "people/noor", session->name,
			     "", &kept));
	assert_ok(f, answer_letter(f, reminder, "+ de stilte", "answer/two", &response));
	assert_int_equal(response->n_lines, 1);
	/* The first one once more, after its request is forgotten. */
	assert_status(f, STATUS_FAILED_PRECONDITION, answer_letter(f, reminder, "ging goed", "answer/one", NULL));
	assert_reason(f, "ANSWERED");
	assert_ok(f, story_debrief(f, &f->noor, session->name, "! oefenen", NULL));
	assert_ok(f, story_debrief(f, &f->ruud, session->name, "fine", NULL));
	assert_ok(f, story_sign(f, &f->noor, session->name, NULL));
	assert_ok(f, story_sign(f, &f->ruud, session->name, NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, answer_letter(f, reminder, "+ nog een", "answer/three", NULL));
	assert_non_null(strstr(f->error.message, "volgende 1-op-1"));
}

/* By mail nobody sits at one table: what the coach writes first waits, and none of it is refused. */
static void a_coach_who_answers_first_by_mail_is_read_after_the_coachee_has_spoken(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	Reminder *coach = asked(f, REMINDER_KIND_DEBRIEF, "people/ruud", session->name, "");
	Reminder *coachee = asked(f, REMINDER_KIND_DEBRIEF, "people/noor", session->name, "");
	GetDebriefRequest in = GET_DEBRIEF_REQUEST__INIT;
	AnswerResponse *response;
	Debrief *debrief;

	in.name = arena_printf(f->arena, "%s/debrief", session->name);
	assert_ok(f, answer(f, coach, "ruud@example.org", "I liked it\n+ silence", &response));
	assert_ok(f, fixture_call(f, &f->noor, &service_debriefs, "GetDebrief", &in, &debrief));
	assert_string_equal(debrief->coach_experience, "");
	assert_int_equal(debrief->n_compliments, 0);
	assert_ok(f, answer(f, coachee, "noor@example.org", "ging goed\n! oefenen @vr", &response));
	assert_non_null(strstr(response->summary, "ieder leest het en tekent"));
	assert_ok(f, fixture_call(f, &f->noor, &service_debriefs, "GetDebrief", &in, &debrief));
	assert_string_equal(debrief->coach_experience, "I liked it");
	assert_int_equal(debrief->n_missing, 0);
}

static Debrief *debrief_of(struct fixture *f, const Session *session)
{
	GetDebriefRequest in = GET_DEBRIEF_REQUEST__INIT;
	Debrief *debrief = NULL;

	in.name = arena_printf(f->arena, "%s/debrief", session->name);
	assert_ok(f, fixture_call(f, &f->noor, &service_debriefs, "GetDebrief", &in, &debrief));
	return debrief;
}

static Session *to_sign(struct fixture *f)
{
	Session *session = story_debriefing(f);

	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed\n! oefenen", NULL));
	assert_int_equal(fixture_events(f, "session.signable", "people/noor"), 0);
	assert_ok(f, story_debrief(f, &f->ruud, session->name, "fine\n+ silence", NULL));
	return session;
}

/* It is sent as the last of the four comes in, and not with every line after that. */
static void a_mail_to_sign_is_promised_once(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	Reminder *first = asked(f, REMINDER_KIND_DEBRIEF, "people/noor", session->name, "");
	Reminder *second = asked(f, REMINDER_KIND_DEBRIEF, "people/noor", session->name, "");
	AnswerResponse *response;

	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed", NULL));
	assert_ok(f, story_debrief(f, &f->ruud, session->name, "fine\n+ silence", NULL));
	assert_ok(f, answer(f, first, "noor@example.org", "! oefenen @vr", &response));
	assert_non_null(strstr(response->summary, "daarvoor komt een mail"));
	assert_ok(f, answer(f, second, "noor@example.org", "+ de stilte", &response));
	assert_null(strstr(response->summary, "daarvoor komt een mail"));
	assert_non_null(strstr(response->summary, "ieder leest het en tekent"));
}

static void a_debrief_is_read_and_signed_by_mail(void **state)
{
	struct fixture *f = *state;
	Session *session = to_sign(f);
	Reminder *coachee = asked(f, REMINDER_KIND_SIGN, "people/noor", session->name, "");
	Reminder *coach = asked(f, REMINDER_KIND_SIGN, "people/ruud", session->name, "");
	AnswerResponse *response;
	Debrief *debrief;

	assert_int_equal(fixture_events(f, "session.signable", "people/noor"), 1);
	assert_status(f, STATUS_PERMISSION_DENIED, answer(f, coachee, "ruud@example.org", "klopt", NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, answer(f, coachee, "noor@example.org", "Dank je wel!", NULL));
	assert_non_null(strstr(f->error.message, "antwoord \"klopt\""));
	assert_ok(f, answer(f, coachee, "noor@example.org", "Hoi,\nIk zei woensdag.\nNoor", &response));
	assert_non_null(strstr(response->summary, "gezien, met deze opmerking: \"Ik zei woensdag.\""));
	debrief = debrief_of(f, session);
	assert_int_equal(debrief->n_signatures, 1);
	assert_int_equal(debrief->signatures[0]->kind, SIGNATURE_KIND_SEEN);
	assert_string_equal(debrief->signatures[0]->remark, "Ik zei woensdag.");
	assert_status(f, STATUS_FAILED_PRECONDITION, answer(f, coachee, "noor@example.org", "klopt", NULL));
	assert_ok(f, answer(f, coach, "ruud@example.org", "correct", NULL));
	assert_int_equal(state_of(f, session->name), SESSION_STATE_CLOSED);
	assert_int_equal(debrief_of(f, session)->n_signatures, 2);
}

static void lines_in_answer_to_the_mail_to_sign_go_into_the_debrief(void **state)
{
	struct fixture *f = *state;
	Session *session = to_sign(f);
	Reminder *reminder = asked(f, REMINDER_KIND_SIGN, "people/noor", session->name, "");
	size_t before = debrief_of(f, session)->n_action_points;
	AnswerResponse *response;

	assert_ok(f, answer(f, reminder, "noor@example.org", "Klopt\n! inkoop bellen @vr\nIk zei woensdag", &response));
	assert_non_null(strstr(response->summary, "nog niet getekend"));
	assert_int_equal(debrief_of(f, session)->n_signatures, 0);
	assert_int_equal(debrief_of(f, session)->n_action_points, before + 1);
	assert_int_equal(response->n_lines, 1);
	assert_string_equal(response->lines[0]->meaning, "actiepunt, uiterlijk vrijdag 6 maart");
	assert_non_null(
		strstr(response->summary, "nog niet bewaard, stuur die dus als antwoord daarop: \"Klopt Ik zei"));
	assert_int_equal(fixture_events(f, "session.unsigned_coachee", "people/noor"), 1);
	/* The address stays good. */
	assert_ok(f, answer(f, reminder, "noor@example.org", "klopt", &response));
	assert_int_equal(debrief_of(f, session)->n_signatures, 1);
}

static void whose_signature_is_taken_back_is_asked_anew_once(void **state)
{
	struct fixture *f = *state;
	Session *session = to_sign(f);

	assert_ok(f, story_sign(f, &f->noor, session->name, NULL));
	assert_int_equal(fixture_events(f, "session.unsigned_coachee", "people/noor"), 0);
	assert_ok(f, story_debrief(f, &f->ruud, session->name, "+ the question", NULL));
	assert_ok(f, story_debrief(f, &f->ruud, session->name, "+ the pace", NULL));
	assert_int_equal(fixture_events(f, "session.unsigned_coachee", "people/noor"), 1);
	assert_int_equal(fixture_events(f, "session.unsigned_coach", "people/ruud"), 0);
	assert_int_equal(fixture_events(f, "session.signable", "people/noor"), 1);
}

static void nobody_signs_lines_that_the_mail_did_not_show(void **state)
{
	struct fixture *f = *state;
	Session *session = to_sign(f);
	Reminder *reminder = asked(f, REMINDER_KIND_SIGN, "people/noor", session->name, "");
	UpdateReminderRequest in = UPDATE_REMINDER_REQUEST__INIT;
	char *paths[] = { "state" };
	FieldMask mask = FIELD_MASK__INIT;
	Reminder sent = REMINDER__INIT;
	AnswerResponse *response;

	sent.name = reminder->name;
	sent.state = REMINDER_STATE_SENT;
	in.reminder = &sent;
	in.update_mask = &mask;
	mask.paths = paths;
	mask.n_paths = 1;
	assert_ok(f, fixture_call(f, &f->plugin, &service_reminders, "UpdateReminder", &in, NULL));
	f->now += CLOCK_HOUR;
	assert_ok(f, story_debrief(f, &f->ruud, session->name, "+ the question", NULL));
	f->now += CLOCK_HOUR;
	assert_ok(f, answer(f, reminder, "noor@example.org", "Ik zei woensdag", &response));
	assert_non_null(strstr(response->summary, "nog niet getekend"));
	assert_non_null(strstr(response->summary, "nog niet bewaard, stuur die dus als antwoord daarop: \"Ik zei"));
	assert_int_equal(debrief_of(f, session)->n_signatures, 0);
	assert_int_equal(fixture_events(f, "session.unsigned_coachee", "people/noor"), 1);
}

static void whether_it_helped_is_one_word(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	GetDebriefRequest in = GET_DEBRIEF_REQUEST__INIT;
	AnswerResponse *response;
	Reminder *reminder;
	Debrief *debrief;

	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed\n! oefenen", NULL));
	assert_ok(f, story_debrief(f, &f->ruud, session->name, "fine\n+ silence", NULL));
	assert_ok(f, story_sign(f, &f->noor, session->name, NULL));
	assert_ok(f, story_sign(f, &f->ruud, session->name, NULL));
	reminder = asked(f, REMINDER_KIND_HELPED, "people/noor", session->name, "");
	assert_status(f, STATUS_INVALID_ARGUMENT, answer(f, reminder, "noor@example.org", "nou", NULL));
	assert_ok(f, answer(f, reminder, "noor@example.org", "Hoi,\neen beetje\nNoor", &response));
	assert_non_null(strstr(response->summary, "Je antwoord: een beetje. Niemand ziet het"));
	in.name = arena_printf(f->arena, "%s/debrief", session->name);
	assert_ok(f, fixture_call(f, &f->noor, &service_debriefs, "GetDebrief", &in, &debrief));
	assert_int_equal(debrief->helped, HELPED_A_LITTLE);
}

static ActionPoint *agreed(struct fixture *f)
{
	CreateActionPointRequest in = CREATE_ACTION_POINT_REQUEST__INIT;
	ActionPoint point = ACTION_POINT__INIT, *made = NULL;

	point.coaching = "coachings/noor";
	point.text = "oefenen";
	in.action_point = &point;
	assert_ok(f, fixture_call(f, &f->noor, &service_action_points, "CreateActionPoint", &in, &made));
	return made;
}

static void an_action_point_is_done_moved_or_dropped_by_mail(void **state)
{
	struct fixture *f = *state;
	ActionPoint *one = agreed(f), *two = agreed(f), *three = agreed(f);
	Reminder *reminder = asked(f, REMINDER_KIND_ACTION_POINT, "people/noor", "", one->name);
	AnswerResponse *response;

	assert_ok(f, answer(f, reminder, "noor@example.org", "klaar", &response));
	assert_int_equal(fixture_events(f, "action_point.completed", "people/ruud"), 1);
	reminder = asked(f, REMINDER_KIND_ACTION_POINT, "people/noor", "", two->name);
	assert_ok(f, answer(f, reminder, "noor@example.org", "@vr", &response));
	assert_non_null(strstr(response->summary, "vrijdag 6 maart"));
	reminder = asked(f, REMINDER_KIND_ACTION_POINT, "people/noor", "", three->name);
	assert_status(f, STATUS_INVALID_ARGUMENT, answer(f, reminder, "noor@example.org", "vervalt", NULL));
	assert_ok(f, answer(f, reminder, "noor@example.org", "vervalt andere klant", NULL));
	assert_int_equal(fixture_events(f, "action_point.dropped", "people/ruud"), 1);
}

static Reminder *offered(struct fixture *f, ReminderKind kind, const char *coaching, const char *point, char *meeting)
{
	CreateReminderRequest in = CREATE_REMINDER_REQUEST__INIT;
	Reminder reminder = REMINDER__INIT, *made = NULL;
	char key[80];

	snprintf(key, sizeof(key), "offer/%d", f->calls);
	reminder.key = key;
	reminder.kind = kind;
	reminder.person = "people/ruud";
	reminder.coaching = (char *)coaching;
	reminder.action_point = (char *)point;
	reminder.options = &meeting;
	reminder.n_options = meeting[0] != '\0';
	in.reminder = &reminder;
	in.answerable = true;
	assert_ok(f, fixture_call(f, &f->plugin, &service_reminders, "CreateReminder", &in, &made));
	return made;
}

static void a_rhythm_that_slips_is_answered_with_a_number_or_another_day(void **state)
{
	struct fixture *f = *state;
	char *meeting = (char *)story_meeting(f, "soon", "people/noor", STORY_START);
	Reminder *reminder = offered(f, REMINDER_KIND_CADENCE, "coachings/noor", "", meeting);
	AnswerResponse *response;

	assert_status(f, STATUS_INVALID_ARGUMENT, answer(f, reminder, "ruud@example.org", "2", NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, answer(f, reminder, "ruud@example.org", "", NULL));
	assert_status(f, STATUS_PERMISSION_DENIED, answer(f, reminder, "noor@example.org", "1", NULL));
	assert_ok(f, answer(f, reminder, "ruud@example.org", "1", &response));
	assert_non_null(strstr(response->summary, "Noor"));
	assert_int_equal(fixture_events(f, "session.planned", "people/ruud"), 1);
	assert_status(f, STATUS_FAILED_PRECONDITION, answer(f, reminder, "ruud@example.org", "1", NULL));
	reminder = offered(f, REMINDER_KIND_CADENCE, "coachings/noor", "", (char *)"");
	assert_status(f, STATUS_INVALID_ARGUMENT, answer(f, reminder, "ruud@example.org", "1", NULL));
	assert_ok(f, answer(f, reminder, "ruud@example.org", "@+2w", &response));
	assert_non_null(strstr(response->summary, "16 March"));
	assert_int_equal(fixture_events(f, "coaching.postponed", "people/ruud"), 1);
}

static void the_coachs_words_about_what_was_done_go_on_by_mail(void **state)
{
	struct fixture *f = *state;
	CompleteActionPointRequest done = COMPLETE_ACTION_POINT_REQUEST__INIT;
	GetActionPointRequest in = GET_ACTION_POINT_REQUEST__INIT;
	ActionPoint *point = agreed(f);
	Reminder *reminder;

	done.name = in.name = point->name;
	assert_ok(f, fixture_call(f, &f->noor, &service_action_points, "CompleteActionPoint", &done, NULL));
	reminder = offered(f, REMINDER_KIND_CELEBRATE, "", point->name, (char *)"");
	assert_status(f, STATUS_INVALID_ARGUMENT, answer(f, reminder, "ruud@example.org", " ", NULL));
	assert_ok(f, answer(f, reminder, "ruud@example.org", "Die stilte!\nKnap.\n\n> gekozen op", NULL));
	assert_ok(f, fixture_call(f, &f->noor, &service_action_points, "GetActionPoint", &in, &point));
	assert_string_equal(point->praise, "Die stilte!\nKnap.");
}

static Preparation *preparation_of(struct fixture *f, const struct actor *actor, const char *meeting)
{
	GetPreparationRequest in = GET_PREPARATION_REQUEST__INIT;
	Preparation *preparation;

	in.name = arena_printf(f->arena, "%s/preparation", meeting);
	assert_ok(f, fixture_call(f, actor, &service_preparations, "GetPreparation", &in, &preparation));
	return preparation;
}

static void a_second_answer_is_taken_while_questions_are_open(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	Reminder *reminder = asked(f, REMINDER_KIND_PREPARE, "people/noor", session->name, "");
	AnswerResponse *response;

	assert_ok(f, answer(f, reminder, "noor@example.org", "1 een datum\n2 gehaast", &response));
	assert_non_null(strstr(response->summary, "Nog open, en dat mag: 3, 4, 6."));
	assert_ok(f,
		answer(f, reminder, "noor@example.org", "3 de prijs\n4 als het te duur is, dan vraag ik door", NULL));
	assert_ok(f, answer(f, reminder, "noor@example.org", "6 een cijfer", &response));
	assert_string_equal(response->summary, "Je voorbereiding is binnen, en Ruud kan die lezen.");
	assert_int_equal(preparation_of(f, &f->ruud, session->meeting)->n_answers, 6);
	assert_status(f, STATUS_FAILED_PRECONDITION, answer(f, reminder, "noor@example.org", "1 een andere", NULL));
	assert_reason(f, "ANSWERED");
}

static void a_courtesy_is_put_aside_and_shown_back(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	Reminder *reminder = asked(f, REMINDER_KIND_PREPARE, "people/noor", session->name, "");
	Preparation *preparation;
	AnswerResponse *response;

	assert_ok(f, answer(f, reminder, "noor@example.org", "Dank je, ik kijk morgen", &response));
	assert_non_null(strstr(response->summary, "niet ingeleverd"));
	assert_string_equal(response->lines[0]->problem, "bewaard en niet ingeleverd");
	preparation = preparation_of(f, &f->noor, session->meeting);
	assert_int_equal(preparation->state, PREPARATION_STATE_DRAFT);
	assert_int_equal(preparation->n_answers, 0);
	assert_string_equal(preparation->unplaced, "Dank je, ik kijk morgen");
	preparation = preparation_of(f, &f->ruud, session->meeting);
	assert_string_equal(preparation->unplaced, "");
	assert_true(preparation->withheld);
	assert_int_equal(state_of(f, session->name), SESSION_STATE_PLANNED);
	assert_ok(f, answer(f, reminder, "noor@example.org", "1 een datum", NULL));
	preparation = preparation_of(f, &f->noor, session->meeting);
	assert_int_equal(preparation->state, PREPARATION_STATE_SUBMITTED);
	assert_string_equal(preparation->answers[0]->text, "een datum");
	assert_string_equal(preparation->unplaced, "");
	assert_false(preparation_of(f, &f->ruud, session->meeting)->withheld);
}

static void a_default_text_is_kept_in_a_word_and_what_is_open_is_said(void **state)
{
	static const char *const words[] = { "klopt", "5 klopt", "5 ok", "Hoi Ruud,\nklopt\nNoor" };
	struct fixture *f = *state;
	Session *session = story_planned(f);
	Reminder *reminder = asked(f, REMINDER_KIND_PREPARE, "people/noor", session->name, "");
	AnswerResponse *response;
	Preparation *preparation;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		assert_ok(f, answer(f, reminder, "noor@example.org", words[i], &response));
		assert_non_null(strstr(response->summary, "Wat er staat blijft staan. Nog open: 1, 2, 3, 4, 6."));
		preparation = preparation_of(f, &f->noor, session->meeting);
		assert_int_not_equal(preparation->state, PREPARATION_STATE_SUBMITTED);
		assert_string_equal(preparation->unplaced, i < 3 ? "" : words[i]);
		assert_int_equal(state_of(f, session->name), SESSION_STATE_PLANNED);
	}
	assert_ok(f,
		answer(f, reminder, "noor@example.org",
			"1 een datum\n2 gehaast\n3 de prijs\n4 dan vraag ik door\n5 klopt\n6 een cijfer", &response));
	assert_string_equal(response->summary, "Je voorbereiding is binnen, en Ruud kan die lezen.");
	preparation = preparation_of(f, &f->noor, session->meeting);
	assert_int_equal(preparation->state, PREPARATION_STATE_SUBMITTED);
	assert_int_equal(preparation->n_open_keys, 0);
	for (size_t i = 0; i < preparation->n_answers; i++)
		if (strcmp(preparation->answers[i]->key, "introduction") == 0)
			assert_true(preparation->answers[i]->untouched);
}

static void an_answer_between_the_quoted_questions_lands_at_its_question(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	Reminder *reminder = asked(f, REMINDER_KIND_PREPARE, "people/noor", session->name, "");
	AnswerRequest in = ANSWER_REQUEST__INIT;
	Preparation *preparation;

	in.address = reminder->answer_address;
	in.sender = "noor@example.org";
	in.text = "de prijs\neen cijfer";
	f->locale = "nl";
	preparation = preparation_of(f, &f->noor, session->meeting);
	f->locale = NULL;
	in.quoted = arena_printf(f->arena, "> 3 %s\nde prijs\n> 6 %s\neen cijfer", preparation->questions[2]->text,
		preparation->questions[5]->text);
	assert_ok(f, fixture_call(f, &f->plugin, &service_reminders, "Answer", &in, NULL));
	preparation = preparation_of(f, &f->ruud, session->meeting);
	assert_string_equal(preparation->answers[0]->key, "questions");
	assert_string_equal(preparation->answers[0]->text, "de prijs");
	assert_string_equal(preparation->answers[2]->key, "exceed");
	assert_string_equal(preparation->answers[2]->text, "een cijfer");
}

static void an_invitation_is_answered_with_yes_no_or_talk(void **state)
{
	struct fixture *f = *state;
	const char *meeting = story_meeting(f, "offer", "people/noor", STORY_START);
	AnswerResponse *response;
	Reminder *reminder;
	Session *session;

	assert_ok(f, story_plan(f, &f->noor, meeting, "people/ruud", false, &session));
	reminder = asked(f, REMINDER_KIND_INVITATION, "people/ruud", session->name, "");
	assert_status(f, STATUS_INVALID_ARGUMENT, answer(f, reminder, "ruud@example.org", "perhaps", NULL));
	assert_ok(f, answer(f, reminder, "ruud@example.org", "go, asking before telling", &response));
	assert_string_equal(response->summary,
		"You are coming along, to watch for: \"asking before telling\". Noor is asked to prepare.");
	assert_ok(f, story_do(f, &f->ruud, "GetSession", session->name, &session));
	assert_int_equal(session->invite_state, INVITE_STATE_ACCEPTED);
	assert_string_equal(session->coach_focus, "asking before telling");
}

static void a_no_by_mail_declines_and_talk_is_a_yes(void **state)
{
	struct fixture *f = *state;
	const char *one = story_meeting(f, "one", "people/noor", STORY_START);
	const char *two = story_meeting(f, "two", "people/noor", STORY_START + CLOCK_DAY);
	Reminder *reminder;
	Session *session;

	assert_ok(f, story_plan(f, &f->noor, one, "people/ruud", false, &session));
	reminder = asked(f, REMINDER_KIND_INVITATION, "people/ruud", session->name, "");
	assert_ok(f, answer(f, reminder, "ruud@example.org", "no, I am away", NULL));
	assert_ok(f, story_do(f, &f->ruud, "GetSession", session->name, &session));
	assert_int_equal(session->state, SESSION_STATE_CANCELLED);
	assert_string_equal(session->cancel_reason, "I am away");
	assert_ok(f, story_plan(f, &f->noor, two, "people/ruud", false, &session));
	reminder = asked(f, REMINDER_KIND_INVITATION, "people/ruud", session->name, "");
	assert_ok(f, answer(f, reminder, "ruud@example.org", "talk: the price objection", NULL));
	assert_ok(f, story_do(f, &f->ruud, "GetSession", session->name, &session));
	assert_int_equal(session->verdict, VERDICT_COACH_MORE);
	assert_string_equal(session->talk, "the price objection");
}

static void a_yes_answers_whether_the_coach_is_coming_along(void **state)
{
	struct fixture *f = *state;
	const char *one = story_meeting(f, "one", "people/noor", STORY_START);
	Reminder *reminder;
	Session *session;

	assert_ok(f, story_plan(f, &f->noor, one, "people/ruud", false, &session));
	reminder = asked(f, REMINDER_KIND_INVITATION, "people/ruud", session->name, "");
	assert_ok(f, answer(f, reminder, "ruud@example.org", "yes, please", NULL));
	assert_ok(f, story_do(f, &f->ruud, "GetSession", session->name, &session));
	assert_int_equal(session->invite_state, INVITE_STATE_ACCEPTED);
	assert_string_equal(session->coach_focus, "");
	assert_ok(f, story_prepare(f, &f->noor, session->meeting, "1 a date", true, NULL));
	reminder = asked(f, REMINDER_KIND_DECIDE, "people/ruud", session->name, "");
	assert_ok(f, answer(f, reminder, "ruud@example.org", "yes", NULL));
	assert_int_equal(state_of(f, session->name), SESSION_STATE_CONFIRMED);
	/* Now it would be asked whether something is in the way: a yes says nothing clear. */
	reminder = asked(f, REMINDER_KIND_DECIDE, "people/ruud", session->name, "");
	assert_status(f, STATUS_INVALID_ARGUMENT, answer(f, reminder, "ruud@example.org", "yes", NULL));
}

static void the_card_takes_the_coachs_three_lines(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	Reminder *reminder = asked(f, REMINDER_KIND_CARD, "people/ruud", session->name, "");
	AnswerResponse *response;

	assert_ok(f, answer(f, reminder, "ruud@example.org", "3 the plant in Breda\nasking before telling", &response));
	assert_int_equal(response->n_lines, 2);
	assert_ok(f, story_do(f, &f->ruud, "GetSession", session->name, &session));
	assert_string_equal(session->coach_bridge, "the plant in Breda");
	assert_string_equal(session->coach_focus, "asking before telling");
	assert_string_equal(session->coach_help, "");
}

static void a_message_that_asked_for_nothing_takes_no_answer(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	Reminder *reminder = asked(f, REMINDER_KIND_DECIDED, "people/ruud", session->name, "");

	assert_status(f, STATUS_FAILED_PRECONDITION, answer(f, reminder, "ruud@example.org", "go", NULL));
	assert_reason(f, "NOTHING_ASKED");
}

static void bad_input_is_named(void **state)
{
	struct fixture *f = *state;

	assert_status(
		f, STATUS_INVALID_ARGUMENT, remind(f, &f->plugin, "", REMINDER_KIND_CARD, "people/noor", "", "", NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT,
		remind(f, &f->plugin, "k", REMINDER_KIND_UNSPECIFIED, "people/noor", "", "", NULL));
	assert_status(f, STATUS_NOT_FOUND, remind(f, &f->plugin, "k", REMINDER_KIND_CARD, "people/none", "", "", NULL));
	assert_status(f, STATUS_NOT_FOUND,
		remind(f, &f->plugin, "k", REMINDER_KIND_CARD, "people/noor", "sessions/none", "", NULL));
	assert_status(f, STATUS_NOT_FOUND,
		remind(f, &f->plugin, "k", REMINDER_KIND_CARD, "people/noor", "", "actionPoints/none", NULL));
}

static void stop_ends_messages_of_a_kind_that_one_may_do_without_and_of_no_other(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	GetPersonRequest in = GET_PERSON_REQUEST__INIT;
	Reminder *card = asked(f, REMINDER_KIND_CARD, "people/ruud", session->name, "");
	Reminder *prepare = asked(f, REMINDER_KIND_PREPARE, "people/noor", session->name, "");
	AnswerResponse *reply;
	Person *ruud;

	in.name = (char *)"people/me";
	assert_ok(f, answer(f, card, "ruud@example.org", " Stop.\n", &reply));
	assert_non_null(strstr(reply->summary, "the card for the road"));
	assert_ok(f, fixture_call(f, &f->ruud, &service_people, "GetPerson", &in, &ruud));
	assert_int_equal(ruud->n_muted, 1);
	assert_int_equal(ruud->muted[0], REMINDER_KIND_CARD);
	assert_ok(f, answer(f, card, "ruud@example.org", "stop", &reply)); /* again changes nothing */
	assert_ok(f, fixture_call(f, &f->ruud, &service_people, "GetPerson", &in, &ruud));
	assert_int_equal(ruud->n_muted, 1);
	assert_ok(f, answer(f, card, "ruud@example.org", "1 where do they stop?", &reply)); /* an answer is an answer */
	assert_ok(f, answer(f, prepare, "noor@example.org", "stop", &reply));
	assert_ok(f, fixture_call(f, &f->noor, &service_people, "GetPerson", &in, &ruud));
	assert_int_equal(ruud->n_muted, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(stop_ends_messages_of_a_kind_that_one_may_do_without_and_of_no_other),
		with_fixture(the_same_key_is_the_same_reminder),
		with_fixture(only_the_plugin_makes_reminders_and_sees_addresses),
		with_fixture(what_became_of_it_is_recorded),
		with_fixture(each_attempt_is_kept_with_its_time_and_what_the_channel_said),
		with_fixture(of_many_attempts_the_last_thirty_are_kept),
		with_fixture(a_mail_prepares_and_hands_in),
		with_fixture(what_is_too_much_is_said_in_the_writers_language_and_can_be_sent_anew),
		with_fixture(a_line_of_which_a_part_is_unclear_is_kept_once),
		with_fixture(an_alias_is_as_good_as_the_address),
		with_fixture(somebody_elses_answer_changes_nothing),
		with_fixture(what_is_not_understood_can_be_said_again),
		with_fixture(an_appeal_is_turned_down_in_a_word),
		with_fixture(of_two_at_the_same_time_a_word_withdraws_from_one),
		with_fixture(who_withdraws_from_a_hidden_one_is_told_that_nobody_knows),
		with_fixture(what_lapsed_is_opened_again_in_a_word),
		with_fixture(after_a_skip_one_word_of_the_coach_is_enough),
		with_fixture(after_a_skip_the_coachees_lines_are_prepared_after_all),
		with_fixture(a_debrief_is_answered_in_quick_lines),
		with_fixture(a_second_letter_adds_lines_to_the_debrief_until_it_is_closed),
		with_fixture(lines_in_answer_to_the_mail_to_sign_go_into_the_debrief),
		with_fixture(a_coach_who_answers_first_by_mail_is_read_after_the_coachee_has_spoken),
		with_fixture(a_mail_to_sign_is_promised_once),
		with_fixture(a_debrief_is_read_and_signed_by_mail),
		with_fixture(whose_signature_is_taken_back_is_asked_anew_once),
		with_fixture(nobody_signs_lines_that_the_mail_did_not_show),
		with_fixture(whether_it_helped_is_one_word),
		with_fixture(an_action_point_is_done_moved_or_dropped_by_mail),
		with_fixture(a_rhythm_that_slips_is_answered_with_a_number_or_another_day),
		with_fixture(the_coachs_words_about_what_was_done_go_on_by_mail),
		with_fixture(a_second_answer_is_taken_while_questions_are_open),
		with_fixture(a_courtesy_is_put_aside_and_shown_back),
		with_fixture(a_default_text_is_kept_in_a_word_and_what_is_open_is_said),
		with_fixture(an_answer_between_the_quoted_questions_lands_at_its_question),
		with_fixture(an_invitation_is_answered_with_yes_no_or_talk),
		with_fixture(a_yes_answers_whether_the_coach_is_coming_along),
		with_fixture(a_no_by_mail_declines_and_talk_is_a_yes),
		with_fixture(the_card_takes_the_coachs_three_lines),
		with_fixture(a_message_that_asked_for_nothing_takes_no_answer),
		with_fixture(bad_input_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
