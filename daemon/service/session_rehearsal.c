/* service/ — what to ask on the way there, and what the coachee can send to the customer: domain/ has the words. */
#include <string.h>

#include "daemon/domain/customer.h"
#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/preparation.h"
#include "daemon/domain/rehearsal.h"
#include "daemon/domain/words.h"
#include "daemon/service/preparation.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"
#include "daemon/service/template.h"
#include "daemon/store/person.h"
#include "daemon/store/preparation.h"

#define HARDEST 2

static void add(struct call *call, SessionRehearsal *rehearsal, const struct rehearsal_pair *pair, RehearsalKind kind)
{
	RehearsalQuestion *question = arena_alloc(call->arena, sizeof(*question));

	rehearsal_question__init(question);
	question->kind = kind;
	question->text = rehearsal_say(pair, kind, call->locale, call->arena);
	question->subject = (char *)pair->subject;
	question->intended = (char *)pair->intended;
	*(RehearsalQuestion **)arena_push(
		call->arena, &rehearsal->questions, &rehearsal->n_questions, sizeof(RehearsalQuestion *)) = question;
}

static void add_questions(struct call *call, SessionRehearsal *rehearsal, const Preparation *preparation)
{
	size_t count;
	const struct rehearsal_pair *pairs =
		rehearsal_turns(preparation_text(preparation, "scenarios"), call->arena, &count);

	for (size_t i = 0; i < count; i++)
		add(call, rehearsal, &pairs[i], REHEARSAL_KIND_TURN);
	pairs = rehearsal_questions(preparation_text(preparation, "questions"), call->arena, &count);
	for (size_t i = 0; i < count && i < HARDEST; i++)
		add(call, rehearsal, &pairs[i], REHEARSAL_KIND_HARD_QUESTION);
}

enum status service_session_rehearsal(struct call *call, const Session *session, SessionRehearsal **ret)
{
	SessionRehearsal *rehearsal = arena_alloc(call->arena, sizeof(*rehearsal));
	bool coachee = call->actor->person != NULL && strcmp(call->actor->person, session->coachee) == 0;
	Preparation *preparation;
	enum status st = store_preparation_get(call->conn, session->meeting, call->arena, &preparation, &call->error);

	if (st != STATUS_OK)
		return st;
	session_rehearsal__init(rehearsal);
	rehearsal->session = session->name;
	rehearsal->coach = session->coach;
	rehearsal->coach_bridge = session->coach_bridge;
	rehearsal->prepared = preparation_handed_in(preparation);
	/* A draft is the coachee's own. */
	if (preparation != NULL && (rehearsal->prepared || coachee)) {
		st = service_preparation_say(call, preparation);
		add_questions(call, rehearsal, preparation);
	}
	*ret = rehearsal;
	return st;
}

enum status service_session_customer_line(
	struct call *call, const Session *session, const char *language, CustomerLine **ret)
{
	CustomerLine *line = arena_alloc(call->arena, sizeof(*line));
	Template *template;
	Person *coachee;
	enum status st = store_person_get(call->conn, session->coachee, call->arena, &coachee, &call->error);

	if (st != STATUS_OK)
		return st;
	if (language[0] != '\0' && strcmp(language, "en") != 0 && strcmp(language, "nl") != 0)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "LANGUAGE", "language", "language is en or nl",
			"language is en of nl");
	if (!service_session_to_come(session))
		return error_detail(&call->error, STATUS_FAILED_PRECONDITION, "SESSION_STATE", NULL,
			words_pick(call->locale, "the session is marked \"%s\": there is nobody to announce",
				"de sessie staat op \"%s\": er is niemand aan te kondigen"),
			words_session_state(session->state, call->locale));
	if (language[0] == '\0')
		language = words_pick(call->locale, "en", "nl");
	st = service_template_load(call, session->template_, session->template_version, &template);
	if (st != STATUS_OK)
		return st;
	customer_line__init(line);
	line->session = session->name;
	line->language = (char *)language;
	line->text = customer_line(session->coach_display_name,
		day_text(day_of(instant_us(session->start_time), coachee->time_zone, NULL), language, call->arena),
		template != NULL && template->confidential, language, call->arena);
	*ret = line;
	return STATUS_OK;
}
