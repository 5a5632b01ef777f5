/* service/ — the lines of the conversation right after. */
#include <string.h>

#include "daemon/domain/debrief.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/words.h"
#include "daemon/service/action_point.h"
#include "daemon/service/debrief.h"
#include "daemon/service/name.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"
#include "daemon/store/debrief.h"

/* One call's writing. */
struct writing {
	Session *session;
	Debrief *debrief;
	const char *speaker; /* whose experience the experience lines are */
	bool for_both;       /* the first one is the coachee's, those after it the coach's */
	struct debrief_lines lines;
	struct debrief_ready before;
};

static enum status apart(struct call *call, const char *field)
{
	return error_detail(&call->error, STATUS_FAILED_PRECONDITION, "APART", field, "%s",
		words_pick(call->locale, "apart, each writes for themselves", "apart schrijft ieder voor zich"));
}

/* One types for both only at the same table. */
static enum status find_speaker(struct call *call, const WriteDebriefRequest *in, struct writing *writing)
{
	Person *speaker;
	enum status st;

	writing->speaker = call->actor->person;
	writing->for_both = in->for_both;
	if (in->for_both && in->speaker[0] != '\0')
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "SPEAKER", "speaker",
			"speaker goes without for_both", "speaker gaat niet samen met for_both");
	if (in->for_both && writing->debrief->mode == DEBRIEF_MODE_APART)
		return apart(call, "for_both");
	if (in->speaker[0] == '\0')
		return STATUS_OK;
	st = service_name_person(call, "speaker", in->speaker, &speaker);
	if (st != STATUS_OK)
		return st;
	writing->speaker = speaker->name;
	if (strcmp(speaker->name, writing->session->coach) != 0 &&
		strcmp(speaker->name, writing->session->coachee) != 0)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "SPEAKER", "speaker",
			"speaker must be one of the two", "speaker moet een van de twee zijn");
	if (writing->debrief->mode == DEBRIEF_MODE_APART && strcmp(speaker->name, call->actor->person) != 0)
		return apart(call, "speaker");
	return STATUS_OK;
}

/* It stays as it was begun once one of them has spoken. */
static enum status choose_mode(struct call *call, Debrief *debrief, DebriefMode mode)
{
	bool spoken = debrief->coachee_experience[0] != '\0' || debrief->coach_experience[0] != '\0';

	if (mode != DEBRIEF_MODE_UNSPECIFIED && mode != DEBRIEF_MODE_TOGETHER && mode != DEBRIEF_MODE_APART)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "MODE", "mode", "mode must be TOGETHER or APART",
			"mode moet TOGETHER of APART zijn");
	if (mode != DEBRIEF_MODE_UNSPECIFIED && mode != debrief->mode && spoken)
		return error_detail(&call->error, STATUS_FAILED_PRECONDITION, "MODE", "mode", "%s",
			words_pick(call->locale, "the debrief was begun the other way, and stays so",
				"de nabespreking is anders begonnen, en blijft zo"));
	if (mode != DEBRIEF_MODE_UNSPECIFIED)
		debrief->mode = mode;
	return STATUS_OK;
}

/* A session that nobody started took place all the same when its time came and they talk it through. */
static enum status end_meeting(struct call *call, Session *session, struct lifecycle_step *ret)
{
	struct lifecycle_ask ask = { .action = LIFECYCLE_FIRST_LINE };
	int64_t end = instant_us(session->end_time);
	enum status st = STATUS_OK;

	if (service_session_to_come(session) && call->now >= instant_us(session->start_time))
		st = service_session_start(call, session, instant_us(session->start_time));
	if (st == STATUS_OK)
		st = service_session_decide(call, session, &ask, ret);
	if (st == STATUS_OK && ret->from != ret->to)
		session->actual_end_time = instant_new(
			call->arena, call->now < end || instant_us(session->actual_start_time) > end ? call->now : end);
	return st;
}

/* From when on the debrief was to be: right after the meeting, or after the way back. 0 while it has not ended. */
static int64_t wanted(const Session *session)
{
	int64_t ended = instant_us(session->actual_end_time);

	return ended == 0 || !session->debrief_after_travel ? ended : ended + instant_length_us(session->travel_back);
}

enum status service_debrief_row(struct call *call, const Session *session, Debrief **ret)
{
	int64_t begin = wanted(session);
	Debrief *debrief;
	enum status st = store_debrief_get(call->conn, session->name, call->arena, ret, &call->error);

	if (st != STATUS_OK || *ret != NULL)
		return st;
	*ret = debrief = arena_alloc(call->arena, sizeof(*debrief));
	debrief__init(debrief);
	debrief->name = arena_printf(call->arena, "%s/debrief", session->name);
	debrief->session = session->name;
	debrief->mode = DEBRIEF_MODE_TOGETHER;
	debrief->create_time = instant_new(call->arena, call->now);
	if (begin != 0 && call->now > begin)
		debrief->delay = instant_length_new(call->arena, call->now - begin);
	return STATUS_OK;
}

enum status service_debrief_put(struct call *call, const Session *session, Debrief *debrief)
{
	int signatures;
	enum status st;

	debrief->update_time = instant_new(call->arena, call->now);
	st = store_debrief_put(call->conn, debrief, &call->error);
	if (st == STATUS_OK && debrief->coachee_experience[0] != '\0')
		st = service_action_points_show(call, session);
	return st == STATUS_OK ? store_debrief_unsign(call->conn, session->name, &signatures, &call->error) : st;
}

static char *join(struct call *call, const char *before, const char *line)
{
	if (before[0] == '\0')
		return arena_strdup(call->arena, line);
	return arena_printf(call->arena, "%s\n%s", before, line);
}

/* The coach's words are hashed and dated as they come in, so that what is shown later is what was written then. */
static enum status speak(struct call *call, struct writing *writing, const char *line)
{
	Debrief *debrief = writing->debrief;
	bool as_coach = writing->for_both ? debrief->coachee_experience[0] != '\0'
					  : strcmp(writing->speaker, writing->session->coach) == 0;
	enum status st = debrief_may_speak(debrief, debrief->mode, as_coach, call->locale, &call->error);
	char hash[65];

	if (st != STATUS_OK)
		return st;
	if (!as_coach) {
		debrief->coachee_experience = join(call, debrief->coachee_experience, line);
		return STATUS_OK;
	}
	debrief->coach_experience = join(call, debrief->coach_experience, line);
	id_hash(debrief->coach_experience, strlen(debrief->coach_experience), hash);
	debrief->coach_experience_hash = arena_strdup(call->arena, hash);
	debrief->coach_experience_time = instant_new(call->arena, call->now);
	return STATUS_OK;
}

static enum status keep_lines(struct call *call, struct writing *writing)
{
	enum status st = STATUS_OK;

	for (size_t i = 0; st == STATUS_OK && i < writing->lines.read.n_entries; i++)
		if (writing->lines.read.entries[i].kind == QUICK_EXPERIENCE)
			st = speak(call, writing, writing->lines.read.entries[i].text);
	if (st == STATUS_OK)
		st = service_debrief_put(call, writing->session, writing->debrief);
	return st == STATUS_OK ? service_debrief_keep(call, &writing->lines) : st;
}

/* Ends the meeting's part if it is the first line. */
static enum status finish(struct call *call, struct writing *writing, const struct lifecycle_step *step)
{
	Session *session = writing->session;
	enum status st = step->from != step->to ? service_session_take(call, session, step)
						: service_session_timers(call, session);

	if (st == STATUS_OK)
		st = service_session_tell(call, session, "debrief.written", writing->debrief->name, NULL, NULL);
	return st == STATUS_OK ? service_debrief_ask(call, session, &writing->before) : st;
}

/* The debrief as it is now, and what the lines were taken for. */
static enum status answer(struct call *call, const struct writing *writing, WriteDebriefResponse **ret)
{
	WriteDebriefResponse *reply = arena_alloc(call->arena, sizeof(*reply));
	enum status st;

	write_debrief_response__init(reply);
	st = service_debrief_load(call, writing->session, &reply->debrief);
	if (st == STATUS_OK)
		st = service_debrief_next(call, writing->session, reply->debrief);
	if (st != STATUS_OK)
		return st;
	reply->lines = quick_lines_results(&writing->lines.read, call->locale, call->arena, &reply->n_lines);
	*ret = reply;
	return STATUS_OK;
}

enum status service_debrief_write(struct call *call, const WriteDebriefRequest *in, WriteDebriefResponse **ret)
{
	struct writing writing = { .lines = { .writer = call->actor->person, .debrief = true } };
	struct lifecycle_step step;
	const char *name;
	enum status st = service_session_of_debrief(call, "name", in->name, &name);

	writing.lines.observe_time = call->now;
	if (st == STATUS_OK)
		st = service_session_open(call, "name", name, &writing.session);
	if (st == STATUS_OK)
		st = service_debrief_read(call, in->lines, &writing.lines);
	if (st == STATUS_OK && in->validate_only)
		return answer(call, &writing, ret);
	if (st == STATUS_OK)
		st = end_meeting(call, writing.session, &step);
	if (st == STATUS_OK)
		st = service_debrief_row(call, writing.session, &writing.debrief);
	if (st == STATUS_OK)
		st = choose_mode(call, writing.debrief, in->mode);
	if (st == STATUS_OK)
		st = find_speaker(call, in, &writing);
	if (st != STATUS_OK)
		return st;
	writing.lines.session = writing.session;
	writing.lines.together = writing.debrief->mode != DEBRIEF_MODE_APART;
	st = service_debrief_look(call, writing.session, &writing.before);
	if (st == STATUS_OK)
		st = keep_lines(call, &writing);
	if (st == STATUS_OK)
		st = finish(call, &writing, &step);
	return st == STATUS_OK ? answer(call, &writing, ret) : st;
}
