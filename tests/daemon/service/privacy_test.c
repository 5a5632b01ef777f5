/* tests — Privacy: what is kept of a person is shown, erased, and let go of in time. */
#include "story.h"

#include "daemon/service/erasure.h"
#include "daemon/service/sweep.h"
#include "daemon/store/audit.h"
#include "daemon/store/coaching.h"
#include "daemon/store/event.h"
#include "ridealong/v1/privacy.pb-c.h"

extern Privacy_Service service_privacy;
extern People_Service service_people;
extern Meetings_Service service_meetings;

static enum status export_page(struct fixture *fixture, const struct actor *actor, const char *name, int size,
	const char *token, ExportPersonResponse **ret)
{
	ExportPersonRequest in = EXPORT_PERSON_REQUEST__INIT;

	in.name = (char *)name;
	in.page_size = size;
	in.page_token = (char *)token;
	return fixture_call(fixture, actor, &service_privacy, "ExportPerson", &in, ret);
}

/* All pages in one, of so many records each. */
static ExportPersonResponse *export_all(struct fixture *fixture, const struct actor *actor, const char *name, int size)
{
	ExportPersonResponse *whole = NULL, *page;
	const char *token = "";

	do {
		assert_ok(fixture, export_page(fixture, actor, name, size, token, &page));
		token = page->next_page_token;
		if (whole == NULL) {
			whole = page;
			continue;
		}
		for (size_t i = 0; i < page->n_records; i++)
			*(ExportRecord **)arena_push(fixture->arena, &whole->records, &whole->n_records,
				sizeof(ExportRecord *)) = page->records[i];
	} while (token[0] != '\0');
	return whole;
}

static int count_kind(const ExportPersonResponse *export, const char *kind)
{
	int count = 0;

	for (size_t i = 0; i < export->n_records; i++)
		count += strcmp(export->records[i]->kind, kind) == 0;
	return count;
}

/* Whether any value of any record holds the text. */
static bool tells(const ExportPersonResponse *export, const char *text)
{
	for (size_t i = 0; i < export->n_records; i++)
		for (size_t j = 0; j < export->records[i]->n_fields; j++) {
			const ExportField *field = export->records[i]->fields[j];

			if (field->value_case == EXPORT_FIELD__VALUE_TEXT && strstr(field->text, text) != NULL)
				return true;
		}
	return false;
}

/* A session of Ruud's with Noor that both have closed. */
static Session *closed(struct fixture *fixture)
{
	Session *session = story_debriefing(fixture);

	assert_ok(fixture, story_debrief(fixture, &fixture->noor, session->name, "coachee said 101", NULL));
	assert_ok(fixture,
		story_debrief(fixture, &fixture->ruud, session->name,
			"coach said 102\n+ worked 103\n- moment 104 > step 105\n! promised 106\n? helps 107", NULL));
	assert_ok(fixture, story_sign(fixture, &fixture->noor, session->name, NULL));
	assert_ok(fixture, story_sign(fixture, &fixture->ruud, session->name, NULL));
	return session;
}

static void somebody_is_shown_all_that_is_kept_of_them_also_what_others_wrote(void **state)
{
	static const char *const told[] = { "coachee said 101", "coach said 102", "worked 103", "moment 104",
		"step 105", "promised 106", "helps 107", "noor@example.org", "Dovecote BV", "OBSERVATION_KIND_WORKED",
		"SESSION_STATE_CLOSED" };
	struct fixture *fixture = *state;
	ExportPersonResponse *export;

	closed(fixture);
	export = export_all(fixture, &fixture->noor, "people/me", 0);
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		if (!tells(export, told[i]))
			fail_msg("the export does not tell \"%s\"", told[i]);
	assert_int_equal(count_kind(export, "session"), 1);
	assert_int_equal(count_kind(export, "signature"), 2);
	assert_int_equal(count_kind(export, "coaching"), 1);
}

static void pages_of_any_size_make_the_same_export(void **state)
{
	struct fixture *fixture = *state;
	ExportPersonResponse *whole, *pages;

	closed(fixture);
	whole = export_all(fixture, &fixture->noor, "people/noor", 1000);
	pages = export_all(fixture, &fixture->noor, "people/noor", 3);
	assert_int_equal(whole->n_records, pages->n_records);
	for (size_t i = 0; i < whole->n_records; i++) {
		assert_string_equal(whole->records[i]->kind, pages->records[i]->kind);
		assert_string_equal(whole->records[i]->name, pages->records[i]->name);
	}
	assert_status(fixture, STATUS_INVALID_ARGUMENT,
		export_page(fixture, &fixture->noor, "people/noor", 3, "session:sessions/nobodys", &pages));
	assert_status(fixture, STATUS_INVALID_ARGUMENT,
		export_page(fixture, &fixture->noor, "people/noor", 3, "nonsense", &pages));
	assert_status(
		fixture, STATUS_INVALID_ARGUMENT, export_page(fixture, &fixture->noor, "people/noor", -1, "", &pages));
}

static void only_the_person_and_administrators_are_shown_it(void **state)
{
	struct fixture *fixture = *state;
	ExportPersonResponse *page;

	assert_ok(fixture, export_page(fixture, &fixture->admin, "people/noor@example.org", 0, "", &page));
	assert_string_equal(page->person, "people/noor");
	assert_status(
		fixture, STATUS_PERMISSION_DENIED, export_page(fixture, &fixture->ruud, "people/noor", 0, "", &page));
	assert_status(fixture, STATUS_NOT_FOUND, export_page(fixture, &fixture->kim, "people/noor", 0, "", &page));
	assert_status(fixture, STATUS_PERMISSION_DENIED,
		export_page(fixture, &fixture->program, "people/noor", 0, "", &page));
}

static void what_the_coach_wrote_is_shown_once_the_coachee_has_spoken(void **state)
{
	struct fixture *fixture = *state;
	Session *session = story_planned(fixture);

	assert_ok(fixture, story_decide(fixture, &fixture->ruud, session->name, VERDICT_GO, "", NULL));
	story_until(fixture, STORY_START);
	assert_ok(fixture, story_note(fixture, &fixture->ruud, session->name, "+ worked 103", "", NULL));
	assert_false(tells(export_all(fixture, &fixture->noor, "people/me", 0), "worked 103"));
	assert_true(tells(export_all(fixture, &fixture->ruud, "people/me", 0), "worked 103"));
	story_until(fixture, STORY_END + 6 * CLOCK_MINUTE);
	assert_ok(fixture, story_debrief(fixture, &fixture->noor, session->name, "went fine", NULL));
	assert_true(tells(export_all(fixture, &fixture->noor, "people/me", 0), "worked 103"));
}

static void an_unannounced_session_is_shown_once_its_meeting_is_over(void **state)
{
	struct fixture *fixture = *state;
	ExportPersonResponse *before, *after;
	Session *session;

	closed(fixture);
	story_tell_team(fixture);
	before = export_all(fixture, &fixture->noor, "people/me", 0);
	story_meeting(fixture, "later", "people/noor", FIXTURE_NOW + 9 * CLOCK_DAY);
	before = export_all(fixture, &fixture->noor, "people/me", 0);
	assert_ok(fixture, story_plan(fixture, &fixture->ruud, "meetings/later", NULL, true, &session));
	assert_ok(fixture, story_do(fixture, &fixture->ruud, "CancelSession", session->name, NULL));
	after = export_all(fixture, &fixture->noor, "people/me", 0);
	assert_int_equal(before->n_records, after->n_records);
	after = export_all(fixture, &fixture->admin, "people/noor", 0);
	assert_int_equal(before->n_records, after->n_records);
	assert_int_equal(count_kind(export_all(fixture, &fixture->ruud, "people/me", 0), "session"), 2);
	story_until(fixture, FIXTURE_NOW + 9 * CLOCK_DAY + CLOCK_HOUR);
	assert_int_equal(count_kind(export_all(fixture, &fixture->noor, "people/me", 0), "session"), 2);
}

static void what_a_coachee_does_to_a_meeting_tells_of_no_hidden_session(void **state)
{
	struct fixture *fixture = *state;
	CancelMeetingRequest in = CANCEL_MEETING_REQUEST__INIT;
	Session *session;

	closed(fixture);
	story_tell_team(fixture);
	story_meeting(fixture, "later", "people/noor", FIXTURE_NOW + 9 * CLOCK_DAY);
	assert_ok(fixture, story_plan(fixture, &fixture->ruud, "meetings/later", NULL, true, &session));
	in.name = "meetings/later";
	assert_ok(fixture, fixture_call(fixture, &fixture->noor, &service_meetings, "CancelMeeting", &in, NULL));
	assert_int_equal(fixture_events(fixture, "session.cancelled", "people/ruud"), 1);
	assert_false(tells(export_all(fixture, &fixture->noor, "people/me", 0), session->name));
	assert_false(tells(export_all(fixture, &fixture->admin, "people/noor", 0), session->name));
	story_until(fixture, FIXTURE_NOW + 9 * CLOCK_DAY + CLOCK_HOUR);
	assert_true(tells(export_all(fixture, &fixture->noor, "people/me", 0), session->name));
}

static void the_export_tells_of_no_collision_with_a_hidden_session(void **state)
{
	struct fixture *fixture = *state;
	Session *session;

	closed(fixture);
	story_tell_team(fixture);
	story_meeting(fixture, "later", "people/noor", FIXTURE_NOW + 9 * CLOCK_DAY);
	story_meeting(fixture, "sams", "people/sam", FIXTURE_NOW + 9 * CLOCK_DAY);
	assert_ok(fixture, story_plan(fixture, &fixture->ruud, "meetings/later", NULL, true, &session));
	assert_ok(fixture, story_plan(fixture, &fixture->sam, "meetings/sams", "people/ruud", false, NULL));
	assert_int_equal(fixture_events(fixture, "session.collided", "people/ruud"), 1);
	assert_true(tells(export_all(fixture, &fixture->sam, "people/me", 0), "session.planned"));
	assert_false(tells(export_all(fixture, &fixture->sam, "people/me", 0), "session.collided"));
	assert_true(tells(export_all(fixture, &fixture->ruud, "people/me", 0), "session.collided"));
}

/* What is the coach's is about the coachee as well: it is not for a program, nor for that coachee who happens to be an
 * administrator, before the coachee is shown it. */
static void an_export_of_the_coach_keeps_from_others_what_the_coachee_is_not_shown(void **state)
{
	static const char *const scopes[] = { "privacy.read" };
	struct fixture *fixture = *state;
	struct actor program = fixture->program, noor = fixture->noor, sam = fixture->sam;
	const struct actor *kept_from[] = { &program, &noor }, *shown[] = { &sam, &fixture->admin, &fixture->ruud };
	Session *session, *hidden;

	program.scopes = scopes;
	program.n_scopes = 1;
	noor.admin = sam.admin = true;
	session = story_planned(fixture);
	story_tell_team(fixture);
	story_meeting(fixture, "later", "people/noor", FIXTURE_NOW + 9 * CLOCK_DAY);
	assert_ok(fixture, story_plan(fixture, &fixture->ruud, "meetings/later", NULL, true, &hidden));
	assert_ok(fixture, story_decide(fixture, &fixture->ruud, session->name, VERDICT_GO, "", NULL));
	story_until(fixture, STORY_START);
	assert_ok(fixture, story_note(fixture, &fixture->ruud, session->name, "+ worked 103\n? I call 104", "", NULL));
	for (int i = 0; i < 3; i++) {
		assert_true(tells(export_all(fixture, shown[i], "people/ruud", 0), hidden->name));
		assert_true(tells(export_all(fixture, shown[i], "people/ruud", 0), "worked 103"));
		assert_true(tells(export_all(fixture, shown[i], "people/ruud", 0), "I call 104"));
	}
	for (int i = 0; i < 2; i++) {
		assert_false(tells(export_all(fixture, kept_from[i], "people/ruud", 0), hidden->name));
		assert_false(tells(export_all(fixture, kept_from[i], "people/ruud", 0), "worked 103"));
		assert_false(tells(export_all(fixture, kept_from[i], "people/ruud", 0), "I call 104"));
	}
	story_until(fixture, STORY_END + 6 * CLOCK_MINUTE);
	assert_ok(fixture, story_debrief(fixture, &fixture->noor, session->name, "went fine", NULL));
	assert_true(tells(export_all(fixture, &program, "people/ruud", 0), "worked 103"));
	assert_true(tells(export_all(fixture, &noor, "people/ruud", 0), "I call 104"));
}

static void apart_a_coach_finds_the_coachees_words_in_no_export_before_having_written(void **state)
{
	struct fixture *fixture = *state;
	WriteDebriefRequest write = WRITE_DEBRIEF_REQUEST__INIT;
	Session *session = story_debriefing(fixture);

	write.name = arena_printf(fixture->arena, "%s/debrief", session->name);
	write.mode = DEBRIEF_MODE_APART;
	write.lines = "coachee said 101\n+ worked 102";
	assert_ok(fixture, fixture_call(fixture, &fixture->noor, &service_debriefs, "WriteDebrief", &write, NULL));
	assert_true(tells(export_all(fixture, &fixture->noor, "people/me", 0), "coachee said 101"));
	assert_false(tells(export_all(fixture, &fixture->ruud, "people/me", 0), "coachee said 101"));
	assert_false(tells(export_all(fixture, &fixture->ruud, "people/me", 0), "worked 102"));
	assert_ok(fixture, story_debrief(fixture, &fixture->ruud, session->name, "coach said 103", NULL));
	assert_true(tells(export_all(fixture, &fixture->ruud, "people/me", 0), "coachee said 101"));
	assert_true(tells(export_all(fixture, &fixture->ruud, "people/me", 0), "worked 102"));
}

static bool has_field(const ExportPersonResponse *export, const char *kind, const char *name)
{
	for (size_t i = 0; i < export->n_records; i++)
		for (size_t j = 0; strcmp(export->records[i]->kind, kind) == 0 && j < export->records[i]->n_fields; j++)
			if (strcmp(export->records[i]->fields[j]->name, name) == 0)
				return true;
	return false;
}

/* What happens to a meeting is told to its coaches, one who goes along in secret among them. */
static void the_export_of_an_event_counts_nobody_who_heard_of_it(void **state)
{
	struct fixture *fixture = *state;
	ExportPersonResponse *export;

	closed(fixture);
	export = export_all(fixture, &fixture->noor, "people/me", 0);
	assert_true(has_field(export, "event", "type"));
	assert_false(has_field(export, "event", "audience"));
	assert_false(has_field(export, "event", "seq"));
}

/* ---- erasing ---- */

static enum status erase(struct fixture *fixture, const struct actor *actor, const char *name, Erasure **ret)
{
	ErasePersonRequest in = ERASE_PERSON_REQUEST__INIT;

	in.name = (char *)name;
	return fixture_call(fixture, actor, &service_privacy, "ErasePerson", &in, ret);
}

static Erasure *look(struct fixture *fixture, const char *name)
{
	GetErasureRequest in = GET_ERASURE_REQUEST__INIT;
	Erasure *erasure;

	in.name = (char *)name;
	assert_ok(fixture, fixture_call(fixture, &fixture->admin, &service_privacy, "GetErasure", &in, &erasure));
	return erasure;
}

static Session *read_session(struct fixture *fixture, const struct actor *actor, const char *name)
{
	Session *session;

	assert_ok(fixture, story_do(fixture, actor, "GetSession", name, &session));
	return session;
}

static void an_erased_coachee_leaves_counts_without_words(void **state)
{
	static const char *const gone[] = { "coachee said 101", "coach said 102", "worked 103", "moment 104",
		"step 105", "promised 106", "helps 107", "noor@example.org", "Noor", "Dovecote BV" };
	struct fixture *fixture = *state;
	Session *session = closed(fixture), *left;
	ExportPersonResponse *export;
	Erasure *erasure;

	assert_ok(fixture, erase(fixture, &fixture->noor, "people/me", &erasure));
	assert_int_equal(erasure->state, ERASURE_STATE_WAITING);
	story_until(fixture, fixture->now);
	assert_int_equal(look(fixture, erasure->name)->state, ERASURE_STATE_DONE);
	export = export_all(fixture, &fixture->ruud, "people/me", 0);
	for (size_t i = 0; i < sizeof(gone) / sizeof(gone[0]); i++)
		if (tells(export, gone[i]))
			fail_msg("what is kept of the coach still tells \"%s\"", gone[i]);
	left = read_session(fixture, &fixture->ruud, session->name);
	assert_int_equal(left->state, SESSION_STATE_CLOSED);
	assert_string_equal(left->coachee_display_name, "erased person");
	assert_string_equal(left->customer, "");
	assert_int_equal(fixture_events(fixture, "person.erased", NULL), 1);
}

static void of_an_erased_coach_the_coachee_keeps_their_own_record(void **state)
{
	struct fixture *fixture = *state;
	Session *session = closed(fixture);
	ExportPersonResponse *export;
	Erasure *erasure;

	assert_ok(fixture, erase(fixture, &fixture->admin, "people/ruud@example.org", &erasure));
	story_until(fixture, fixture->now);
	export = export_all(fixture, &fixture->noor, "people/me", 0);
	assert_true(tells(export, "coachee said 101"));
	assert_true(tells(export, "worked 103"));
	assert_true(tells(export, "promised 106"));
	assert_false(tells(export, "coach said 102"));
	assert_false(tells(export, "helps 107"));
	assert_false(tells(export, "ruud@example.org"));
	assert_string_equal(read_session(fixture, &fixture->noor, session->name)->coach_display_name, "erased person");
}

static void erasing_twice_is_erasing_once(void **state)
{
	struct fixture *fixture = *state;
	Erasure *first, *again;

	assert_ok(fixture, erase(fixture, &fixture->admin, "people/sam", &first));
	assert_ok(fixture, erase(fixture, &fixture->admin, "people/sam", &again));
	assert_string_equal(first->name, again->name);
	story_until(fixture, fixture->now);
	assert_ok(fixture, erase(fixture, &fixture->admin, "people/sam", &again));
	assert_int_equal(again->state, ERASURE_STATE_DONE);
	assert_int_equal(fixture_events(fixture, "person.erased", NULL), 1);
	assert_status(fixture, STATUS_NOT_FOUND, erase(fixture, &fixture->admin, "people/sam@example.org", &again));
}

static void nobody_is_erased_from_under_a_session(void **state)
{
	struct fixture *fixture = *state;
	Session *session = story_planned(fixture);
	Erasure *erasure;

	assert_ok(fixture, story_decide(fixture, &fixture->ruud, session->name, VERDICT_GO, "", NULL));
	story_until(fixture, STORY_START);
	assert_ok(fixture, story_do(fixture, &fixture->ruud, "StartSession", session->name, NULL));
	assert_status(fixture, STATUS_FAILED_PRECONDITION, erase(fixture, &fixture->admin, "people/ruud", &erasure));
	assert_reason(fixture, "SESSION_RUNNING");
	assert_status(fixture, STATUS_FAILED_PRECONDITION, erase(fixture, &fixture->noor, "people/me", &erasure));
}

static void sessions_to_come_are_cancelled_and_the_relation_ends(void **state)
{
	struct fixture *fixture = *state;
	Session *session = story_planned(fixture);
	ListCoachingsRequest in = LIST_COACHINGS_REQUEST__INIT;
	ListCoachingsResponse *coachings;
	Erasure *erasure;

	assert_ok(fixture, erase(fixture, &fixture->admin, "people/noor", &erasure));
	assert_int_equal(read_session(fixture, &fixture->ruud, session->name)->state, SESSION_STATE_CANCELLED);
	assert_ok(fixture, fixture_call(fixture, &fixture->admin, &service_people, "ListCoachings", &in, &coachings));
	for (size_t i = 0; i < coachings->n_coachings; i++)
		if (strcmp(coachings->coachings[i]->coachee, "people/noor") == 0)
			assert_string_equal(coachings->coachings[i]->end_date, "2026-03-02");
}

static void an_erasure_waits_until_every_plugin_is_done(void **state)
{
	static const char *const plugins[] = { "calendar", "reminders", NULL };
	struct fixture *fixture = *state;
	struct call *call;
	Erasure *erasure;

	fixture->service.plugins = plugins;
	assert_ok(fixture, erase(fixture, &fixture->admin, "people/sam", &erasure));
	assert_int_equal(erasure->n_waiting_for, 2);
	story_until(fixture, fixture->now + CLOCK_HOUR);
	assert_int_equal(look(fixture, erasure->name)->state, ERASURE_STATE_WAITING);
	assert_int_equal(store_event_cursor_set(fixture->conn, "calendar", 1000, NULL), STATUS_OK);
	assert_int_equal(store_event_cursor_set(fixture->conn, "reminders", 1000, NULL), STATUS_OK);
	call = fixture_bare_call(fixture, &fixture->admin, "ridealong.v1.Privacy/GetErasure");
	assert_int_equal(service_erasure_move(call), STATUS_OK);
	story_until(fixture, fixture->now);
	assert_int_equal(look(fixture, erasure->name)->state, ERASURE_STATE_DONE);
	fixture->service.plugins = NULL;
}

static void the_plan_counts_only_what_the_person_is_shown(void **state)
{
	struct fixture *fixture = *state;
	ReportErasureRequest in = REPORT_ERASURE_REQUEST__INIT;
	ErasurePlan *before, *after;
	Session *session;

	closed(fixture);
	story_tell_team(fixture);
	story_meeting(fixture, "later", "people/noor", FIXTURE_NOW + 9 * CLOCK_DAY);
	in.name = "people/me";
	assert_ok(fixture, fixture_call(fixture, &fixture->noor, &service_privacy, "ReportErasure", &in, &before));
	assert_string_equal(before->email, "noor@example.org");
	assert_true(before->n_items > 5);
	assert_ok(fixture, story_plan(fixture, &fixture->ruud, "meetings/later", NULL, true, &session));
	assert_ok(fixture, fixture_call(fixture, &fixture->noor, &service_privacy, "ReportErasure", &in, &after));
	assert_int_equal(erasure_plan__get_packed_size(before), erasure_plan__get_packed_size(after));
	assert_int_equal(after->sessions_cancelled, 0);
}

static void the_plan_tells_of_no_hidden_session_at_a_meeting_that_was_known_twice(void **state)
{
	struct fixture *fixture = *state;
	ReportErasureRequest in = REPORT_ERASURE_REQUEST__INIT;
	MergeMeetingsRequest merge = MERGE_MEETINGS_REQUEST__INIT;
	Session *session;
	ErasurePlan *plan;
	bool told = false;

	closed(fixture);
	story_tell_team(fixture);
	story_meeting(fixture, "twice", "people/noor", FIXTURE_NOW + 9 * CLOCK_DAY);
	story_meeting(fixture, "once", "people/noor", FIXTURE_NOW + 9 * CLOCK_DAY);
	assert_ok(fixture, story_plan(fixture, &fixture->ruud, "meetings/twice", NULL, true, &session));
	merge.keep = "meetings/once";
	merge.duplicate = "meetings/twice";
	assert_ok(fixture, fixture_call(fixture, &fixture->noor, &service_meetings, "MergeMeetings", &merge, NULL));
	in.name = "people/me";
	assert_ok(fixture, fixture_call(fixture, &fixture->noor, &service_privacy, "ReportErasure", &in, &plan));
	for (size_t i = 0; i < plan->n_items; i++)
		told = told || (strcmp(plan->items[i]->kind, "meeting_merge") == 0 && plan->items[i]->emptied == 1);
	assert_true(told);
}

static void who_was_erased_is_called_so_in_dutch_and_gets_no_mail(void **state)
{
	struct fixture *fixture = *state;
	CreateReminderRequest in = CREATE_REMINDER_REQUEST__INIT;
	Reminder reminder = REMINDER__INIT;
	GetPersonRequest get = GET_PERSON_REQUEST__INIT;
	struct call *call;
	Erasure *erasure;

	assert_ok(fixture, erase(fixture, &fixture->admin, "people/sam", &erasure));
	story_until(fixture, fixture->now);
	call = fixture_bare_call(fixture, &fixture->admin, "ridealong.v1.People/GetPerson");
	call->locale = "nl";
	get.name = "people/sam";
	assert_int_equal(service_invoke(call, &get.base), STATUS_OK);
	assert_string_equal(((Person *)call->reply)->display_name, "verwijderde persoon");
	reminder.key = "cadence/1";
	reminder.kind = REMINDER_KIND_CADENCE;
	reminder.person = "people/sam";
	reminder.due_time = instant_new(fixture->arena, fixture->now);
	in.reminder = &reminder;
	assert_status(fixture, STATUS_FAILED_PRECONDITION,
		fixture_call(fixture, &fixture->plugin, &service_reminders, "CreateReminder", &in, NULL));
	assert_reason(fixture, "ERASED");
}

static void a_new_coach_sees_nothing_of_the_former_one_s_sessions(void **state)
{
	struct fixture *fixture = *state;
	Session *session = closed(fixture);
	Coaching coaching = COACHING__INIT;
	GetDebriefRequest debrief = GET_DEBRIEF_REQUEST__INIT;
	GetPreparationRequest preparation = GET_PREPARATION_REQUEST__INIT;
	ListObservationsRequest notes = LIST_OBSERVATIONS_REQUEST__INIT;

	coaching.name = "coachings/new";
	coaching.coach = "people/kim";
	coaching.coachee = "people/noor";
	coaching.start_date = "2026-03-02";
	coaching.create_time = coaching.update_time = instant_new(fixture->arena, fixture->now);
	assert_int_equal(store_coaching_insert(fixture->conn, &coaching, NULL), STATUS_OK);
	assert_int_equal(story_count(fixture, &fixture->kim), 0);
	assert_status(fixture, STATUS_NOT_FOUND, story_do(fixture, &fixture->kim, "GetSession", session->name, NULL));
	debrief.name = arena_printf(fixture->arena, "%s/debrief", session->name);
	assert_status(fixture, STATUS_NOT_FOUND,
		fixture_call(fixture, &fixture->kim, &service_debriefs, "GetDebrief", &debrief, NULL));
	notes.session = session->name;
	assert_status(fixture, STATUS_NOT_FOUND,
		fixture_call(fixture, &fixture->kim, &service_debriefs, "ListObservations", &notes, NULL));
	preparation.name = arena_printf(fixture->arena, "%s/preparation", session->meeting);
	assert_status(fixture, STATUS_NOT_FOUND,
		fixture_call(fixture, &fixture->kim, &service_preparations, "GetPreparation", &preparation, NULL));
}

static void a_new_coach_sees_no_meeting_of_before_the_relation(void **state)
{
	struct fixture *fixture = *state;
	ListMeetingsRequest list = LIST_MEETINGS_REQUEST__INIT;
	GetMeetingRequest get = GET_MEETING_REQUEST__INIT;
	Coaching coaching = COACHING__INIT;
	ListMeetingsResponse *out;

	story_meeting(fixture, "before", "people/noor", FIXTURE_NOW - 9 * CLOCK_HOUR); /* ends at midnight */
	story_meeting(fixture, "first", "people/noor", FIXTURE_NOW - 8 * CLOCK_HOUR);
	coaching.name = "coachings/new";
	coaching.coach = "people/kim";
	coaching.coachee = "people/noor";
	coaching.start_date = "2026-03-02";
	coaching.create_time = coaching.update_time = instant_new(fixture->arena, fixture->now);
	assert_int_equal(store_coaching_insert(fixture->conn, &coaching, NULL), STATUS_OK);
	get.name = "meetings/before";
	assert_status(fixture, STATUS_NOT_FOUND,
		fixture_call(fixture, &fixture->kim, &service_meetings, "GetMeeting", &get, NULL));
	assert_ok(fixture, fixture_call(fixture, &fixture->ruud, &service_meetings, "GetMeeting", &get, NULL));
	list.from_time = instant_new(fixture->arena, FIXTURE_NOW - CLOCK_DAY);
	for (int i = 0; i < 2; i++) {
		list.owner = i == 0 ? "" : "people/noor";
		assert_ok(
			fixture, fixture_call(fixture, &fixture->kim, &service_meetings, "ListMeetings", &list, &out));
		assert_int_equal(out->n_meetings, 1);
		assert_string_equal(out->meetings[0]->name, "meetings/first");
	}
}

/* ---- time ---- */

static void sweep(struct fixture *fixture, int64_t now)
{
	struct call *call = fixture_bare_call(fixture, &fixture->admin, "ridealong.v1.Privacy/GetErasure");

	call->now = now;
	assert_int_equal(store_begin_write(fixture->conn, NULL), STATUS_OK);
	if (service_sweep_fire(call) != STATUS_OK)
		fail_msg("%s", call->error.message);
	assert_int_equal(store_commit(fixture->conn, NULL), STATUS_OK);
}

static void words_go_after_their_days_and_counts_stay(void **state)
{
	struct fixture *fixture = *state;
	Session *session = closed(fixture);

	sweep(fixture, STORY_END + 360 * CLOCK_DAY);
	assert_true(tells(export_all(fixture, &fixture->noor, "people/me", 0), "coachee said 101"));
	sweep(fixture, STORY_END + 366 * CLOCK_DAY);
	assert_false(tells(export_all(fixture, &fixture->noor, "people/me", 0), "coachee said 101"));
	assert_false(tells(export_all(fixture, &fixture->noor, "people/me", 0), "worked 103"));
	assert_true(tells(export_all(fixture, &fixture->noor, "people/me", 0), "OBSERVATION_KIND_WORKED"));
	assert_int_equal(read_session(fixture, &fixture->noor, session->name)->state, SESSION_STATE_CLOSED);
	sweep(fixture, STORY_END + 1100 * CLOCK_DAY);
	assert_status(fixture, STATUS_NOT_FOUND, story_do(fixture, &fixture->noor, "GetSession", session->name, NULL));
}

static void the_configuration_may_choose_fewer_days(void **state)
{
	struct fixture *fixture = *state;

	closed(fixture);
	fixture->service.retention.days[RETENTION_NOTES] = 10;
	sweep(fixture, STORY_END + 11 * CLOCK_DAY);
	assert_false(tells(export_all(fixture, &fixture->noor, "people/me", 0), "coachee said 101"));
}

static void every_night_comes_after_the_one_before(void **state)
{
	struct fixture *fixture = *state;
	struct call *call = fixture_bare_call(fixture, &fixture->admin, "ridealong.v1.Privacy/GetErasure");
	GetRetentionRequest in = GET_RETENTION_REQUEST__INIT;
	Retention *retention;

	assert_int_equal(service_sweep_arrange(call), STATUS_OK);
	story_until(fixture, FIXTURE_NOW + 3 * CLOCK_DAY);
	fixture->locale = "nl";
	assert_ok(fixture, fixture_call(fixture, &fixture->noor, &service_privacy, "GetRetention", &in, &retention));
	assert_int_equal(instant_us(retention->sweep_time), FIXTURE_NOW + 2 * CLOCK_DAY + 20 * CLOCK_HOUR);
	assert_int_equal(retention->n_kinds, RETENTION_KINDS);
	assert_non_null(strstr(retention->kinds[0]->words, "werkaantekeningen"));
}

/* ---- who read and changed what ---- */

static void people_see_who_read_and_changed_what_is_about_them(void **state)
{
	struct fixture *fixture = *state;
	ListAccessRequest in = LIST_ACCESS_REQUEST__INIT;
	const struct store_audit audit = { .name = "audit/1",
		.read_time = FIXTURE_NOW,
		.actor = "admin",
		.via = "",
		.method = "ridealong.v1.Sessions/GetSession",
		.resource = "" };
	ListAccessResponse *list;
	Session *session = story_planned(fixture);
	int reads = 0, changes = 0;

	assert_int_equal(store_audit_append(fixture->conn, &audit, NULL), STATUS_OK);
	assert_int_equal(store_audit_about(fixture->conn, "audit/1", session->name, fixture->arena, NULL), STATUS_OK);
	in.name = "people/me";
	in.page_size = 1;
	do {
		assert_ok(fixture, fixture_call(fixture, &fixture->noor, &service_privacy, "ListAccess", &in, &list));
		for (size_t i = 0; i < list->n_accesses; i++) {
			reads += list->accesses[i]->read;
			changes += !list->accesses[i]->read;
			assert_string_not_equal(list->accesses[i]->actor, "people/noor");
		}
		in.page_token = list->next_page_token;
	} while (in.page_token[0] != '\0');
	assert_int_equal(reads, 1);
	assert_true(changes >= 1);
	in.name = "people/noor";
	in.page_token = "";
	assert_status(fixture, STATUS_PERMISSION_DENIED,
		fixture_call(fixture, &fixture->ruud, &service_privacy, "ListAccess", &in, &list));
	assert_status(fixture, STATUS_NOT_FOUND,
		fixture_call(fixture, &fixture->kim, &service_privacy, "ListAccess", &in, &list));
}

static void a_read_of_a_hidden_session_is_shown_with_it(void **state)
{
	struct fixture *fixture = *state;
	ListAccessRequest in = LIST_ACCESS_REQUEST__INIT;
	const struct store_audit audit = { .name = "audit/1",
		.read_time = FIXTURE_NOW,
		.actor = "admin",
		.via = "",
		.method = "ridealong.v1.Sessions/ListSessions",
		.resource = "" };
	ListAccessResponse *before, *after;
	Session *session;

	closed(fixture);
	story_tell_team(fixture);
	story_meeting(fixture, "later", "people/noor", FIXTURE_NOW + 9 * CLOCK_DAY);
	assert_ok(fixture, story_plan(fixture, &fixture->ruud, "meetings/later", NULL, true, &session));
	in.name = "people/me";
	in.page_size = 1000;
	assert_ok(fixture, fixture_call(fixture, &fixture->noor, &service_privacy, "ListAccess", &in, &before));
	assert_int_equal(store_audit_append(fixture->conn, &audit, NULL), STATUS_OK);
	assert_int_equal(store_audit_about(fixture->conn, "audit/1", session->name, fixture->arena, NULL), STATUS_OK);
	assert_ok(fixture, fixture_call(fixture, &fixture->noor, &service_privacy, "ListAccess", &in, &after));
	assert_int_equal(before->n_accesses, after->n_accesses);
	story_until(fixture, FIXTURE_NOW + 9 * CLOCK_DAY + CLOCK_HOUR);
	assert_ok(fixture, fixture_call(fixture, &fixture->noor, &service_privacy, "ListAccess", &in, &after));
	assert_true(after->n_accesses > before->n_accesses);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(somebody_is_shown_all_that_is_kept_of_them_also_what_others_wrote),
		with_fixture(pages_of_any_size_make_the_same_export),
		with_fixture(only_the_person_and_administrators_are_shown_it),
		with_fixture(what_the_coach_wrote_is_shown_once_the_coachee_has_spoken),
		with_fixture(an_unannounced_session_is_shown_once_its_meeting_is_over),
		with_fixture(what_a_coachee_does_to_a_meeting_tells_of_no_hidden_session),
		with_fixture(the_export_tells_of_no_collision_with_a_hidden_session),
		with_fixture(an_export_of_the_coach_keeps_from_others_what_the_coachee_is_not_shown),
		with_fixture(apart_a_coach_finds_the_coachees_words_in_no_export_before_having_written),
		with_fixture(the_export_of_an_event_counts_nobody_who_heard_of_it),
		with_fixture(an_erased_coachee_leaves_counts_without_words),
		with_fixture(of_an_erased_coach_the_coachee_keeps_their_own_record),
		with_fixture(erasing_twice_is_erasing_once),
		with_fixture(nobody_is_erased_from_under_a_session),
		with_fixture(sessions_to_come_are_cancelled_and_the_relation_ends),
		with_fixture(an_erasure_waits_until_every_plugin_is_done),
		with_fixture(the_plan_counts_only_what_the_person_is_shown),
		with_fixture(the_plan_tells_of_no_hidden_session_at_a_meeting_that_was_known_twice),
		with_fixture(who_was_erased_is_called_so_in_dutch_and_gets_no_mail),
		with_fixture(a_new_coach_sees_nothing_of_the_former_one_s_sessions),
		with_fixture(a_new_coach_sees_no_meeting_of_before_the_relation),
		with_fixture(words_go_after_their_days_and_counts_stay),
		with_fixture(the_configuration_may_choose_fewer_days),
		with_fixture(every_night_comes_after_the_one_before),
		with_fixture(people_see_who_read_and_changed_what_is_about_them),
		with_fixture(a_read_of_a_hidden_session_is_shown_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
