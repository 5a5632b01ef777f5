/* service/ — erasing a person. */
#include "daemon/service/erasure.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/words.h"
#include "daemon/service/allow.h"
#include "daemon/service/event.h"
#include "daemon/service/name.h"
#include "daemon/service/refuse.h"
#include "daemon/service/service.h"
#include "daemon/service/session.h"
#include "daemon/service/viewer.h"
#include "daemon/store/erasure.h"
#include "daemon/store/event.h"
#include "daemon/store/person.h"
#include "daemon/store/personal.h"
#include "daemon/store/session.h"
#include "daemon/store/timer.h"

#define LOOK_AGAIN     INT64_C(60000000) /* µs; whether plugins are done, should nobody say so */
#define TABLES_AT_ONCE 4
#define ROWS_AT_ONCE   1000 /* whose packed values are looked through in one write */

static enum status set_timer(struct call *call, const char *kind, const char *person, int64_t due)
{
	return store_timer_set(call->conn, STORE_TIMER_SERVICE, arena_printf(call->arena, "%s/%s", kind, person), due,
		call->now, (ProtobufCBinaryData){ 0 }, &call->error);
}

/* ---- plugins ---- */

/* Those that are not done with the event yet. */
static enum status find_waiting(struct call *call, int64_t event, Erasure *erasure)
{
	const char *const *plugins = call->service->plugins;
	enum status st = STATUS_OK;

	erasure->n_waiting_for = 0;
	for (size_t i = 0; plugins != NULL && plugins[i] != NULL && st == STATUS_OK; i++) {
		bool disabled;
		int64_t done;

		st = store_event_cursor_get(call->conn, plugins[i], &done, &disabled, &call->error);
		if (st == STATUS_OK && done < event)
			*(char **)arena_push(call->arena, &erasure->waiting_for, &erasure->n_waiting_for,
				sizeof(char *)) = (char *)plugins[i];
	}
	return st;
}

enum status service_erasure_fill(struct call *call, Erasure *erasure)
{
	struct store_erasure_work work;
	Erasure *again;
	enum status st;

	if (erasure->state != ERASURE_STATE_WAITING)
		return STATUS_OK;
	st = store_erasure_of(call->conn, erasure->person, call->arena, &again, &work, &call->error);
	return st == STATUS_OK ? find_waiting(call, work.event, erasure) : st;
}

enum status service_erasure_move(struct call *call)
{
	Erasure **erasures;
	size_t count;
	enum status st = store_erasure_waiting(call->conn, call->arena, &erasures, &count, &call->error);

	for (size_t i = 0; st == STATUS_OK && i < count; i++) {
		st = service_erasure_fill(call, erasures[i]);
		if (st == STATUS_OK && erasures[i]->n_waiting_for == 0)
			st = set_timer(call, SERVICE_ERASURE_ERASE, erasures[i]->person, call->now);
	}
	return st;
}

/* ---- asked ---- */

/* As the service: whoever asks is not asked whether they might cancel each. */
static enum status cancel_sessions(struct call *call, char *const *names, size_t count)
{
	struct call aside = *call;
	enum status st = STATUS_OK;

	aside.actor = &call_service_actor;
	for (size_t i = 0; i < count && st == STATUS_OK; i++) {
		Session *session;

		st = store_session_get(aside.conn, names[i], aside.arena, &session, NULL, &aside.error);
		if (st == STATUS_OK)
			st = service_session_cancel(&aside, session, "", CANCEL_CAUSE_UNSPECIFIED);
	}
	call->ordinal = aside.ordinal;
	call->error = aside.error;
	return st;
}

enum status service_erasure_look(
	struct call *call, const char *person, char ***ret_to_come, size_t *ret_count, const char **ret_hindrance)
{
	static const SessionState to_come[3] = { SESSION_STATE_PLANNED, SESSION_STATE_PREPARED,
		SESSION_STATE_CONFIRMED };
	static const SessionState running[3] = { SESSION_STATE_IN_PROGRESS, SESSION_STATE_IN_PROGRESS,
		SESSION_STATE_IN_PROGRESS };
	char **under_way;
	size_t count;
	enum status st;

	st = store_erasure_sessions(call->conn, person, running, call->arena, &under_way, &count, &call->error);
	if (st == STATUS_OK)
		st = store_erasure_sessions(
			call->conn, person, to_come, call->arena, ret_to_come, ret_count, &call->error);
	*ret_hindrance = "";
	if (st == STATUS_OK && count > 0)
		*ret_hindrance = arena_printf(call->arena,
			words_pick(call->locale, "%s is under way: finish or cancel it first",
				"%s is bezig: rond die eerst af of zeg die af"),
			under_way[0]);
	return st;
}

/* With nobody to wait for, it goes on at once; plugins say when they are done. */
static enum status begin(struct call *call, const char *person, Erasure **ret)
{
	Erasure *erasure = arena_alloc(call->arena, sizeof(*erasure));
	int64_t event;
	enum status st;

	erasure__init(erasure);
	erasure->name = call_new_name(call, "erasures");
	erasure->person = (char *)person;
	erasure->state = ERASURE_STATE_WAITING;
	erasure->ask_time = instant_new(call->arena, call->now);
	erasure->actor = (char *)call->actor->name;
	if (call->actor->via != NULL)
		erasure->via = (char *)call->actor->via;
	st = service_event_append(call, "person.erasing", person, NULL, NULL, person, NULL);
	if (st == STATUS_OK)
		st = store_event_last(call->conn, &event, &call->error);
	if (st == STATUS_OK)
		st = store_erasure_insert(call->conn, erasure, event, &call->error);
	if (st == STATUS_OK)
		st = find_waiting(call, event, erasure);
	if (st == STATUS_OK)
		st = set_timer(call, SERVICE_ERASURE_ERASE, person,
			erasure->n_waiting_for == 0 ? call->now : call->now + LOOK_AGAIN);
	if (st == STATUS_OK)
		*ret = erasure;
	return st;
}

static enum status begin_with(struct call *call, const Person *person, Erasure **ret)
{
	const char *hindrance;
	char **to_come;
	size_t count;
	enum status st = service_erasure_look(call, person->name, &to_come, &count, &hindrance);

	if (st != STATUS_OK)
		return st;
	if (hindrance[0] != '\0')
		return service_refuse(
			call, STATUS_FAILED_PRECONDITION, "SESSION_RUNNING", "name", "%s", "%s", hindrance);
	st = cancel_sessions(call, to_come, count);
	if (st == STATUS_OK)
		st = store_erasure_shut_out(
			call->conn, person->name, service_today(call, person->time_zone), call->now, &call->error);
	return st == STATUS_OK ? begin(call, person->name, ret) : st;
}

enum status service_erasure_ask(struct call *call, const ErasePersonRequest *in, Erasure **ret)
{
	Erasure *before;
	Person *person;
	enum status st = service_name_person(call, "name", in->name, &person);

	if (st == STATUS_OK)
		st = service_allow_shared(call, in->name, person->name);
	if (st == STATUS_OK)
		st = store_erasure_of(call->conn, person->name, call->arena, &before, NULL, &call->error);
	if (st != STATUS_OK)
		return st;
	if (before == NULL)
		return begin_with(call, person, ret);
	*ret = before;
	return service_erasure_fill(call, before);
}

/* ---- erasing ---- */

static void add_word(struct call *call, struct store_personal_words *words, const char *word)
{
	const char *folded = store_person_fold(call->arena, word);

	if (word[0] == '\0')
		return;
	*(const char **)arena_push(call->arena, &words->list, &words->count, sizeof(char *)) = word;
	if (strcmp(folded, word) != 0)
		*(const char **)arena_push(call->arena, &words->list, &words->count, sizeof(char *)) = folded;
}

/* Addresses, and the name when it is a full one: a first name alone is part of many other words. */
static enum status find_words(struct call *call, const char *name, struct store_personal_words *ret)
{
	Person *person;
	enum status st = store_person_get(call->conn, name, call->arena, &person, &call->error);

	if (st != STATUS_OK || person == NULL)
		return st;
	ret->instead = "–";
	add_word(call, ret, person->email);
	for (size_t i = 0; i < person->n_aliases; i++)
		add_word(call, ret, person->aliases[i]);
	if (person->email[0] != '\0' && strchr(person->display_name, ' ') != NULL)
		add_word(call, ret, person->display_name);
	return STATUS_OK;
}

/* Of one table: first what it has of the person, then others' words about them, those in packed values bit by bit. */
static enum status erase_table(struct call *call, const char *person, const struct store_personal_words *words,
	struct store_erasure_work *work)
{
	const size_t table = store_personal_count() - 1 - (size_t)work->step;
	const char *place = NULL;
	enum status st = STATUS_OK;

	if (work->place[0] == '\0')
		st = store_personal_erase(call->conn, table, person, call->now, &call->error);
	if (st == STATUS_OK && work->place[0] == '\0')
		st = store_personal_scrub(call->conn, table, words, &call->error);
	if (st == STATUS_OK && words->count > 0)
		st = store_personal_scrub_packed(
			call->conn, table, words, work->place, ROWS_AT_ONCE, call->arena, &place, &call->error);
	work->place = place != NULL ? place : "";
	work->step += place == NULL;
	return st;
}

static enum status erase_some(struct call *call, const char *person, struct store_erasure_work *work)
{
	struct store_personal_words words = { 0 };
	enum status st = find_words(call, person, &words);
	bool through;

	for (int i = 0; i < TABLES_AT_ONCE && st == STATUS_OK && (size_t)work->step < store_personal_count(); i++)
		st = erase_table(call, person, &words, work);
	through = (size_t)work->step == store_personal_count();
	if (st == STATUS_OK)
		st = store_erasure_set(call->conn, person, through ? ERASURE_STATE_CLEANING : ERASURE_STATE_ERASING,
			work, 0, &call->error);
	if (st == STATUS_OK)
		st = set_timer(call, through ? SERVICE_ERASURE_CLEAN : SERVICE_ERASURE_ERASE, person, call->now);
	return st;
}

static enum status finish(struct call *call, const char *person, const struct store_erasure_work *work)
{
	enum status st = store_erasure_set(call->conn, person, ERASURE_STATE_DONE, work, call->now, &call->error);

	return st == STATUS_OK ? service_event_append(call, "person.erased", person, NULL, NULL, NULL, NULL) : st;
}

enum status service_erasure_fire(struct call *call, const char *kind, const char *person)
{
	struct store_erasure_work work;
	Erasure *erasure;
	enum status st = store_erasure_of(call->conn, person, call->arena, &erasure, &work, &call->error);

	if (st != STATUS_OK || erasure == NULL || erasure->state == ERASURE_STATE_DONE)
		return st;
	if (strcmp(kind, SERVICE_ERASURE_CLEAN) == 0)
		return erasure->state == ERASURE_STATE_CLEANING ? finish(call, person, &work) : STATUS_OK;
	if (erasure->state == ERASURE_STATE_CLEANING)
		return STATUS_OK;
	st = service_erasure_fill(call, erasure);
	if (st == STATUS_OK && erasure->n_waiting_for > 0)
		return set_timer(call, kind, person, call->now + LOOK_AGAIN);
	return st == STATUS_OK ? erase_some(call, person, &work) : st;
}

enum status service_erasure_clean(struct call *call)
{
	struct timespec now;
	struct tm utc;
	char copy[64], second[32];

	/* as a backup's name: by the machine's own time, also in a simulation */
	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	strftime(second, sizeof(second), "%Y-%m-%dT%H%M%S", &utc);
	snprintf(copy, sizeof(copy), "ridealong-%s.%06ldZ.db", second, now.tv_nsec / 1000);
	return store_scour(call->conn, copy, &call->error);
}
