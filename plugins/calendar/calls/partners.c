/* plugins/calendar/calls: see partners.h. */
#include "partners.h"

#include "ical/civil.h"

#include "proto/status.h"
#include "ridealong/v1/person.pb-c.h"

#include <stdlib.h>
#include <string.h>

enum { PARTNERS = 100 };

struct asking {
	struct calendar_partners partners; /* first: what comes of it */
	const struct sdk *sdk;
	struct ridealong_work *work;
	char *act_as, *person;
	char today[CALENDAR_CIVIL_TEXT_MAX];
	struct calendar_arena arena;
	struct calendar_partner list[PARTNERS];
	const char *names[PARTNERS]; /* "people/ID" */
	size_t count, at;            /* at: whose addresses come next */
	bool asked_coachees;
	void (*done)(void *arg, const struct ridealong_reply *end, struct calendar_partners *partners);
	void *arg;
};

static char *copy(const char *text)
{
	char *copied = strdup(text);

	if (!copied)
		abort(); /* as the SDK does; the host starts anew */
	return copied;
}

void calendar_partners_destroy(struct calendar_partners *partners)
{
	struct asking *asking = (struct asking *)partners;

	if (!asking)
		return;
	calendar_arena_free(&asking->arena);
	free(asking->act_as);
	free(asking->person);
	free(asking);
}

static void asking_fail(struct asking *asking, const struct ridealong_reply *end)
{
	asking->done(asking->arg, end, NULL);
	calendar_partners_destroy(&asking->partners);
}

static void asking_end(struct asking *asking)
{
	asking->partners = (struct calendar_partners){ asking->list, asking->count };
	asking->done(asking->arg, &(struct ridealong_reply){ .status = STATUS_OK }, &asking->partners);
}

/* ---- their names and addresses, one after the other ---- */

static void person_take(struct asking *asking, struct calendar_partner *partner, const Person *person)
{
	const char **addresses =
		calendar_arena_take(&asking->arena, (person->n_aliases + 1) * sizeof(*partner->addresses));

	if (!addresses)
		abort();
	addresses[0] = calendar_arena_print(&asking->arena, "%s", person->email);
	for (size_t i = 0; i < person->n_aliases; i++)
		addresses[i + 1] = calendar_arena_print(&asking->arena, "%s", person->aliases[i]);
	partner->addresses = addresses;
	partner->address_count = person->n_aliases + 1;
	partner->name =
		*person->display_name ? calendar_arena_print(&asking->arena, "%s", person->display_name) : addresses[0];
}

static void person_ask(struct asking *asking);

/* Whom the caller may not see is nobody here. */
SDK_REPLY(on_person, struct asking, asking, Person, person)
{
	bool is_hidden = end->status == STATUS_NOT_FOUND || end->status == STATUS_PERMISSION_DENIED;

	if (end->status != STATUS_OK && !is_hidden) {
		asking_fail(asking, end);
		return;
	}
	if (!is_hidden)
		person_take(asking, &asking->list[asking->at], person);
	asking->at++;
	if (asking->at < asking->count)
		person_ask(asking);
	else
		asking_end(asking);
}

static void person_ask(struct asking *asking)
{
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;

	request.name = (char *)asking->names[asking->at];
	sdk_call(asking->sdk, asking->work, &people__descriptor, "GetPerson", asking->act_as, &request.base, on_person,
		asking);
}

/* ---- the relations ---- */

static void relation_take(struct asking *asking, const Coaching *coaching)
{
	bool is_over = *coaching->end_date && strcmp(coaching->end_date, asking->today) < 0;
	const char *name = asking->asked_coachees ? coaching->coachee : coaching->coach;

	if (is_over || asking->count == PARTNERS)
		return;
	asking->names[asking->count] = calendar_arena_print(&asking->arena, "%s", name);
	asking->list[asking->count++].is_coach = !asking->asked_coachees;
}

static void relations_ask(struct asking *asking);

SDK_REPLY(on_relations, struct asking, asking, ListCoachingsResponse, reply)
{
	if (end->status != STATUS_OK) {
		asking_fail(asking, end);
		return;
	}
	for (size_t i = 0; i < reply->n_coachings; i++)
		relation_take(asking, reply->coachings[i]);
	if (!asking->asked_coachees) {
		asking->asked_coachees = true;
		relations_ask(asking);
	} else if (asking->count > 0) {
		person_ask(asking);
	} else {
		asking_end(asking);
	}
}

static void relations_ask(struct asking *asking)
{
	ListCoachingsRequest request = LIST_COACHINGS_REQUEST__INIT;

	if (asking->asked_coachees)
		request.coach = asking->person;
	else
		request.coachee = asking->person;
	request.page_size = PARTNERS;
	sdk_call(asking->sdk, asking->work, &people__descriptor, "ListCoachings", asking->act_as, &request.base,
		on_relations, asking);
}

void calendar_partners_ask(const struct sdk *sdk, struct ridealong_work *work, const char *act_as, const char *person,
	void (*done)(void *arg, const struct ridealong_reply *end, struct calendar_partners *partners), void *arg)
{
	struct asking *asking = calloc(1, sizeof(*asking));

	if (!asking)
		abort();
	asking->sdk = sdk;
	asking->work = work;
	asking->act_as = act_as ? copy(act_as) : NULL;
	asking->person = copy(person);
	asking->done = done;
	asking->arg = arg;
	calendar_civil_write_date(calendar_civil_wall_day(sdk_now(sdk) / 1000000), asking->today);
	relations_ask(asking);
}
