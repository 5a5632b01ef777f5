/* service/ — planning to go along. */
#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/may.h"
#include "daemon/domain/words.h"
#include "daemon/service/allow.h"
#include "daemon/service/check.h"
#include "daemon/service/meeting.h"
#include "daemon/service/name.h"
#include "daemon/service/policy.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"
#include "daemon/service/template.h"
#include "daemon/service/unannounced.h"
#include "daemon/service/viewer.h"
#include "daemon/store/coaching.h"
#include "daemon/store/meeting.h"
#include "daemon/store/person.h"
#include "daemon/store/session.h"

/* What planning is about. */
struct plan {
	const PlanSessionRequest *in;
	Meeting *meeting;
	Person *owner, *coach;
	Coaching *coaching;
	bool invited;           /* the coachee asks the coach along */
	bool sees_hidden;       /* the caller may know of unannounced sessions of this coach */
	const Session *collide; /* a hidden one in the way, of which the caller learns nothing */
};

static enum status refuse(struct call *call, const char *reason, const char *en, const char *nl)
{
	return error_detail(
		&call->error, STATUS_FAILED_PRECONDITION, reason, NULL, "%s", words_pick(call->locale, en, nl));
}

static enum status find_meeting(struct call *call, struct plan *plan)
{
	const struct store_viewer *viewer;
	enum status st = service_name_check(call, "meeting", plan->in->meeting, "meetings");

	if (st == STATUS_OK)
		st = service_viewer(call, &viewer);
	if (st == STATUS_OK)
		st = store_meeting_see(
			call->conn, viewer, plan->in->meeting, call->arena, &plan->meeting, &call->error);
	if (st != STATUS_OK)
		return st;
	if (plan->meeting == NULL)
		return may_not_found(plan->in->meeting, call->locale, &call->error);
	return store_person_get(call->conn, plan->meeting->owner, call->arena, &plan->owner, &call->error);
}

static enum status find_coach(struct call *call, struct plan *plan)
{
	const char *self = call->actor->person;
	bool own = self != NULL && strcmp(self, plan->meeting->owner) == 0;

	if (plan->in->coach[0] != '\0')
		return service_name_person(call, "coach", plan->in->coach, &plan->coach);
	if (self == NULL || own)
		return error_detail(&call->error, STATUS_INVALID_ARGUMENT, "MISSING", "coach", "%s",
			words_pick(call->locale, "coach is missing: say which coach is to come along",
				"coach ontbreekt: zeg welke coach mee moet gaan"));
	return store_person_get(call->conn, self, call->arena, &plan->coach, &call->error);
}

/* What the caller is to the two, and so what may be told. */
static void know_caller(const struct call *call, struct plan *plan)
{
	const char *self = call->actor->person == NULL ? "" : call->actor->person;
	bool coach = strcmp(self, plan->coach->name) == 0, coachee = strcmp(self, plan->owner->name) == 0;

	plan->invited = coachee && !coach;
	plan->sees_hidden = coach || (!coachee && call->actor->kind != ACTOR_PROGRAM);
}

static enum status find_coaching(struct call *call, struct plan *plan)
{
	enum status st = store_coaching_find(call->conn, plan->coach->name, plan->owner->name,
		service_today(call, plan->owner->time_zone), call->arena, &plan->coaching, &call->error);

	if (st != STATUS_OK || plan->coaching != NULL)
		return st;
	return error_detail(&call->error, STATUS_FAILED_PRECONDITION, "NO_COACHING", NULL,
		words_pick(call->locale, "%s does not coach %s today", "%s is vandaag niet de coach van %s"),
		plan->coach->display_name, plan->owner->display_name);
}

static enum status check_parties(struct call *call, struct plan *plan)
{
	const struct may_object object = {
		.name = plan->in->meeting, .coach = plan->coach->name, .coachee = plan->owner->name
	};
	enum status st = service_allow(call, &object);

	know_caller(call, plan);
	return st == STATUS_OK ? find_coaching(call, plan) : st;
}

/* A relation that ends before the meeting cancels what stands after it: so nothing is planned there either. */
static bool outlasts(const struct plan *plan)
{
	int last;

	return day_parse(plan->coaching->end_date, &last) &&
	       day_of(instant_us(plan->meeting->start_time), plan->owner->time_zone, NULL) > last;
}

static enum status check_meeting(struct call *call, const struct plan *plan)
{
	const Meeting *meeting = plan->meeting;

	if (meeting->state == MEETING_STATE_CANCELLED)
		return refuse(
			call, "MEETING_CANCELLED", "the meeting itself was cancelled", "de afspraak zelf is afgezegd");
	if (meeting->state == MEETING_STATE_MERGED)
		return service_meeting_refuse_merged(call, "meeting", meeting);
	if (meeting->all_day)
		return refuse(call, "ALL_DAY", "the meeting lasts whole days: enter the hour to go along to by hand",
			"de afspraak duurt hele dagen: voer het uur waarbij je mee wilt met de hand in");
	if (meeting->confidential && !plan->invited)
		return refuse(call, "CONFIDENTIAL", "the calendar keeps this meeting private: let the owner invite you",
			"de agenda houdt deze afspraak privé: laat je uitnodigen");
	if (instant_us(meeting->end_time) <= call->now)
		return refuse(call, "MEETING_OVER", "the meeting is over", "de afspraak is voorbij");
	if (outlasts(plan))
		return refuse(call, "COACHING_ENDS", "the coaching relation ends before that day",
			"de coachrelatie eindigt vóór die dag");
	return STATUS_OK;
}

/* The one who plans says what they watch for; the one who invites says what is to be watched for. */
static enum status check_whose(struct call *call, const struct plan *plan)
{
	const PlanSessionRequest *in = plan->in;

	if (plan->invited && in->coach_focus[0] != '\0')
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "WHOSE_FOCUS", "coach_focus",
			"coach_focus is the coach's own: say what is to be watched for in coachee_focus",
			"coach_focus is van de coach zelf: zeg in coachee_focus waar op gelet moet worden");
	if (!plan->invited && (in->coachee_focus[0] != '\0' || in->invite_note[0] != '\0'))
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "WHOSE_FOCUS",
			in->coachee_focus[0] != '\0' ? "coachee_focus" : "invite_note",
			"coachee_focus and invite_note go with an invitation by the person who is coached",
			"coachee_focus en invite_note horen bij een uitnodiging door degene die gecoacht wordt");
	return STATUS_OK;
}

static enum status check_words(struct call *call, const struct plan *plan)
{
	const PlanSessionRequest *in = plan->in;
	enum status st = service_session_check_travel(call, "travel", in->travel);

	if (st == STATUS_OK)
		st = service_session_check_travel(call, "travel_back", in->travel_back);
	if (st == STATUS_OK)
		st = service_session_check_together(call, "travel_together", in->travel_together);
	if (st == STATUS_OK)
		st = service_session_check_after_travel(
			call, "debrief_after_travel", in->debrief_after_travel, in->travel_together);
	if (st == STATUS_OK)
		st = service_session_check_format(call, "format", in->format);
	if (st == STATUS_OK)
		st = service_check_size(call, "coach_focus", in->coach_focus, CHECK_TEXT);
	if (st == STATUS_OK)
		st = service_check_size(call, "coachee_focus", in->coachee_focus, CHECK_TEXT);
	if (st == STATUS_OK)
		st = service_check_size(call, "invite_note", in->invite_note, CHECK_TEXT);
	return st == STATUS_OK ? check_whose(call, plan) : st;
}

/* A skip can be turned; a second session beside it would be one too many. */
static const char *what_helps(struct call *call, const struct plan *plan, const Session *session)
{
	if (session->state == SESSION_STATE_CLOSED)
		return words_pick(call->locale, ": it has been, so pick another meeting",
			": die is geweest, kies dus een andere afspraak");
	if (session->state != SESSION_STATE_SKIPPED)
		return "";
	if (plan->invited)
		return words_pick(call->locale,
			": say there that you are prepared after all, or ask your coach to say GO",
			": zeg daar dat je toch voorbereid bent, of vraag je coach \"gaat mee\" te zeggen");
	return words_pick(call->locale, ": say GO there, and you come along after all",
		": zeg daar \"gaat mee\", dan ga je toch mee");
}

/* Once a meeting and coach. Towards a coachee a hidden one is not there: the coach is asked. */
static enum status check_twice(struct call *call, struct plan *plan)
{
	Session *session;
	enum status st = store_session_at(
		call->conn, plan->meeting->name, plan->coach->name, call->arena, &session, &call->error);

	if (st != STATUS_OK || session == NULL)
		return st;
	if (lifecycle_hidden(session) && !plan->sees_hidden) {
		plan->collide = session;
		return STATUS_OK;
	}
	return error_detail(&call->error, STATUS_ALREADY_EXISTS, "SESSION_EXISTS", "meeting",
		words_pick(call->locale, "there is a session for this meeting: %s, %s%s",
			"er is voor deze afspraak al een sessie: %s, %s%s"),
		session->name, words_session_state(session->state, call->locale), what_helps(call, plan, session));
}

/* Nobody is in two places. Of hidden sessions only those learn who may know of them. */
static enum status check_busy(struct call *call, struct plan *plan, const Session *planned)
{
	Session *session;
	enum status st = service_session_in_the_way(call, planned, false, &session);

	if (st == STATUS_OK && session == NULL) {
		st = service_session_in_the_way(call, planned, true, &session);
		if (st == STATUS_OK && session != NULL && !plan->sees_hidden) {
			plan->collide = session;
			session = NULL;
		}
	}
	if (st != STATUS_OK || session == NULL)
		return st;
	if (plan->invited)
		return refuse(call, "COACH_BUSY", "your coach is elsewhere at that time: pick another meeting",
			"je coach is dan ergens anders: kies een andere afspraak");
	return service_session_refuse_busy(call, session);
}

static enum status fill(struct call *call, const struct plan *plan, Session *session)
{
	const PlanSessionRequest *in = plan->in;
	const struct policy policy = service_policy_for(call, plan->coach);
	enum status st;

	session__init(session);
	session->name = call_new_name(call, "sessions");
	session->coach = plan->coach->name;
	session->coachee = plan->owner->name;
	session->coaching = plan->coaching->name;
	session->meeting = plan->meeting->name;
	session->state = SESSION_STATE_PLANNED;
	session->format = in->format;
	if (in->format == SESSION_FORMAT_UNSPECIFIED)
		session->format = plan->meeting->online ? SESSION_FORMAT_ONLINE : SESSION_FORMAT_ON_SITE;
	session->travel = in->travel;
	if (in->travel == NULL)
		session->travel =
			instant_length_new(call->arena, service_session_usual_travel(&policy, session->format));
	session->travel_together = in->travel_together;
	session->travel_back = in->travel_back;
	session->unannounced = in->unannounced;
	session->coach_focus = in->coach_focus;
	session->role = TABLE_ROLE_OBSERVER;
	session->customer_knows = in->customer_knows;
	session->debrief_after_travel = in->debrief_after_travel;
	session->invited = plan->invited;
	session->invite_state = plan->invited ? INVITE_STATE_OPEN : INVITE_STATE_UNSPECIFIED;
	session->invite_note = in->invite_note;
	session->coachee_focus = in->coachee_focus;
	session->create_time = session->update_time = instant_new(call->arena, call->now);
	session->meeting_title = plan->meeting->title;
	session->customer = plan->meeting->customer;
	session->place = plan->meeting->place;
	session->coach_display_name = plan->coach->display_name;
	session->coachee_display_name = plan->owner->display_name;
	st = service_template_of_meeting(
		call, plan->meeting->name, plan->owner, &session->template_, &session->template_version);
	return st == STATUS_OK ? service_session_times(call, session, plan->meeting) : st;
}

static enum status check_unannounced(struct call *call, const struct plan *plan, const Session *session)
{
	if (!plan->in->unannounced)
		return STATUS_OK;
	if (plan->invited)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "UNANNOUNCED", "unannounced",
			"an invitation cannot be unannounced", "een uitnodiging kan niet onaangekondigd zijn");
	return service_unannounced_fits(
		call, plan->coach, plan->owner, plan->meeting->name, instant_us(session->start_time), "", &call->error);
}

/* All that planning asks of a meeting, but for the policy of unannounced sessions. */
static enum status check_all(struct call *call, struct plan *plan, Session *session)
{
	enum status st = check_meeting(call, plan);

	if (st == STATUS_OK)
		st = check_words(call, plan);
	if (st == STATUS_OK)
		st = check_twice(call, plan);
	if (st == STATUS_OK)
		st = fill(call, plan, session);
	return st == STATUS_OK ? check_busy(call, plan, session) : st;
}

enum status service_session_plannable(struct call *call, Person *coach, Person *owner, Meeting *meeting, bool *ret)
{
	PlanSessionRequest in = PLAN_SESSION_REQUEST__INIT;
	struct plan plan = { .in = &in, .meeting = meeting, .owner = owner, .coach = coach };
	Session *session = arena_alloc(call->arena, sizeof(*session));
	enum status st;

	in.meeting = meeting->name;
	know_caller(call, &plan);
	st = find_coaching(call, &plan);
	if (st == STATUS_OK)
		st = check_all(call, &plan, session);
	*ret = st == STATUS_OK;
	if (st != STATUS_FAILED_PRECONDITION && st != STATUS_ALREADY_EXISTS)
		return st;
	call->error = (struct error){ 0 };
	return STATUS_OK;
}

enum status service_session_plan(struct call *call, const PlanSessionRequest *in, Session **ret)
{
	struct plan plan = { .in = in };
	Session *session = arena_alloc(call->arena, sizeof(*session));
	enum status st = find_meeting(call, &plan);

	if (st == STATUS_OK)
		st = find_coach(call, &plan);
	if (st == STATUS_OK)
		st = check_parties(call, &plan);
	if (st == STATUS_OK)
		st = check_all(call, &plan, session);
	if (st == STATUS_OK)
		st = check_unannounced(call, &plan, session);
	if (st == STATUS_OK)
		st = store_session_insert(call->conn, session, &call->error);
	if (st == STATUS_OK)
		st = service_session_tell(
			call, session, "session.planned", NULL, NULL, service_session_state(session->state));
	if (st == STATUS_OK)
		st = service_session_timers(call, session);
	/* The coach is asked what to do about the two; towards the coachee nothing shows. */
	if (st == STATUS_OK && plan.collide != NULL)
		st = service_session_collided(call, plan.collide);
	if (st == STATUS_OK)
		*ret = session;
	return st;
}
