/* tests — what a coachee can ask: every method there is. */
#include "pair.h"

#include <string.h>

enum { PAGES = 40 };

static const ProtobufCMessage *empty(struct pair *pair, const struct contract_method *method)
{
	ProtobufCMessage *in = arena_alloc(pair->worlds[0].fixture->arena, method->method->input->sizeof_message);

	protobuf_c_message_init(method->method->input, in);
	return in;
}

/* A list to its end, page by page, the token taken from the page before. */
static void turn_pages(
	struct pair *pair, const struct actor *actor, const struct contract_method *method, ProtobufCMessage *in)
{
	char **token = pair_text_field(in, "page_token");

	for (int page = 0; page < PAGES && token != NULL && !pair_failed(pair); page++) {
		struct pair_answer answer;
		char **next;

		pair_both(pair, actor, method, in, &answer);
		pair->counts->pages++;
		next = answer.reply == NULL ? NULL : pair_text_field(answer.reply, "next_page_token");
		if (next == NULL || (*next)[0] == '\0')
			return;
		*token = *next;
	}
}

static void ask_pages(struct pair *pair, const struct actor *actor, const struct contract_method *method)
{
	ProtobufCMessage *in = (ProtobufCMessage *)empty(pair, method);
	int32_t *size = pair_int_field(in, "page_size");

	if (size == NULL)
		return;
	*size = pair_any(pair, 4); /* 0: as many as there usually are on one */
	turn_pages(pair, actor, method, in);
}

void pair_ask(struct pair *pair, const struct actor *actor, const struct contract_method *method)
{
	ProtobufCMessage *in = pair_request(pair, method);

	pair->move = method->full_name;
	pair_both(pair, actor, method, in, NULL);
}

bool pair_left_out(const char *method)
{
	return strcmp(method, "ridealong.v1.Calls/Cancel") == 0;
}

/* What stands in a coachee's own calendar by now; the host of the plugin answers it in place of the address. */
static void glance_at_feed(struct pair *pair, const struct actor *actor)
{
	static const char *const methods[] = { "CreateFeed", "CreateFeed", "GetFeed", "RotateFeed", "DeleteFeed" };
	const char *chosen = methods[pair_any(pair, 5)];
	const struct contract_method *method =
		contract_find(arena_printf(pair->worlds[0].fixture->arena, "ridealong.v1.Calendars/%s", chosen));

	pair->move = method->full_name;
	pair_both(pair, actor, method, empty(pair, method), NULL);
}

void pair_glance(struct pair *pair)
{
	static const char *const first[] = { "ridealong.v1.Sessions/ListSessions", "ridealong.v1.Events/ListEvents",
		"ridealong.v1.Meetings/ListMeetings", "ridealong.v1.Reminders/ListReminders" };
	const struct fixture *f = pair->worlds[0].fixture;
	size_t count;
	const struct contract_method *methods = contract_methods(&count);

	for (int person = 0; person < 2; person++) {
		const struct actor *actor = person == 0 ? &f->noor : &f->sam;
		const struct contract_method *method = contract_find(first[pair_any(pair, 4)]);

		pair->move = method->full_name;
		pair_both(pair, actor, method, empty(pair, method), NULL);
		if (pair_chance(pair, 3))
			glance_at_feed(pair, actor);
		if (pair_chance(pair, 12))
			ask_pages(pair, actor, contract_find("ridealong.v1.Reminders/ListComingReminders"));
		for (int i = 0; i < 3; i++) {
			method = &methods[pair_any(pair, (int)count)];
			if (method->lane == LANE_READ)
				pair_ask(pair, actor, method);
		}
	}
}

void pair_sweep(struct pair *pair)
{
	const struct fixture *f = pair->worlds[0].fixture;
	size_t count;
	const struct contract_method *methods = contract_methods(&count);

	for (size_t i = 0; i < count && !pair_failed(pair) && !pair->over; i++) {
		const struct actor *actor = pair_chance(pair, 2) ? &f->noor : &f->sam;

		if (pair_left_out(methods[i].full_name))
			continue;
		ask_pages(pair, actor, &methods[i]);
		if (methods[i].lane == LANE_READ)
			pair_ask(pair, actor == &f->noor ? &f->sam : &f->noor, &methods[i]);
		pair_ask(pair, actor, &methods[i]);
	}
}
