/* Who may do what, and what is not there for whom. */
#include "tests/daemon/domain/check.h"

#include "daemon/domain/may.h"

#define PERSON(id)                                                                                                     \
	{                                                                                                              \
		.kind = ACTOR_PERSON, .person = id, .name = id                                                         \
	}

static const char *const gate_scopes[] = { "sessions.read", "sessions.write" };
static const char *const meetings_scopes[] = { "meetings.write" };

static const struct actor nobody = { .kind = ACTOR_NOBODY, .name = "nobody" };
static const struct actor coach = PERSON("people/coach");
static const struct actor coachee = PERSON("people/coachee");
static const struct actor stranger = PERSON("people/stranger");
static const struct actor admin = { .kind = ACTOR_ADMIN, .admin = true, .name = "admin" };
static const struct actor admin_coachee = {
	.kind = ACTOR_PERSON, .admin = true, .person = "people/coachee", .name = "people/coachee"
};
static const struct actor service = { .kind = ACTOR_SERVICE, .name = "service" };
static const struct actor gate = { .kind = ACTOR_PLUGIN,
	.plugin = "skip_unprepared",
	.name = "plugins/skip_unprepared",
	.scopes = gate_scopes,
	.n_scopes = 2 };
static const struct actor program = { .kind = ACTOR_PROGRAM, .name = "tokens/1", .scopes = gate_scopes, .n_scopes = 2 };
static const struct actor coach_by_plugin = { .kind = ACTOR_PERSON,
	.person = "people/coach",
	.name = "people/coach",
	.via = "plugins/calendar",
	.plugin = "calendar",
	.scopes = meetings_scopes,
	.n_scopes = 1 };

static const struct may_object session = { .name = "sessions/1", .coach = "people/coach", .coachee = "people/coachee" };
static const struct may_object hidden = {
	.name = "sessions/1", .coach = "people/coach", .coachee = "people/coachee", .hidden = true
};
static const struct may_object meeting = { .name = "meetings/1", .coach = "people/coach", .owner = "people/coachee" };

static const struct row {
	const char *sentence;
	const struct actor *actor;
	const char *method;
	const struct may_object *object;
	enum status status;
} rows[] = {
	{ "nobody may ask how the daemon is", &nobody, "Admin/GetStatus", NULL, STATUS_OK },
	{ "nobody may do nothing else", &nobody, "Templates/ListTemplates", NULL, STATUS_UNAUTHENTICATED },
	{ "the coach decides", &coach, "Sessions/DecideSession", &session, STATUS_OK },
	{ "the coachee sees the session but does not decide", &coachee, "Sessions/DecideSession", &session,
		STATUS_PERMISSION_DENIED },
	{ "for a stranger the session is not there", &stranger, "Sessions/DecideSession", &session, STATUS_NOT_FOUND },
	{ "nor to be read", &stranger, "Sessions/GetSession", &session, STATUS_NOT_FOUND },
	{ "both read their session", &coachee, "Sessions/GetSession", &session, STATUS_OK },
	{ "a hidden session is not there for the coachee", &coachee, "Sessions/GetSession", &hidden, STATUS_NOT_FOUND },
	{ "nor when it comes to doing something", &coachee, "Sessions/StartSession", &hidden, STATUS_NOT_FOUND },
	{ "even when the coachee runs the machine", &admin_coachee, "Sessions/GetSession", &hidden, STATUS_NOT_FOUND },
	{ "the coach has it", &coach, "Sessions/GetSession", &hidden, STATUS_OK },
	{ "an administrator has it", &admin, "Sessions/GetSession", &hidden, STATUS_OK },
	{ "a plugin has it", &gate, "Sessions/GetSession", &hidden, STATUS_OK },
	{ "a program has it once it is revealed", &program, "Sessions/GetSession", &session, STATUS_OK },
	{ "and not before", &program, "Sessions/GetSession", &hidden, STATUS_NOT_FOUND },
	{ "the check decides by its scope", &gate, "Sessions/DecideSession", &session, STATUS_OK },
	{ "and does not start sessions", &gate, "Sessions/StartSession", &session, STATUS_PERMISSION_DENIED },
	{ "nor does it reach beyond its scopes", &gate, "Meetings/GetMeeting", &meeting, STATUS_PERMISSION_DENIED },
	{ "a plugin that acts for a person needs the scope", &coach_by_plugin, "Sessions/GetSession", &session,
		STATUS_PERMISSION_DENIED },
	{ "and with it the person's rights count", &coach_by_plugin, "Meetings/BatchUpsertMeetings", &meeting,
		STATUS_OK },
	{ "only plugins take work", &admin, "Plugins/Take", NULL, STATUS_PERMISSION_DENIED },
	{ "a plugin takes work without a scope", &gate, "Plugins/Take", NULL, STATUS_OK },
	{ "a program does not", &program, "Plugins/Take", NULL, STATUS_PERMISSION_DENIED },
	{ "only the reminders plugin's scope answers mail", &gate, "Reminders/Answer", NULL, STATUS_PERMISSION_DENIED },
	{ "an administrator makes people", &admin, "People/CreatePerson", NULL, STATUS_OK },
	{ "others do not", &coach, "People/CreatePerson", NULL, STATUS_PERMISSION_DENIED },
	{ "an administrator does not sign for others", &admin, "Debriefs/SignDebrief", &session,
		STATUS_PERMISSION_DENIED },
	{ "both sign", &coachee, "Debriefs/SignDebrief", &session, STATUS_OK },
	{ "the coachee writes no notes during the meeting", &coachee, "Debriefs/AddNotes", &session,
		STATUS_PERMISSION_DENIED },
	{ "the owner prepares", &coachee, "Preparations/SavePreparation", &meeting, STATUS_OK },
	{ "the coach does not prepare for them", &coach, "Preparations/SavePreparation", &meeting,
		STATUS_PERMISSION_DENIED },
	{ "a stranger's meeting is not there", &stranger, "Preparations/GetPreparation", &meeting, STATUS_NOT_FOUND },
	{ "lists are for everyone known", &stranger, "Sessions/ListSessions", NULL, STATUS_OK },
	{ "the service does what is due", &service, "Sessions/FinishSession", &session, STATUS_OK },
	{ "a method without a row is nobody's", &admin, "Sessions/Explode", NULL, STATUS_INTERNAL },
};

static void rights_follow_from_what_one_is_to_the_object(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct error error = { 0 };
		char method[100] = "ridealong.v1.";
		enum status st;

		strcat(method, rows[i].method);
		st = may(rows[i].actor, method, rows[i].object, "en", &error);
		assert_row(st == rows[i].status, rows[i].sentence, "%s: %s", status_name(st), error.message);
		if (st != STATUS_OK)
			assert_row(error.message[0] != '\0', rows[i].sentence, "no sentence");
	}
}

static void what_is_kept_secret_is_refused_like_what_does_not_exist(void **state)
{
	struct error secret = { 0 }, missing = { 0 };

	(void)state;
	may(&coachee, "ridealong.v1.Sessions/AppealSession", &hidden, "nl", &secret);
	may_not_found("sessions/1", "nl", &missing);
	assert_memory_equal(&secret, &missing, sizeof(secret));
	assert_string_equal(missing.message, "\"sessions/1\" bestaat niet");
}

static void the_table_is_sorted_so_that_every_method_is_found(void **state)
{
	(void)state;
	assert_true(may_knows("ridealong.v1.ActionPoints/CompleteActionPoint"));
	assert_true(may_knows("ridealong.v1.Sessions/PlanSession"));
	assert_true(may_knows("ridealong.v1.Timers/SetTimer"));
	assert_false(may_knows("ridealong.v1.Timers/"));
	assert_false(may_knows(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rights_follow_from_what_one_is_to_the_object),
		cmocka_unit_test(what_is_kept_secret_is_refused_like_what_does_not_exist),
		cmocka_unit_test(the_table_is_sorted_so_that_every_method_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
