/* skip_unprepared — the check run again over sessions that are past.
 *
 * who asks ──► their sessions ──► of each coachee the person and the preparations ──► of each session the questions,
 * the rule twice, a row ──► sums */
#include "simulation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "past.h"
#include "proto/status.h"
#include "settings.h"
#include "simulation_period.h"
#include "simulation_row.h"

#define PAGE      200
#define MOST      500   /* sessions in an answer, which has to fit into a message */
#define MOST_SUMS 50000 /* where only sums leave */
#define PEOPLE    5     /* the purpose wall's: sums of fewer, or under fewer coaches, are not given */
#define COACHES   3
#define ROUND     5

struct simulation {
	const struct sdk *sdk;
	struct ridealong_work *work;
	SimulateGateRequest *request;
	struct period period;
	char caller[160]; /* "": sums over everybody */
	struct rule_settings before, after;

	Person *reader, *coachee;
	char team[160];             /* the coach whose settings `before` are */
	Session **sessions;         /* by coachee, then coach */
	Preparation **preparations; /* of the coachee, by the meeting's start */
	size_t n_sessions, n_preparations, at;

	struct simulation_sums sums;
	struct simulation_rows rows;
};

static void free_preparations(struct simulation *self)
{
	for (size_t i = 0; i < self->n_preparations; i++)
		sdk_free(&self->preparations[i]->base);
	free(self->preparations);
	self->preparations = NULL;
	self->n_preparations = 0;
}

static void destroy(struct simulation *self)
{
	free_preparations(self);
	for (size_t i = 0; i < self->n_sessions; i++)
		sdk_free(&self->sessions[i]->base);
	free(self->sessions);
	sdk_free((ProtobufCMessage *)self->reader);
	sdk_free((ProtobufCMessage *)self->coachee);
	sdk_free(&self->request->base);
	simulation_sums_free(&self->sums);
	simulation_rows_free(&self->rows);
	free(self);
}

static void fail_as(struct simulation *self, const struct ridealong_reply *end)
{
	sdk_finish_as(self->sdk, self->work, end);
	destroy(self);
}

static void refuse(struct simulation *self, int status, const char *reason, const char *en, const char *nl)
{
	sdk_fail(self->sdk, self->work, status, reason, "%s", strcmp(self->rows.locale, "nl") == 0 ? nl : en);
	destroy(self);
}

static bool only_sums(const struct simulation *self)
{
	return self->caller[0] == '\0';
}

/* Copies a message to the end of a list; room grows by doubling. */
static void keep(void *list, size_t *count, const ProtobufCMessage *message)
{
	ProtobufCMessage ***at = list;

	if ((*count & (*count - 1)) == 0)
		*at = realloc(*at, (*count == 0 ? 1 : *count * 2) * sizeof(**at));
	if (*at == NULL)
		abort();
	(*at)[(*count)++] = sdk_copy(message);
}

static void call(struct simulation *self, const ProtobufCServiceDescriptor *service, const char *method,
	const char *act_as, const ProtobufCMessage *request, sdk_reply_cb done)
{
	sdk_call(self->sdk, self->work, service, method, act_as, request, done, self);
}

/* ---- the answer */

static void answer(struct simulation *self)
{
	SimulateGateResponse response = SIMULATE_GATE_RESPONSE__INIT;
	Timestamp from = sdk_time(self->period.from), until = sdk_time(self->period.until);
	GateSettings before, after;

	if (only_sums(self) && (self->sums.n_coachees < PEOPLE || self->sums.n_coaches < COACHES)) {
		refuse(self, STATUS_FAILED_PRECONDITION, "TOO_FEW",
			"sums are given of at least five people under at least three coaches, and here there are fewer",
			"sommen zijn er van minstens vijf mensen onder minstens drie coaches, en hier zijn het er "
			"minder");
		return;
	}
	response.from_time = &from;
	response.until_time = &until;
	response.rule = RULE_NAME;
	if (only_sums(self)) {
		simulation_sums_round(&self->sums, ROUND);
		response.rounding = ROUND;
	} else {
		if (self->team[0] != '\0') {
			settings_put(&self->before, &before);
			settings_put(&self->after, &after);
			response.settings_before = &before;
			response.settings_after = &after;
		}
		simulation_rows_sort(&self->rows);
		response.sessions = self->rows.list;
		response.n_sessions = self->rows.count;
	}
	response.before = &self->sums.before;
	response.after = &self->sums.after;
	response.differing = self->sums.differing;
	response.left_out = self->sums.left_out;
	sdk_finish(self->sdk, self->work, &response.base);
	destroy(self);
}

/* ---- one session after the other */

static void advance(struct simulation *self);

static const Preparation *preparation_of(const struct simulation *self, const Session *session)
{
	for (size_t i = 0; i < self->n_preparations; i++)
		if (strcmp(self->preparations[i]->meeting, session->meeting) == 0)
			return self->preparations[i];
	return NULL;
}

/* What was kept says more than what can be found out now: of what was, in any case; else where the settings are those.
 */
static struct simulation_outcome look_back(
	const struct past *past, const struct rule_facts *facts, const struct rule_settings *settings, bool as_it_was)
{
	const GateLook *look = past_look(&past->session);
	struct simulation_outcome outcome = { .known = true };
	struct rule_facts with = *facts;
	struct rule_settings then;

	if (look != NULL) {
		then = settings_get(look->settings);
		outcome.recorded = as_it_was || settings_equal(&then, settings);
	}
	with.settings = settings;
	if (outcome.recorded)
		outcome.verdict = past_verdict(look);
	else
		outcome.known = past_judge(past, &with, &outcome.verdict);
	return outcome;
}

static void judge(struct simulation *self, const struct past *past, const Template *questions)
{
	Preparation *earlier[RULE_EARLIER];
	struct rule_facts facts = { .session = &past->session,
		.preparation = &past->preparation,
		.coachee = self->coachee,
		.questions = questions,
		.zone = self->reader != NULL ? self->reader->time_zone : NULL,
		.earlier = earlier };
	struct simulation_outcome before, after;

	if (past->has_preparation)
		facts.n_earlier = past_earlier(self->preparations, self->n_preparations, &past->preparation, earlier);
	before = look_back(past, &facts, &self->before, true);
	after = look_back(past, &facts, &self->after, false);
	simulation_sums_add(&self->sums, &past->session, &before, &after);
	if (!only_sums(self))
		simulation_rows_add(&self->rows, past, &facts, &before, &after);
	self->at++;
}

/* The questions of an older version, too; without them the words cannot be weighed. */
SDK_REPLY(on_questions, struct simulation, self, Template, questions)
{
	const Session *session = self->sessions[self->at];
	struct past past;

	if (questions == NULL && end->status != STATUS_NOT_FOUND) {
		fail_as(self, end);
		return;
	}
	past_at_cutoff(session, preparation_of(self, session), &past);
	judge(self, &past, questions);
	advance(self);
}

static void ask_questions(struct simulation *self, const Preparation *preparation)
{
	GetTemplateRequest request = GET_TEMPLATE_REQUEST__INIT;

	request.name = preparation->template_;
	request.version = preparation->template_version;
	request.language = self->coachee->language;
	call(self, &templates__descriptor, "GetTemplate", NULL, &request.base, on_questions);
}

/* ---- one coachee after the other */

static void ask_preparations(struct simulation *self, const char *page_token);

SDK_REPLY(on_preparations, struct simulation, self, ListPreparationsResponse, response)
{
	if (response == NULL) {
		fail_as(self, end);
		return;
	}
	for (size_t i = 0; i < response->n_preparations; i++)
		keep(&self->preparations, &self->n_preparations, &response->preparations[i]->base);
	if (response->next_page_token[0] != '\0')
		ask_preparations(self, response->next_page_token);
	else
		advance(self);
}

static void ask_preparations(struct simulation *self, const char *page_token)
{
	ListPreparationsRequest request = LIST_PREPARATIONS_REQUEST__INIT;

	request.owner = self->sessions[self->at]->coachee;
	request.page_size = PAGE;
	request.page_token = (char *)page_token;
	call(self, &preparations__descriptor, "ListPreparations", NULL, &request.base, on_preparations);
}

SDK_REPLY(on_coachee, struct simulation, self, Person, coachee)
{
	Person nobody = PERSON__INIT;

	if (coachee == NULL && end->status != STATUS_NOT_FOUND) {
		fail_as(self, end);
		return;
	}
	nobody.name = self->sessions[self->at]->coachee; /* who is gone has no days off */
	self->coachee = (Person *)sdk_copy(coachee != NULL ? &coachee->base : &nobody.base);
	ask_preparations(self, "");
}

static void ask_coachee(struct simulation *self)
{
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;

	free_preparations(self);
	sdk_free((ProtobufCMessage *)self->coachee);
	self->coachee = NULL;
	request.name = self->sessions[self->at]->coachee;
	call(self, &people__descriptor, "GetPerson", NULL, &request.base, on_coachee);
}

/* What the coach's team goes by now, and what it would. */
SDK_REPLY(on_team, struct simulation, self, Team, team)
{
	if (team == NULL && end->status != STATUS_NOT_FOUND) {
		fail_as(self, end);
		return;
	}
	self->before = team != NULL && team->policy != NULL ? settings_of_policy(team->policy) : rule_defaults;
	self->after = settings_with(&self->before, self->request->settings, self->request->settings_mask);
	snprintf(self->team, sizeof(self->team), "%s", self->sessions[self->at]->coach);
	advance(self);
}

static void ask_team(struct simulation *self)
{
	GetTeamRequest request = GET_TEAM_REQUEST__INIT;
	char name[160];

	snprintf(name, sizeof(name), "%s/team", self->sessions[self->at]->coach);
	request.name = name;
	call(self, &people__descriptor, "GetTeam", NULL, &request.base, on_team);
}

/* To the next question that has to be asked, or to the end. */
static void advance(struct simulation *self)
{
	while (self->at < self->n_sessions) {
		const Session *session = self->sessions[self->at];
		struct past past;

		if (self->coachee == NULL || strcmp(self->coachee->name, session->coachee) != 0) {
			ask_coachee(self);
			return;
		}
		if (strcmp(self->team, session->coach) != 0) {
			ask_team(self);
			return;
		}
		past_at_cutoff(session, preparation_of(self, session), &past);
		if (!past.looked) {
			self->sums.left_out++;
			self->at++;
		} else if (past.has_preparation && rule_received(&past.preparation)) {
			ask_questions(self, &past.preparation);
			return;
		} else {
			judge(self, &past, NULL);
		}
	}
	answer(self);
}

/* ---- which sessions */

static int by_coachee(const void *left, const void *right)
{
	const Session *a = *(Session *const *)left, *b = *(Session *const *)right;
	int order = strcmp(a->coachee, b->coachee);

	if (order == 0)
		order = strcmp(a->coach, b->coach);
	return order != 0 ? order : strcmp(a->name, b->name);
}

/* Its check has been, and it began in that time. What nobody may know of others' unannounced sessions is not in sums.
 */
static bool is_wanted(const struct simulation *self, const Session *session)
{
	const int64_t start = sdk_time_us(session->start_time), cutoff = sdk_time_us(session->cutoff_time);

	return start >= self->period.from && start < self->period.until && cutoff != 0 &&
	       cutoff <= sdk_now(self->sdk) && !(only_sums(self) && session->unannounced);
}

static void ask_sessions(struct simulation *self, const char *page_token);

SDK_REPLY(on_sessions, struct simulation, self, ListSessionsResponse, response)
{
	if (response == NULL) {
		fail_as(self, end);
		return;
	}
	for (size_t i = 0; i < response->n_sessions; i++)
		if (is_wanted(self, response->sessions[i]))
			keep(&self->sessions, &self->n_sessions, &response->sessions[i]->base);
	if (self->n_sessions > (only_sums(self) ? MOST_SUMS : MOST)) {
		refuse(self, STATUS_INVALID_ARGUMENT, "TOO_MANY",
			"these are too many sessions for one answer: choose a shorter time, or one coachee",
			"dit zijn te veel sessies voor één antwoord: kies een kortere tijd, of één persoon");
	} else if (response->next_page_token[0] != '\0') {
		ask_sessions(self, response->next_page_token);
	} else {
		if (self->n_sessions > 0)
			qsort(self->sessions, self->n_sessions, sizeof(self->sessions[0]), by_coachee);
		advance(self);
	}
}

static void ask_sessions(struct simulation *self, const char *page_token)
{
	ListSessionsRequest request = LIST_SESSIONS_REQUEST__INIT;
	Timestamp from = sdk_time(self->period.from), until = sdk_time(self->period.until);

	request.coach = only_sums(self) ? "" : self->caller;
	request.coachee = self->request->coachee;
	request.from_time = &from;
	request.until_time = &until;
	request.page_size = PAGE;
	request.page_token = (char *)page_token;
	call(self, &sessions__descriptor, "ListSessions", only_sums(self) ? NULL : self->caller, &request.base,
		on_sessions);
}

/* ---- who asks */

/* Sessions are for the two; whoever else somebody is, as a coach they ask for their own. */
SDK_REPLY(on_coach, struct simulation, self, Person, coach)
{
	if (coach == NULL)
		fail_as(self, end);
	else if (strcmp(coach->name, self->caller) != 0)
		refuse(self, STATUS_PERMISSION_DENIED, "NOT_YOURS",
			"coaches ask for their own sessions; administrators get sums over everybody in a quarter",
			"een coach vraagt dit voor de eigen sessies; een beheerder krijgt sommen over iedereen in een "
			"kwartaal");
	else
		ask_sessions(self, "");
}

SDK_REPLY(on_reader, struct simulation, self, Person, reader)
{
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;

	if (reader == NULL) {
		fail_as(self, end);
		return;
	}
	self->reader = (Person *)sdk_copy(&reader->base);
	request.name = self->request->coach[0] == '\0' ? self->caller : self->request->coach;
	call(self, &people__descriptor, "GetPerson", self->caller, &request.base, on_coach);
}

static void ask_reader(struct simulation *self)
{
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;

	request.name = self->caller;
	call(self, &people__descriptor, "GetPerson", NULL, &request.base, on_reader);
}

/* A quarter that is over, and everybody: sums of fewer, or of days, would tell of one. */
static void start_sums(struct simulation *self)
{
	if (self->request->quarter[0] == '\0' || self->request->coachee[0] != '\0' || self->request->coach[0] != '\0')
		refuse(self, STATUS_INVALID_ARGUMENT, "QUARTER_WANTED",
			"administrators get sums over everybody in one quarter: name that, and no person",
			"een beheerder krijgt sommen over iedereen in één kwartaal: noem dat, en geen persoon");
	else if (self->period.until > sdk_now(self->sdk))
		refuse(self, STATUS_FAILED_PRECONDITION, "QUARTER_NOT_OVER", "sums are given of a quarter that is over",
			"sommen zijn er van een kwartaal dat voorbij is");
	else
		ask_sessions(self, "");
}

void simulation_start(const struct sdk *sdk, struct ridealong_work *work, const struct ridealong_call *call)
{
	SimulateGateRequest *request =
		(SimulateGateRequest *)sdk_request(sdk, work, call, &simulate_gate_request__descriptor);
	const bool person = strncmp(call->caller, "people/", 7) == 0;
	struct simulation *self;
	const char *fault;

	if (request == NULL)
		return;
	self = calloc(1, sizeof(*self));
	if (self == NULL)
		abort();
	*self = (struct simulation){ .sdk = sdk, .work = work, .request = request };
	self->rows.locale = strncmp(call->locale, "nl", 2) == 0 ? "nl" : "en";
	simulation_sums_init(&self->sums);
	fault = settings_fault(request->settings, request->settings_mask);
	if (fault == NULL)
		fault = period_read(request, sdk_now(sdk), &self->period);
	if (fault != NULL) {
		sdk_fail(sdk, work, STATUS_INVALID_ARGUMENT, "BAD_VALUE",
			strcmp(self->rows.locale, "nl") == 0 ? "%s kan zo niet" : "%s cannot be that", fault);
		destroy(self);
		return;
	}
	if (person && !(call->admin && request->quarter[0] != '\0' && request->coach[0] == '\0')) {
		snprintf(self->caller, sizeof(self->caller), "%s", call->caller);
		ask_reader(self);
	} else {
		start_sums(self);
	}
}
