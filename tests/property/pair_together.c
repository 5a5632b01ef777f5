/* tests — what a coach and a coachee do together, in both worlds: sessions that go their way, so that every method that
 * is open to a coachee is also seen to work. */
#include "pair.h"

#include "daemon/store/session.h"
#include "ridealong/v1/calendar.pb-c.h"

#include <string.h>

#define SOON (4 * CLOCK_DAY) /* time goes no further for a session */

static const struct actor *coachee_of(struct pair *pair, const Session *session)
{
	struct fixture *f = pair->worlds[0].fixture;

	return strcmp(session->coachee, "people/noor") == 0 ? &f->noor : &f->sam;
}

static bool ended(const struct pair *pair)
{
	return pair_failed(pair) || pair->over;
}

/* A session of Ruud's at one of the meetings there are; NULL when none was to be had. */
static const Session *plan(struct pair *pair, bool unannounced)
{
	struct fixture *f = pair->worlds[0].fixture;
	PlanSessionRequest in = PLAN_SESSION_REQUEST__INIT;
	struct pair_answer answer = { .reply = NULL };

	in.unannounced = unannounced;
	for (int tries = 0; tries < 6 && answer.reply == NULL && !pair_failed(pair); tries++) {
		in.meeting = (char *)pair_name(pair, "meetings");
		pair_as_coach(pair, &f->ruud, "Sessions/PlanSession", &in.base, &answer);
	}
	return (const Session *)answer.reply;
}

static void decide(struct pair *pair, const Session *session, Verdict verdict)
{
	DecideSessionRequest in = DECIDE_SESSION_REQUEST__INIT;

	in.name = session->name;
	in.verdict = verdict;
	in.talk = verdict == VERDICT_COACH_MORE ? "de prijs" : "";
	pair_as_coach(pair, &pair->worlds[0].fixture->ruud, "Sessions/DecideSession", &in.base, NULL);
}

/* A method that takes a name only, or a name and words. */
static void as_coachee(struct pair *pair, const Session *session, const char *name)
{
	const struct contract_method *method = pair_method(pair, name);
	ProtobufCMessage *in = pair_request(pair, method);

	*pair_text_field(in, "name") = session->name;
	pair_both(pair, coachee_of(pair, session), method, in, NULL);
}

void pair_skips(struct pair *pair)
{
	const Session *session = plan(pair, false);

	pair->move = "a skip, and prepared after all";
	if (session == NULL)
		return;
	decide(pair, session, VERDICT_NOT_JOINING);
	as_coachee(pair, session, "Sessions/AppealSession");
	decide(pair, session, VERDICT_COACH_MORE);
	as_coachee(pair, session, "Sessions/TalkSession");
}

void pair_surprises(struct pair *pair)
{
	struct fixture *f = pair->worlds[0].fixture;
	RevealSessionRequest in = REVEAL_SESSION_REQUEST__INIT;
	const Session *session = plan(pair, true);

	pair->move = "a reveal, and not convenient";
	if (session == NULL)
		return;
	in.name = session->name;
	pair_as_coach(pair, &f->ruud, "Sessions/RevealSession", &in.base, NULL);
	as_coachee(pair, session, "Sessions/ObjectToSession");
}

/* The conversation, to the word about the help. */
static void talk_it_through(struct pair *pair, const Session *session)
{
	struct fixture *f = pair->worlds[0].fixture;
	WriteDebriefRequest write = WRITE_DEBRIEF_REQUEST__INIT;
	ConfirmHelpRequest confirm = CONFIRM_HELP_REQUEST__INIT;
	const struct actor *coachee = coachee_of(pair, session);

	write.name = confirm.name = arena_printf(f->arena, "%s/debrief", session->name);
	write.lines = "ging beter dan ik dacht\n! openingsvraag oefenen @2026-05-08";
	confirm.confirmation = pair_chance(pair, 2) ? HELP_CONFIRMATION_CONFIRMED : HELP_CONFIRMATION_DISPUTED;
	pair_both(pair, coachee, pair_method(pair, "Debriefs/WriteDebrief"), &write.base, NULL);
	pair_both(pair, coachee, pair_method(pair, "Debriefs/ConfirmHelp"), &confirm.base, NULL);
}

void pair_goes_along(struct pair *pair)
{
	struct fixture *f = pair->worlds[0].fixture;
	StartSessionRequest start = START_SESSION_REQUEST__INIT;
	AddNotesRequest notes = ADD_NOTES_REQUEST__INIT;
	const Session *session = plan(pair, false);

	pair->move = "a session that takes place";
	if (session == NULL || instant_us(session->start_time) > f->now + SOON)
		return;
	decide(pair, session, VERDICT_GO);
	if (instant_us(session->start_time) > f->now)
		pair_advance(pair, instant_us(session->start_time));
	if (ended(pair))
		return;
	start.name = notes.session = session->name;
	notes.lines = "+ stilte na de prijs\n^z";
	pair_both(pair, coachee_of(pair, session), pair_method(pair, "Sessions/StartSession"), &start.base, NULL);
	pair_as_coach(pair, &f->ruud, "Debriefs/AddNotes", &notes.base, NULL);
	pair_advance(pair, instant_us(session->end_time) + 6 * CLOCK_MINUTE);
	if (!ended(pair))
		talk_it_through(pair, session);
}

void pair_reads_a_calendar(struct pair *pair)
{
	static char invitation[] = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:uid-1\r\n"
				   "DTSTAMP:20260301T000000Z\r\nORGANIZER:mailto:ruud@example.org\r\n"
				   "DTSTART:20260414T090000Z\r\nDURATION:PT1H\r\nSUMMARY:Offer\r\nEND:VEVENT\r\n"
				   "END:VCALENDAR\r\n";
	struct fixture *f = pair->worlds[0].fixture;
	const struct actor *coachee = pair_chance(pair, 2) ? &f->noor : &f->sam;
	ImportCalendarRequest import = IMPORT_CALENDAR_REQUEST__INIT;
	ExplainEventRequest explain = EXPLAIN_EVENT_REQUEST__INIT;
	SyncCalendarRequest sync = SYNC_CALENDAR_REQUEST__INIT;
	DeleteCalendarRequest forget = DELETE_CALENDAR_REQUEST__INIT;
	FilePiece piece = FILE_PIECE__INIT;

	pair->move = "an invitation out of a mail, explained, read again and forgotten";
	piece.upload = "invitation";
	piece.file = "invitation.ics";
	piece.data = (ProtobufCBinaryData){ .len = strlen(invitation), .data = (uint8_t *)invitation };
	piece.last = true;
	import.piece = &piece;
	explain.uid = "uid-1";
	sync.name = forget.name = "people/me/calendars/Invitations";
	pair_both(pair, coachee, pair_method(pair, "Calendars/ImportCalendar"), &import.base, NULL);
	pair_both(pair, coachee, pair_method(pair, "Calendars/ExplainEvent"), &explain.base, NULL);
	pair_both(pair, coachee, pair_method(pair, "Calendars/SyncCalendar"), &sync.base, NULL);
	if (pair_chance(pair, 2))
		pair_both(pair, coachee, pair_method(pair, "Calendars/DeleteCalendar"), &forget.base, NULL);
}
