/* tests — what would be mailed to Noor and Sam: the reminders' own rules, facts and words on what happened, without a
 * channel. */
#include "pair.h"

#include <stdio.h>
#include <stdlib.h>

#include "daemon/store/event.h"
#include "daemon/store/timer.h"
#include "plugins/reminders/messages/facts.h"
#include "plugins/reminders/messages/words.h"

#define OWNER "reminders"

/* ---- a host that answers at once ---- */

struct ridealong_host {
	struct pair *pair;
	int world;
	int calls;
};

static int64_t host_now(struct ridealong_host *host)
{
	return host->pair->worlds[host->world].fixture->now;
}

static void host_call(struct ridealong_host *host, struct ridealong_work *work, const char *method, const char *act_as,
	const void *bytes, size_t length, ridealong_reply_cb done, void *arg)
{
	struct ridealong_reply reply = { .size = sizeof(reply), .message = "", .reason = "" };
	struct pair_answer answer;

	(void)work;
	pair_plugin_serve(host->pair, host->world, "reminders", "reminders", method, act_as, bytes, length, &answer);
	reply.status = (int)answer.status;
	reply.message = answer.error.message;
	reply.bytes = answer.bytes.data;
	reply.length = answer.bytes.len;
	if (done != NULL)
		done(arg, &reply);
}

static const struct ridealong_host_api api = { .size = sizeof(api), .now = host_now, .call = host_call };

static void on_facts(void *arg, int status, const char *message)
{
	(void)message;
	*(int *)arg = status;
}

/* ---- events ---- */

/* In the store, too, for who asks what is to come. */
static void keep_timer(struct fixture *f, const char *key, int64_t due)
{
	const ProtobufCBinaryData nothing = { 0 };

	assert_int_equal(store_begin_write(f->conn, NULL), STATUS_OK);
	assert_int_equal(store_timer_set(f->conn, OWNER, key, due, f->now, nothing, NULL), STATUS_OK);
	assert_int_equal(store_commit(f->conn, NULL), STATUS_OK);
}

/* One about somebody who was erased went with them. */
static void forget_timer(struct fixture *f, const char *key)
{
	assert_int_equal(store_begin_write(f->conn, NULL), STATUS_OK);
	store_timer_delete(f->conn, OWNER, key, NULL);
	assert_int_equal(store_commit(f->conn, NULL), STATUS_OK);
}

static void set_timer(struct pair_world *world, const char *key, int64_t due)
{
	int at = 0;

	keep_timer(world->fixture, key, due);
	while (at < world->n_timers && strcmp(world->timers[at].key, key) != 0)
		at++;
	if (at == PAIR_TIMERS)
		return;
	snprintf(world->timers[at].key, sizeof(world->timers[at].key), "%s", key);
	world->timers[at].due = due;
	if (at == world->n_timers)
		world->n_timers++;
}

static unsigned needs_of(enum rule_receiver receiver, const char *type, bool *ret_named)
{
	size_t count;
	const struct rule *rules = rule_table(&count);
	unsigned needs = 0;

	*ret_named = false;
	for (size_t i = 0; i < count; i++)
		if (rules[i].receiver == receiver && rule_names(&rules[i], type)) {
			*ret_named = true;
			needs |= rules[i].needs;
		}
	return needs;
}

static bool goes_to_a_coachee(const struct facts *facts)
{
	return facts->receiver != NULL &&
	       (strcmp(facts->receiver->name, "people/noor") == 0 || strcmp(facts->receiver->name, "people/sam") == 0);
}

static void plan(struct pair *pair, int w, const Event *event, enum rule_receiver receiver)
{
	struct pair_world *world = &pair->worlds[w];
	struct ridealong_host host = { .pair = pair, .world = w };
	struct reminders self = { .sdk = { .host = &host, .api = &api } };
	struct facts facts = { .self = &self, .receiver_kind = receiver, .planning = true };
	bool named;
	size_t count;
	const struct rule *rules = rule_table(&count);
	int status = -1;

	facts.needs = needs_of(receiver, event->type, &named);
	if (!named)
		return;
	facts.resource = strdup(event->subject);
	facts_load(&facts, on_facts, &status);
	facts.known.actor = event->actor;
	for (size_t i = 0; status == 0 && i < count; i++) {
		char key[RULE_KEY];
		int64_t due;

		if (rules[i].receiver != receiver)
			continue;
		due = rule_plan(&rules[i], event->type, &facts.known);
		if (due == DIARY_NEVER)
			continue;
		rule_timer_key(&rules[i], event->subject, key);
		if (goes_to_a_coachee(&facts))
			set_timer(world, key, due);
		else
			keep_timer(world->fixture, key, due);
	}
	facts_finish(&facts);
}

void pair_mail_events(struct pair *pair, int w)
{
	static const struct store_viewer all = { .all = true, .hidden = true, .person = "", .today = "" };
	static char *const types[] = { "session.", "action_point.", "coaching." };
	struct pair_world *world = &pair->worlds[w];
	struct store_event_filter filter = {
		.viewer = &all, .after = world->seen, .types = types, .n_types = 3, .limit = 1000
	};
	Event **events;
	size_t count;
	int64_t last;

	assert_int_equal(
		store_event_list(world->fixture->conn, &filter, world->fixture->arena, &events, &count, &last, NULL),
		STATUS_OK);
	for (size_t i = 0; i < count; i++) {
		plan(pair, w, events[i], RULE_COACHEE);
		plan(pair, w, events[i], RULE_OWNER);
		plan(pair, w, events[i], RULE_COACH);
	}
	world->seen = last;
}

void pair_mail_pass(struct pair *pair, int w)
{
	struct fixture *f = pair->worlds[w].fixture;
	struct store_timer *timers;
	size_t count;

	assert_int_equal(
		store_timer_due(f->conn, OWNER, f->now, PAIR_TIMERS, f->arena, &timers, &count, NULL), STATUS_OK);
	for (size_t i = 0; i < count; i++)
		forget_timer(f, timers[i].key);
}

/* ---- messages ---- */

/* Kept as the plugin keeps it: the receiver can look it up. */
static void record(struct pair *pair, int w, const struct rule *rule, const struct facts *facts, ReminderState state,
	const char *reason)
{
	struct fixture *f = pair->worlds[w].fixture;
	CreateReminderRequest create = CREATE_REMINDER_REQUEST__INIT;
	UpdateReminderRequest update = UPDATE_REMINDER_REQUEST__INIT;
	Reminder asked = REMINDER__INIT;
	struct pair_answer answer;
	char key[RULE_KEY];

	rule_reminder_key(rule, facts->resource, &facts->known, key);
	asked.key = key;
	asked.kind = rule->kind;
	asked.person = facts->receiver->name;
	if (facts->session != NULL)
		asked.session = facts->session->name;
	if (facts->point != NULL)
		asked.action_point = facts->point->name;
	create.reminder = &asked;
	create.answerable = rule->answerable;
	pair_call(pair, w, &f->plugin, arena_printf(f->arena, "create %s", key),
		contract_find("ridealong.v1.Reminders/CreateReminder"), &create.base, &answer);
	if (answer.status != STATUS_OK)
		return;
	asked = *(Reminder *)answer.reply;
	asked.state = state;
	asked.reason = (char *)(reason == NULL ? "" : reason);
	asked.send_time = instant_new(f->arena, f->now);
	update.reminder = &asked;
	pair_call(pair, w, &f->plugin, arena_printf(f->arena, "update %s", key),
		contract_find("ridealong.v1.Reminders/UpdateReminder"), &update.base, &answer);
}

static void write_mail(struct pair *pair, int w, const struct rule *rule, const struct facts *facts)
{
	struct pair_world *world = &pair->worlds[w];
	char *subject = NULL, *body = NULL;
	struct error error = { 0 };
	enum status st =
		words_write(pair->texts, rule_text(rule, &facts->known), rule->needs, facts, &subject, &body, &error);

	if (st != STATUS_OK)
		fail_msg("the mail of %s: %s", rule->name, error.message);
	fprintf(world->mailbox, "%lld to %s\n%s\n%s\n", (long long)world->fixture->now, facts->receiver->name, subject,
		body);
	if (w == PAIR_WITHOUT)
		pair->counts->mails++;
	free(subject);
	free(body);
}

void pair_mail_due(struct pair *pair, int w, int number)
{
	struct pair_world *world = &pair->worlds[w];
	struct ridealong_host host = { .pair = pair, .world = w };
	struct reminders self = { .sdk = { .host = &host, .api = &api }, .texts = pair->texts };
	struct pair_timer timer = world->timers[number];
	const struct rule *rule = rule_find(timer.key);
	struct facts facts = { .self = &self, .receiver_kind = rule->receiver, .needs = rule->needs };
	const char *reason = NULL;
	int64_t later = 0;
	int status = -1;

	world->timers[number] = world->timers[--world->n_timers];
	forget_timer(world->fixture, timer.key);
	facts.resource = strdup(timer.key + strlen(rule->name) + 1);
	facts_load(&facts, on_facts, &status);
	if (status != 0)
		fail_msg("what %s needs: %d", timer.key, status);
	switch (rule_decide(rule, &facts.known, &reason, &later)) {
	case RULE_SEND:
		write_mail(pair, w, rule, &facts);
		record(pair, w, rule, &facts, REMINDER_STATE_SENT, NULL);
		break;
	case RULE_DROP:
		record(pair, w, rule, &facts, REMINDER_STATE_DROPPED, reason);
		break;
	case RULE_LATER:
		set_timer(world, timer.key, later);
		break;
	case RULE_SILENT:
		break;
	}
	facts_finish(&facts);
}

void pair_mail_compare(struct pair *pair)
{
	struct pair_world *with = &pair->worlds[PAIR_WITH], *without = &pair->worlds[PAIR_WITHOUT];
	size_t at = 0;

	fflush(with->mailbox);
	fflush(without->mailbox);
	if (with->mails_size == without->mails_size && memcmp(with->mails, without->mails, with->mails_size) == 0)
		return;
	while (at < with->mails_size && at < without->mails_size && with->mails[at] == without->mails[at])
		at++;
	at = at > 200 ? at - 200 : 0;
	pair_differ(pair, "the mails differ:\n--- with\n%.300s\n--- without\n%.300s", with->mails + at,
		without->mails + at);
}
