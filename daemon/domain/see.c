/* domain/ — who sees what. */
#include "daemon/domain/see.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/domain/may.h"
#include "daemon/domain/preparation.h"
#include "daemon/domain/words.h"
#include "proto/contract.h"
#include "proto/services.h"

enum rule {
	ANY = 1,       /* whoever gets the message */
	SELF,          /* the person themself */
	COACH,         /* the coach */
	OWNER,         /* the owner */
	SUBMITTED,     /* the owner; others once it was handed in */
	COACHEE_FIRST, /* the coach; others once the coachee has spoken */
	COACH_BLIND,   /* all but the coach who writes blind and has not written yet */
	OWN_UNTIL, /* until the coachee has spoken, the coachee sees their own entries only; so does a blind coach */
	OUTCOMES_AFTER, /* the same for what became of the intentions */
	COACHEE,        /* the coachee, and nobody else */
	ADMIN,          /* administrators */
	REMINDERS,      /* the plugin that writes to people */
	SECRET,         /* the one answer in which a token is made */
};

struct field {
	const char *name;
	enum rule rule;
};

/* clang-format off */
#define MESSAGE(stem)     static const struct field fields_##stem[] = {
#define FIELD(name, rule) { #name, rule },
#define END(stem)         { NULL, 0 } };
/* clang-format on */
#include "daemon/domain/see.def"
#undef MESSAGE
#undef FIELD
#undef END

static const struct message {
	const ProtobufCMessageDescriptor *descriptor;
	const struct field *fields;
	size_t count;
} messages[] = {
#define MESSAGE(stem) { &stem##__descriptor, fields_##stem, sizeof(fields_##stem) / sizeof(fields_##stem[0]) - 1 },
#define FIELD(name, rule)
#define END(stem)
#include "daemon/domain/see.def"
#undef MESSAGE
#undef FIELD
#undef END
};

/* What there is to do in a message of that type: of most nothing, for whoever gets them sees all of them. */
static struct plan {
	const struct message *message;
	unsigned *fields; /* those that have to be looked at, the last one first */
	unsigned n_fields;
} plans[sizeof(messages) / sizeof(messages[0])];

#define PLANS (sizeof(plans) / sizeof(plans[0]))

static int by_descriptor(const void *left, const void *right)
{
	const uintptr_t a = (uintptr_t)((const struct plan *)left)->message->descriptor;
	const uintptr_t b = (uintptr_t)((const struct plan *)right)->message->descriptor;

	return (a > b) - (a < b);
}

static struct plan *find_plan(const ProtobufCMessageDescriptor *descriptor)
{
	const struct message wanted = { .descriptor = descriptor };

	return bsearch(&(struct plan){ .message = &wanted }, plans, PLANS, sizeof(plans[0]), by_descriptor);
}

static bool well_known(const ProtobufCMessageDescriptor *descriptor)
{
	return strcmp(descriptor->package_name, "google.protobuf") == 0 ||
	       strncmp(descriptor->name, "google.protobuf.", strlen("google.protobuf.")) == 0;
}

static void make_plan(struct plan *plan);

/* One without a rule is cleared; a message within may have something of its own. */
static bool needs_a_look(const struct message *message, unsigned number)
{
	const ProtobufCFieldDescriptor *field = &message->descriptor->fields[number];
	struct plan *within;

	if (number >= message->count || message->fields[number].rule != ANY)
		return true;
	if (field->type != PROTOBUF_C_TYPE_MESSAGE || well_known(field->descriptor))
		return false;
	within = find_plan(field->descriptor);
	if (within == NULL)
		return true;
	make_plan(within);
	return within->n_fields > 0;
}

/* No message holds one of its own type, so this ends. */
static void make_plan(struct plan *plan)
{
	const unsigned count = plan->message->descriptor->n_fields;

	if (plan->fields != NULL)
		return;
	plan->fields = calloc(count + 1, sizeof(*plan->fields));
	if (plan->fields == NULL)
		abort();
	for (unsigned i = count; i-- > 0;)
		if (needs_a_look(plan->message, i))
			plan->fields[plan->n_fields++] = i;
}

static void make_plans(void)
{
	for (size_t i = 0; i < PLANS; i++)
		plans[i].message = &messages[i];
	qsort(plans, PLANS, sizeof(plans[0]), by_descriptor);
	for (size_t i = 0; i < PLANS; i++)
		make_plan(&plans[i]);
}

static const struct plan *plan_of(const ProtobufCMessageDescriptor *descriptor)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, make_plans);
	return find_plan(descriptor);
}

static void *member(const ProtobufCMessage *message, unsigned offset)
{
	return (char *)message + offset;
}

static void clear(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	void *at = member(message, field->offset);

	if (field->label == PROTOBUF_C_LABEL_REPEATED) {
		*(size_t *)member(message, field->quantifier_offset) = 0;
		*(void **)at = NULL;
		return;
	}
	if (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF)
		*(uint32_t *)member(message, field->quantifier_offset) = 0;
	switch (field->type) {
	case PROTOBUF_C_TYPE_STRING:
		*(const char **)at = protobuf_c_empty_string;
		break;
	case PROTOBUF_C_TYPE_BYTES:
		*(ProtobufCBinaryData *)at = (ProtobufCBinaryData){ 0 };
		break;
	case PROTOBUF_C_TYPE_MESSAGE:
		*(void **)at = NULL;
		break;
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
	case PROTOBUF_C_TYPE_DOUBLE:
		memset(at, 0, 8);
		break;
	default:
		memset(at, 0, 4); /* ints, floats, enums and protobuf_c_boolean */
		break;
	}
}

/* The text of a message's string field; "" when it has none of that name. */
static const char *text_of(const ProtobufCMessage *message, const char *name)
{
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);
	const char *text = NULL;

	if (field != NULL && field->type == PROTOBUF_C_TYPE_STRING && field->label != PROTOBUF_C_LABEL_REPEATED)
		text = *(const char **)member(message, field->offset);
	return text == NULL ? "" : text;
}

static bool is(const struct actor *actor, const ProtobufCMessage *message, const char *role)
{
	return actor->person != NULL && strcmp(actor->person, text_of(message, role)) == 0;
}

/* Those who see what only one of the two should, because they run the place or carry the messages. */
static bool trusted(const struct actor *actor)
{
	return actor->admin || actor->kind == ACTOR_SERVICE || (actor->kind == ACTOR_PLUGIN && actor->plugin != NULL);
}

static bool is_on_coachs_side(const struct actor *actor, const ProtobufCMessage *message)
{
	return trusted(actor) || is(actor, message, "coach");
}

static bool handed_in(const ProtobufCMessage *message)
{
	return message->descriptor == &preparation__descriptor && preparation_handed_in((const Preparation *)message);
}

static bool is_over(const ProtobufCMessage *message)
{
	return message->descriptor == &debrief__descriptor && ((const Debrief *)message)->over;
}

/* The coachee has spoken, or there is nothing to speak about any more. */
static bool is_open(const ProtobufCMessage *message)
{
	return is_over(message) || text_of(message, "coachee_experience")[0] != '\0';
}

static void keep_own(const struct actor *actor, ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	size_t *count = member(message, field->quantifier_offset);
	ProtobufCMessage **items = *(ProtobufCMessage ***)member(message, field->offset);
	size_t kept = 0;

	for (size_t i = 0; i < *count; i++)
		if (is(actor, items[i], "author"))
			items[kept++] = items[i];
	*count = kept;
}

/* Apart, the coach writes without having read what the coachee wrote. */
static bool writes_blind(const struct actor *actor, const ProtobufCMessage *message)
{
	const Debrief *debrief = (const Debrief *)message;

	return message->descriptor == &debrief__descriptor && debrief->mode == DEBRIEF_MODE_APART && !debrief->over &&
	       debrief->coach_experience[0] == '\0' && is(actor, message, "coach") && !is(actor, message, "coachee");
}

/* The view of the coach, or the coachee's own; whether the two differ goes with either. */
static void hide_outcomes(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, bool coachs)
{
	size_t count = *(size_t *)member(message, field->quantifier_offset);
	Intention **intentions = *(Intention ***)member(message, field->offset);

	for (size_t i = 0; i < count; i++) {
		intentions[i]->contested = false;
		if (coachs) {
			intentions[i]->outcome = OUTCOME_UNSPECIFIED;
		} else {
			intentions[i]->coachee_outcome = OUTCOME_UNSPECIFIED;
			intentions[i]->contest_text = (char *)protobuf_c_empty_string;
		}
	}
}

/* Applies one rule to one field. */
static void apply(const struct actor *actor, const char *method, ProtobufCMessage *message,
	const ProtobufCFieldDescriptor *field, enum rule rule)
{
	bool shown = false;

	switch (rule) {
	case ANY:
		return; /* nearly all */
	case SELF:
		shown = trusted(actor) || is(actor, message, "name");
		break;
	case COACH:
		shown = is_on_coachs_side(actor, message);
		break;
	case OWNER:
		shown = trusted(actor) || is(actor, message, "owner");
		break;
	case SUBMITTED:
		shown = trusted(actor) || is(actor, message, "owner") || handed_in(message);
		break;
	case COACHEE_FIRST:
		shown = is_on_coachs_side(actor, message) || is_open(message);
		break;
	case COACH_BLIND:
		shown = !writes_blind(actor, message);
		break;
	case OWN_UNTIL:
		shown = true;
		if (!(is_on_coachs_side(actor, message) || is_open(message)) || writes_blind(actor, message))
			keep_own(actor, message, field);
		break;
	case OUTCOMES_AFTER:
		shown = true;
		if (!is_on_coachs_side(actor, message) && !is_open(message))
			hide_outcomes(message, field, true);
		if (writes_blind(actor, message))
			hide_outcomes(message, field, false);
		break;
	case COACHEE:
		shown = is(actor, message, "coachee");
		break;
	case ADMIN:
		shown = actor->admin || actor->kind == ACTOR_SERVICE;
		break;
	case REMINDERS:
		shown = actor->kind == ACTOR_PLUGIN && actor->plugin != NULL && strcmp(actor->plugin, "reminders") == 0;
		break;
	case SECRET:
		shown = strcmp(method, "ridealong.v1.Admin/CreateToken") == 0;
		break;
	}
	if (!shown)
		clear(message, field);
}

static bool active(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	if (!(field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF))
		return true;
	return *(const uint32_t *)member(message, field->quantifier_offset) == field->id;
}

static void descend(const struct actor *actor, const char *method, const ProtobufCMessage *message,
	const ProtobufCFieldDescriptor *field)
{
	size_t count = 1;
	ProtobufCMessage **items = member(message, field->offset);

	if (field->type != PROTOBUF_C_TYPE_MESSAGE)
		return;
	if (field->label == PROTOBUF_C_LABEL_REPEATED) {
		count = *(const size_t *)member(message, field->quantifier_offset);
		items = *(ProtobufCMessage ***)items;
	}
	if (well_known(field->descriptor))
		return;
	for (size_t i = 0; i < count; i++)
		if (items[i] != NULL)
			see(actor, method, items[i]);
}

/* Without any rules nothing of it may go out. */
static void clear_all(ProtobufCMessage *message)
{
	for (unsigned i = 0; i < message->descriptor->n_fields; i++)
		if (active(message, &message->descriptor->fields[i]))
			clear(message, &message->descriptor->fields[i]);
}

void see(const struct actor *actor, const char *method, ProtobufCMessage *message)
{
	const struct plan *plan = plan_of(message->descriptor);

	if (plan == NULL) {
		clear_all(message);
		return;
	}
	/* From the last field to the first: a rule may still read the names that stand at the front. */
	for (unsigned i = 0; i < plan->n_fields; i++) {
		const unsigned number = plan->fields[i];
		const ProtobufCFieldDescriptor *field = &message->descriptor->fields[number];

		if (!active(message, field))
			continue;
		if (number >= plan->message->count) {
			clear(message, field);
			continue;
		}
		apply(actor, method, message, field, plan->message->fields[number].rule);
		descend(actor, method, message, field);
	}
}

static const char *rule_words(enum rule rule, const char *locale)
{
	switch (rule) {
	case ANY:
		return words_pick(locale, "whoever gets it", "wie het krijgt");
	case SELF:
		return words_pick(locale, "the person themself, administrators, plugins",
			"de persoon zelf, beheerders, plug-ins");
	case COACH:
		return words_pick(locale, "the coach, administrators, plugins", "de coach, beheerders, plug-ins");
	case OWNER:
		return words_pick(
			locale, "the owner, administrators, plugins", "degene van wie het is, beheerders, plug-ins");
	case SUBMITTED:
		return words_pick(locale, "the owner; others once it was handed in",
			"degene van wie het is; anderen zodra het ingeleverd is");
	case COACHEE_FIRST:
		return words_pick(locale, "the coach; the coachee after having spoken first, or once it is over",
			"de coach; degene die gecoacht wordt na zelf eerst gesproken te hebben, of als het voorbij is");
	case COACH_BLIND:
		return words_pick(locale,
			"all, but a coach who writes apart only after having written, or once it is over",
			"iedereen, maar een coach die apart schrijft pas na zelf geschreven te hebben, of als het "
			"voorbij is");
	case COACHEE:
		return words_pick(locale, "the person who is coached, and nobody else",
			"degene die gecoacht wordt, en niemand anders");
	case OWN_UNTIL:
		return words_pick(locale,
			"the coach; the coachee only their own until having spoken, or until it is over",
			"de coach; degene die gecoacht wordt alleen het eigen deel tot die gesproken heeft of het "
			"voorbij is");
	case OUTCOMES_AFTER:
		return words_pick(locale,
			"the coach; what became of them the coachee after having spoken, or once it is over",
			"de coach; wat ervan kwam degene die gecoacht wordt pas na gesproken te hebben, of als het "
			"voorbij is");
	case ADMIN:
		return words_pick(locale, "administrators", "beheerders");
	case REMINDERS:
		return words_pick(locale, "the plugin that writes to people", "de plug-in die mensen schrijft");
	case SECRET:
		return words_pick(locale, "whoever makes the token, once", "wie het token maakt, één keer");
	}
	return "";
}

bool see_withholds(size_t number, const char *locale, struct see_withheld *ret)
{
	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++)
		for (size_t j = 0; j < messages[i].count; j++) {
			const struct field *field = &messages[i].fields[j];

			if (field->rule == ANY || number-- > 0)
				continue;
			ret->message = messages[i].descriptor->short_name;
			ret->field = field->name;
			ret->who = rule_words(field->rule, locale);
			return true;
		}
	return false;
}

static enum status check_message(const ProtobufCMessageDescriptor *descriptor, struct error *reterr)
{
	const struct plan *plan = plan_of(descriptor);
	const struct message *rules;

	if (plan == NULL)
		return error_set(reterr, STATUS_INTERNAL, "see.def has no rules for %s", descriptor->name);
	rules = plan->message;
	for (unsigned i = 0; i < descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &descriptor->fields[i];
		enum status st = STATUS_OK;

		if (i >= rules->count || strcmp(rules->fields[i].name, field->name) != 0)
			return error_set(reterr, STATUS_INTERNAL, "see.def has no rule for %s.%s at its place (%u)",
				descriptor->name, field->name, i + 1);
		if (field->type == PROTOBUF_C_TYPE_MESSAGE && !well_known(field->descriptor))
			st = check_message(field->descriptor, reterr);
		if (st != STATUS_OK)
			return st;
	}
	if (rules->count != descriptor->n_fields)
		return error_set(reterr, STATUS_INTERNAL, "see.def has a rule too many for %s", descriptor->name);
	return STATUS_OK;
}

enum status see_check(struct error *reterr)
{
	for (size_t i = 0; contract_services[i] != NULL; i++) {
		const ProtobufCServiceDescriptor *service = contract_services[i];

		for (unsigned m = 0; m < service->n_methods; m++) {
			char full_name[200];
			enum status st = check_message(service->methods[m].output, reterr);

			if (st != STATUS_OK)
				return st;
			snprintf(full_name, sizeof(full_name), "%s/%s", service->name, service->methods[m].name);
			if (!may_knows(full_name))
				return error_set(reterr, STATUS_INTERNAL, "may.c has no row for %s", full_name);
		}
	}
	return STATUS_OK;
}
