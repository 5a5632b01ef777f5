/* tests — mails that came back. */
#include "story.h"

#define OURS "0123456789abcdef0123456789abcdef01234567@example.org"

static Reminder *sent(struct fixture *f, const char *message_id)
{
	char *paths[] = { "state", "message_id", "attempts" };
	CreateReminderRequest create = CREATE_REMINDER_REQUEST__INIT;
	UpdateReminderRequest in = UPDATE_REMINDER_REQUEST__INIT;
	Reminder given = REMINDER__INIT, *reminder;
	FieldMask mask = FIELD_MASK__INIT;

	given.key = (char *)message_id;
	given.kind = REMINDER_KIND_PREPARE;
	given.person = "people/noor";
	given.session = story_planned(f)->name;
	create.reminder = &given;
	assert_ok(f, fixture_call(f, &f->plugin, &service_reminders, "CreateReminder", &create, &reminder));
	given.name = reminder->name;
	given.state = REMINDER_STATE_SENT;
	given.message_id = (char *)message_id;
	given.attempts = 1;
	in.reminder = &given;
	in.update_mask = &mask;
	mask.paths = paths;
	mask.n_paths = 3;
	assert_ok(f, fixture_call(f, &f->plugin, &service_reminders, "UpdateReminder", &in, &reminder));
	return reminder;
}

static enum status bounce(
	struct fixture *f, const struct actor *actor, const char *message_id, bool final, Reminder **ret)
{
	RecordBounceRequest in = RECORD_BOUNCE_REQUEST__INIT;

	in.message_id = (char *)message_id;
	in.status = final ? "5.1.1" : "4.4.1";
	in.words = "no such user";
	in.final = final;
	return fixture_call(f, actor, &service_reminders, "RecordBounce", &in, ret);
}

static void a_mail_that_came_back_has_failed_and_its_receiver_can_read_why(void **state)
{
	struct fixture *f = *state;
	Reminder *reminder = sent(f, OURS);

	assert_ok(f, bounce(f, &f->plugin, OURS, true, &reminder));
	assert_int_equal(reminder->state, REMINDER_STATE_FAILED);
	assert_string_equal(reminder->reason, "de mail kwam terug (5.1.1): no such user");
	assert_int_equal(fixture_events(f, "reminder.failed", "people/noor"), 1);
	/* The server may tell it twice. */
	assert_ok(f, bounce(f, &f->plugin, OURS, true, &reminder));
	assert_int_equal(fixture_events(f, "reminder.failed", "people/noor"), 1);
}

static void a_mail_that_is_delayed_is_noted_and_stays_sent(void **state)
{
	struct fixture *f = *state;
	Reminder *reminder = sent(f, OURS);

	assert_ok(f, bounce(f, &f->plugin, OURS, false, &reminder));
	assert_int_equal(reminder->state, REMINDER_STATE_SENT);
	assert_string_equal(reminder->reason, "nog niet bezorgd (4.4.1): no such user");
	assert_int_equal(fixture_events(f, "reminder.failed", "people/noor"), 0);
	assert_ok(f, bounce(f, &f->plugin, OURS, true, &reminder));
	assert_int_equal(reminder->state, REMINDER_STATE_FAILED);
}

static void the_first_32_characters_are_enough_and_fewer_are_not(void **state)
{
	struct fixture *f = *state;
	Reminder *reminder = sent(f, OURS);

	assert_ok(f, bounce(f, &f->plugin, "0123456789abcdef0123456789abcdef", true, &reminder));
	assert_int_equal(reminder->state, REMINDER_STATE_FAILED);
	assert_status(f, STATUS_INVALID_ARGUMENT, bounce(f, &f->plugin, "0123456789abcdef", true, NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, bounce(f, &f->plugin, "", true, NULL));
	assert_status(f, STATUS_NOT_FOUND, bounce(f, &f->plugin, "ffffffffffffffff0123456789abcdef", true, NULL));
	assert_reason(f, "NO_SUCH_MAIL");
}

static void nobody_else_may_say_that_a_mail_came_back(void **state)
{
	struct fixture *f = *state;
	Reminder *reminder = sent(f, OURS);

	assert_status(f, STATUS_PERMISSION_DENIED, bounce(f, &f->noor, OURS, true, &reminder));
	assert_status(f, STATUS_PERMISSION_DENIED, bounce(f, &f->admin, OURS, true, &reminder));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(a_mail_that_came_back_has_failed_and_its_receiver_can_read_why),
		with_fixture(a_mail_that_is_delayed_is_noted_and_stays_sent),
		with_fixture(the_first_32_characters_are_enough_and_fewer_are_not),
		with_fixture(nobody_else_may_say_that_a_mail_came_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
