/* tests — two worlds: how they begin, and calls in lockstep. */
#include "pair.h"

#include <stdio.h>
#include <stdlib.h>

#include "daemon/domain/day.h"
#include "daemon/domain/may.h"
#include "daemon/domain/see.h"
#include "daemon/store/coaching.h"
#include "daemon/store/session.h"

#define BEGIN INT64_C(1775023200000000) /* Wednesday 1 April 2026, 08:00 in Amsterdam */

static const char *const kinds[PAIR_KINDS] = { "sessions", "meetings", "people", "coachings", "actionPoints",
	"oneOnOneItems", "reminders", "events", "templates", "observations", "tokens", "plugins" };

/* ---- chance ---- */

int pair_any(struct pair *pair, int below)
{
	pair->random = pair->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int)((pair->random >> 33) % (uint64_t)below);
}

bool pair_chance(struct pair *pair, int in)
{
	return pair_any(pair, in) == 0;
}

/* ---- differences ---- */

void pair_differ(struct pair *pair, const char *format, ...)
{
	va_list args;

	if (pair->failure[0] != '\0' || pair->over)
		return;
	va_start(args, format);
	vsnprintf(pair->failure, sizeof(pair->failure), format, args);
	va_end(args);
}

bool pair_failed(const struct pair *pair)
{
	return pair->failure[0] != '\0';
}

const char *pair_locale(const struct actor *actor)
{
	return actor->person != NULL && strcmp(actor->person, "people/noor") == 0 ? "nl" : "en";
}

bool pair_is_coachee(const struct actor *actor)
{
	return actor->person != NULL &&
	       (strcmp(actor->person, "people/noor") == 0 || strcmp(actor->person, "people/sam") == 0);
}

/* ---- names ---- */

static int kind_of(const char *name)
{
	for (int kind = 0; kind < PAIR_KINDS; kind++) {
		size_t length = strlen(kinds[kind]);

		if (strncmp(name, kinds[kind], length) == 0 && name[length] == '/')
			return kind;
	}
	return -1;
}

static void learn_name(struct pair *pair, const char *name)
{
	int kind = kind_of(name), *count = kind < 0 ? NULL : &pair->n_names[kind];
	const char *end = kind < 0 ? NULL : strchr(name + strlen(kinds[kind]) + 1, '/');
	const char *own;

	if (kind < 0 || strchr(name, '@') != NULL)
		return;
	own = arena_strndup(pair->worlds[0].fixture->arena, name, end == NULL ? strlen(name) : (size_t)(end - name));
	for (int i = 0; i < *count; i++)
		if (strcmp(pair->names[kind][i], own) == 0)
			return;
	/* The newest take the place of others. */
	pair->names[kind][*count < PAIR_NAMES ? (*count)++ : pair_any(pair, PAIR_NAMES)] = own;
}

void pair_learn(struct pair *pair, const ProtobufCMessage *message)
{
	for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
		const char *at = (const char *)message + field->offset;
		size_t count = 1;

		if (field->type != PROTOBUF_C_TYPE_STRING && field->type != PROTOBUF_C_TYPE_MESSAGE)
			continue;
		if (field->label == PROTOBUF_C_LABEL_REPEATED) {
			count = *(const size_t *)(const void *)((const char *)message + field->quantifier_offset);
			at = *(const char *const *)(const void *)at;
		} else if (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) {
			continue;
		}
		for (size_t n = 0; n < count; n++) {
			const void *value = ((const void *const *)(const void *)at)[n];

			if (value != NULL && field->type == PROTOBUF_C_TYPE_STRING)
				learn_name(pair, value);
			else if (value != NULL)
				pair_learn(pair, value);
		}
	}
}

const char *pair_name(struct pair *pair, const char *kind)
{
	int number = kind_of(arena_printf(pair->worlds[0].fixture->arena, "%s/", kind));
	static const char *const aliases[] = { "@now", "@next", "@last", "00000000-0000-7000-8000-000000000000", "" };

	if (strcmp(kind, "sessions") == 0 && pair->n_hidden > 0 && pair_chance(pair, 5))
		return pair->hidden[pair_any(pair, pair->n_hidden)];
	if (number >= 0 && pair->n_names[number] > 0 && !pair_chance(pair, 8))
		return pair->names[number][pair_any(pair, pair->n_names[number])];
	return arena_printf(pair->worlds[0].fixture->arena, "%s/%s", kind, aliases[pair_any(pair, 5)]);
}

/* ---- calls ---- */

static const ProtobufCMessage *copy(struct fixture *fixture, const ProtobufCMessage *in)
{
	size_t size = protobuf_c_message_get_packed_size(in);
	uint8_t *bytes = arena_alloc(fixture->arena, size + 1);

	protobuf_c_message_pack(in, bytes);
	return protobuf_c_message_unpack(in->descriptor, arena_allocator(fixture->arena), size, bytes);
}

/* As rpc/ does, without the lanes. */
static enum status run(struct call *call, const ProtobufCMessage *in)
{
	const char *method = call->method->full_name;
	enum status st = may(call->actor, method, NULL, call->locale, &call->error);

	if (st != STATUS_OK)
		return st;
	assert_int_equal(store_begin_write(call->conn, &call->error), STATUS_OK);
	st = service_invoke(call, in);
	if (st != STATUS_OK) {
		store_rollback(call->conn);
		return st;
	}
	assert_int_equal(store_commit(call->conn, &call->error), STATUS_OK);
	if (call->reply != NULL)
		see(call->actor, method, call->reply);
	return STATUS_OK;
}

void pair_call(struct pair *pair, int world, const struct actor *actor, const char *request_id,
	const struct contract_method *method, const ProtobufCMessage *in, struct pair_answer *ret)
{
	struct fixture *fixture = pair->worlds[world].fixture;
	struct call *call = fixture_bare_call(fixture, actor, method->full_name);

	*ret = (struct pair_answer){ .status = STATUS_OK };
	call->request_id = request_id;
	call->locale = pair_locale(actor);
	ret->status = run(call, copy(fixture, in));
	ret->wait = call->wait;
	if (ret->status != STATUS_OK) {
		ret->error = call->error;
		return;
	}
	ret->reply = call->reply;
	ret->bytes.len = protobuf_c_message_get_packed_size(call->reply);
	ret->bytes.data = arena_alloc(fixture->arena, ret->bytes.len + 1);
	protobuf_c_message_pack(call->reply, ret->bytes.data);
}

static bool same_text(const char *left, const char *right)
{
	return strcmp(left == NULL ? "" : left, right == NULL ? "" : right) == 0;
}

/* What is kept of somebody shows a session that they never heard of from the end of its meeting on. */
static bool shows_by_right(struct pair *pair, const struct actor *actor, const struct contract_method *method)
{
	struct fixture *f = pair->worlds[PAIR_WITH].fixture;
	Session **sessions;
	size_t count;

	if (strcmp(method->full_name, "ridealong.v1.Privacy/ExportPerson") != 0 &&
		strcmp(method->full_name, "ridealong.v1.Privacy/ReportErasure") != 0)
		return false;
	assert_int_equal(
		store_session_never_revealed(f->conn, actor->person, f->now, f->arena, &sessions, &count, NULL),
		STATUS_OK);
	return count > 0;
}

static void compare(struct pair *pair, const struct actor *actor, const struct contract_method *method,
	const struct pair_answer answers[PAIR_WORLDS])
{
	const struct pair_answer *with = &answers[PAIR_WITH], *without = &answers[PAIR_WITHOUT];

	if (with->status != without->status || !same_text(with->error.message, without->error.message) ||
		!same_text(with->error.reason, without->error.reason) ||
		!same_text(with->error.field, without->error.field))
		pair_differ(pair, "%s of %s: %s \"%s\" with, %s \"%s\" without", method->full_name, actor->person,
			status_name(with->status), with->error.message, status_name(without->status),
			without->error.message);
	else if (with->wait != without->wait)
		pair_differ(pair, "%s of %s waits in one of them only", method->full_name, actor->person);
	else if (with->bytes.len != without->bytes.len ||
		 (with->bytes.len > 0 && memcmp(with->bytes.data, without->bytes.data, with->bytes.len) != 0))
		pair_differ(pair, "%s of %s: the answers differ (%zu and %zu bytes)", method->full_name, actor->person,
			with->bytes.len, without->bytes.len);
}

static struct pair_plugin *served_by(const struct pair_world *world, const struct contract_method *method)
{
	if (method->served_by == NULL)
		return NULL;
	return strcmp(method->served_by, "calendar") == 0          ? world->calendar
	       : strcmp(method->served_by, "skip_unprepared") == 0 ? world->gate
								   : world->reminders;
}

/* Nobody is, whom rpc/ would turn away before the plugin is asked. */
static bool is_let_in(const struct actor *actor, const struct contract_method *method, struct pair_answer *ret)
{
	*ret = (struct pair_answer){ .status = STATUS_OK };
	ret->status = may(actor, method->full_name, NULL, pair_locale(actor), &ret->error);
	return ret->status == STATUS_OK;
}

void pair_both(struct pair *pair, const struct actor *actor, const struct contract_method *method,
	const ProtobufCMessage *in, struct pair_answer *ret)
{
	const char *id = arena_printf(pair->worlds[0].fixture->arena, "both-%d", ++pair->requests);
	struct pair_answer answers[PAIR_WORLDS];
	const struct contract_method *first = contract_methods(&(size_t){ 0 });

	for (int w = 0; w < PAIR_WORLDS; w++) {
		struct pair_plugin *plugin = served_by(&pair->worlds[w], method);

		if (plugin == NULL)
			pair_call(pair, w, actor, id, method, in, &answers[w]);
		else if (is_let_in(actor, method, &answers[w]))
			pair_plugin_call(plugin, actor, id, method, in, &answers[w]);
	}
	if (ret != NULL)
		*ret = answers[PAIR_WITHOUT];
	if (!pair_is_coachee(actor))
		return;
	if (!shows_by_right(pair, actor, method))
		compare(pair, actor, method, answers);
	pair->counts->calls++;
	if (answers[PAIR_WITHOUT].status == STATUS_OK) {
		pair->counts->answers++;
		pair->counts->answered[method - first]++;
	} else if (answers[PAIR_WITHOUT].status != STATUS_INVALID_ARGUMENT &&
		   answers[PAIR_WITHOUT].status != STATUS_INTERNAL &&
		   answers[PAIR_WITHOUT].status != STATUS_UNIMPLEMENTED) {
		pair->counts->reached[method - first]++;
	}
	if (answers[PAIR_WITHOUT].reply != NULL)
		pair_learn(pair, answers[PAIR_WITHOUT].reply);
}

/* ---- the beginning ---- */

static void add_second_coach(struct fixture *f)
{
	Coaching coaching = COACHING__INIT;

	coaching.name = "coachings/kim-noor";
	coaching.coach = "people/kim";
	coaching.coachee = "people/noor";
	coaching.start_date = "2026-02-01";
	coaching.cadence_days = 28;
	coaching.create_time = coaching.update_time = instant_new(f->arena, FIXTURE_NOW);
	assert_int_equal(store_coaching_insert(f->conn, &coaching, NULL), STATUS_OK);
}

/* A session that took place, with a debrief. */
static Session *past(struct fixture *f, const char *id, const struct actor *coachee, int64_t start, bool unannounced)
{
	Session *session = NULL;

	story_meeting(f, id, coachee->person, start);
	assert_ok(f, story_plan(f, &f->ruud, arena_printf(f->arena, "meetings/%s", id), NULL, unannounced, &session));
	if (unannounced)
		story_until(f, start);
	else
		story_takes_place(f, session);
	return session;
}

/* Said at the reveal, and not confirmed yet. */
static void say_at_the_reveal(struct fixture *f, const Session *session)
{
	RecordRevealCheckRequest in = RECORD_REVEAL_CHECK_REQUEST__INIT;
	char *lines[] = { "ask first", "agree on a date" };

	in.name = session->name;
	in.goal_clear = in.hardest_question = in.plan_b = CHECK_ANSWER_YES;
	in.intentions = lines;
	in.n_intentions = 2;
	assert_ok(f, fixture_call(f, &f->ruud, &service_sessions, "RecordRevealCheck", &in, NULL));
}

/* Returns the session that was unannounced. */
static const char *live(struct fixture *f)
{
	Session *session;

	story_tell_team(f);
	add_second_coach(f);
	past(f, "noors-first", &f->noor, STORY_START, false);
	session = past(f, "sams-first", &f->sam, STORY_START + CLOCK_DAY, false);
	story_until(f, STORY_START + CLOCK_DAY + 2 * CLOCK_HOUR);
	assert_ok(f, story_debrief(f, &f->sam, session->name, "went well\n! rehearse the opening @2026-04-20", NULL));
	session = past(f, "noors-secret", &f->noor, BEGIN - 2 * CLOCK_DAY + 2 * CLOCK_HOUR, true);
	say_at_the_reveal(f, session);
	assert_ok(f, story_do(f, &f->ruud, "StartSession", session->name, NULL));
	story_until(f, BEGIN);
	for (int i = 0; i < 14; i++)
		story_meeting(f, arena_printf(f->arena, "%s-%d", i % 2 ? "sam" : "noor", i),
			i % 2 ? "people/sam" : "people/noor",
			BEGIN + (i / 2 * 2 + 1) * CLOCK_DAY + (i % 2 ? 3 : 2) * CLOCK_HOUR);
	return session->name;
}

static void learn_all(struct pair *pair)
{
	static const char *const lists[] = { "Sessions/ListSessions", "Meetings/ListMeetings", "People/ListPeople",
		"People/ListCoachings", "ActionPoints/ListActionPoints", "OneOnOnes/ListOneOnOneItems",
		"Templates/ListTemplates", "Events/ListEvents" };

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct fixture *f = pair->worlds[0].fixture;
		const struct contract_method *method =
			contract_find(arena_printf(f->arena, "ridealong.v1.%s", lists[i]));
		ProtobufCMessage *in = arena_alloc(f->arena, method->method->input->sizeof_message);

		protobuf_c_message_init(method->method->input, in);
		pair_both(pair, &f->noor, method, in, NULL);
		pair_both(pair, &f->sam, method, in, NULL);
	}
}

void pair_open(struct pair *pair, struct pair_counts *counts)
{
	static const char *const scopes[] = { "meetings.read", "meetings.write", "people.read" };
	char dir[4096];
	struct error error;

	memset(pair, 0, sizeof(*pair));
	pair->counts = counts;
	pair->calendar = (struct actor){
		.kind = ACTOR_PLUGIN, .name = "plugins/calendar", .plugin = "calendar", .scopes = scopes, .n_scopes = 3
	};
	snprintf(dir, sizeof(dir), "%s/plugins/reminders/texts", getenv("RIDEALONG_SOURCE"));
	assert_int_equal(text_catalogue_open(dir, &pair->texts, &error), STATUS_OK);
	pair_plugin_load("calendar");
	pair_plugin_load("reminders");
	for (int w = 0; w < PAIR_WORLDS; w++) {
		struct pair_world *world = &pair->worlds[w];
		void *made;

		assert_int_equal(fixture_open(&made), 0);
		world->fixture = made;
		pair->revealed = live(world->fixture);
		world->mailbox = open_memstream(&world->mails, &world->mails_size);
		world->gate = pair_plugin_open(pair, w, "skip_unprepared");
		pair_mail_events(pair, w);
	}
	learn_all(pair);
}

void pair_enter(struct pair *pair)
{
	for (int w = 0; w < PAIR_WORLDS; w++) {
		pair->worlds[w].calendar = pair_plugin_open(pair, w, "calendar");
		pair->worlds[w].reminders = pair_plugin_open(pair, w, "reminders");
	}
}

void pair_leave(struct pair *pair)
{
	for (int w = 0; w < PAIR_WORLDS; w++) {
		pair_plugin_close(pair->worlds[w].calendar);
		pair_plugin_close(pair->worlds[w].reminders);
	}
}

void pair_close(struct pair *pair)
{
	for (int w = 0; w < PAIR_WORLDS; w++) {
		struct pair_world *world = &pair->worlds[w];
		void *made = world->fixture;

		pair_plugin_close(world->gate);
		fclose(world->mailbox);
		free(world->mails);
		fixture_close(&made);
	}
	text_catalogue_close(pair->texts);
}
