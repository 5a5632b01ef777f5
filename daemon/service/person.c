/* service/ — People: persons here, the rest in coaching.c and team.c. */
#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/mute.h"
#include "daemon/domain/template.h"
#include "daemon/domain/wall.h"
#include "daemon/service/allow.h"
#include "daemon/service/check.h"
#include "daemon/service/coaching.h"
#include "daemon/service/etag.h"
#include "daemon/service/event.h"
#include "daemon/service/mask.h"
#include "daemon/service/name.h"
#include "daemon/service/page.h"
#include "daemon/service/refuse.h"
#include "daemon/service/rhythm.h"
#include "daemon/service/service.h"
#include "daemon/service/session.h"
#include "daemon/service/team.h"
#include "daemon/service/template.h"
#include "daemon/service/viewer.h"
#include "daemon/store/organisation.h"
#include "daemon/store/person.h"

#define RPC_SERVICE People_Service

#define OWN_FIELDS                                                                                                     \
	"language time_zone working_days days_off quiet_from_minute quiet_until_minute muted digest digest_minute"
#define ALL_FIELDS "email display_name aliases template unix_login group_path " OWN_FIELDS

#define QUIET_FROM  1140 /* 19:00 */
#define QUIET_UNTIL 420  /* 07:00 */
#define MOST_DAYS   1000
#define MOST_NAMES  20

static enum status check_minute(struct call *call, const char *field, int32_t minute)
{
	if (minute >= 0 && minute < 24 * 60)
		return STATUS_OK;
	return service_refuse(call, STATUS_INVALID_ARGUMENT, "MINUTE", field,
		"%s must be a minute of the day, 0 to 1439", "%s moet een minuut van de dag zijn, 0 tot en met 1439",
		field);
}

static enum status check_days(struct call *call, const Person *person)
{
	unsigned seen = 0;
	enum status st;

	for (size_t i = 0; i < person->n_working_days; i++) {
		DayOfWeek day = person->working_days[i];

		if (day < DAY_OF_WEEK_MONDAY || day > DAY_OF_WEEK_SUNDAY || (seen & 1u << day))
			return service_refuse(call, STATUS_INVALID_ARGUMENT, "WORKING_DAYS", "working_days",
				"working_days must be days of the week, each at most once",
				"working_days moeten dagen van de week zijn, elk hooguit één keer");
		seen |= 1u << day;
	}
	st = service_check_count(call, "days_off", person->n_days_off, MOST_DAYS);
	for (size_t i = 0; i < person->n_days_off && st == STATUS_OK; i++)
		st = service_check_date(call, "days_off", person->days_off[i]);
	return st;
}

/* Each once, and only what one may do without: a message that changes where somebody travels is not sent for nothing.
 */
static enum status check_muted(struct call *call, const Person *person)
{
	bool seen[MUTE_KINDS] = { false };

	for (size_t i = 0; i < person->n_muted; i++) {
		const enum mute_kind kind = mute_of(person->muted[i]);

		if (kind == MUTE_KINDS || seen[kind])
			return service_refuse(call, STATUS_INVALID_ARGUMENT, "MUTED", "muted",
				"muted: one can do without these messages, each named once: %s; the others ask for "
				"what nobody else "
				"can give, or change where somebody travels",
				"muted: zonder deze berichten kan iemand, elk één keer genoemd: %s; de andere vragen "
				"om wat niemand "
				"anders kan geven, of veranderen waar iemand heen gaat",
				mute_all());
		seen[kind] = true;
	}
	return STATUS_OK;
}

static enum status check_aliases(struct call *call, const Person *person)
{
	enum status st = service_check_count(call, "aliases", person->n_aliases, MOST_NAMES);

	for (size_t i = 0; i < person->n_aliases && st == STATUS_OK; i++)
		st = service_check_email(call, "aliases", person->aliases[i]);
	return st;
}

/* As useradd(8) takes them, and what directory services add to that. */
static enum status check_login(struct call *call, const char *login)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.@$+-";

	if (login[strspn(login, allowed)] == '\0' && login[0] != '-' && strlen(login) <= 64)
		return STATUS_OK;
	return service_refuse(call, STATUS_INVALID_ARGUMENT, "LOGIN", "unix_login",
		"unix_login must be the name of a Unix user, as whoami prints it",
		"unix_login moet de naam van een Unix-gebruiker zijn, zoals whoami die geeft");
}

static enum status check_group(struct call *call, const char *path)
{
	if (wall_path_valid(path))
		return STATUS_OK;
	return service_refuse(call, STATUS_INVALID_ARGUMENT, "GROUP", "group_path",
		"group_path must be names between slashes, such as \"sales/north\", of letters, digits, spaces and "
		". _ & -; at most %d names",
		"group_path moet uit namen met schuine strepen ertussen bestaan, zoals \"verkoop/noord\", van letters, "
		"cijfers, spaties en . _ & -; hooguit %d namen",
		WALL_DEPTH);
}

static enum status check_person(struct call *call, const Person *person)
{
	enum status st;

	st = service_check_email(call, "email", person->email);
	if (st == STATUS_OK)
		st = service_check_present(call, "display_name", person->display_name);
	if (st == STATUS_OK)
		st = service_check_line(call, "display_name", person->display_name, CHECK_TITLE);
	if (st == STATUS_OK)
		st = check_aliases(call, person);
	if (st == STATUS_OK)
		st = service_check_language(call, "language", person->language);
	if (st == STATUS_OK)
		st = service_check_zone(call, "time_zone", person->time_zone);
	if (st == STATUS_OK)
		st = check_days(call, person);
	if (st == STATUS_OK)
		st = check_minute(call, "quiet_from_minute", person->quiet_from_minute);
	if (st == STATUS_OK)
		st = check_minute(call, "quiet_until_minute", person->quiet_until_minute);
	if (st == STATUS_OK)
		st = check_minute(call, "digest_minute", person->digest_minute);
	if (st == STATUS_OK)
		st = check_muted(call, person);
	if (st == STATUS_OK)
		st = check_login(call, person->unix_login);
	return st == STATUS_OK ? check_group(call, person->group_path) : st;
}

/* What is not said is written down as what then holds, so that everybody reads the same. */
static void fill_defaults(struct call *call, Person *person)
{
	static const DayOfWeek weekdays[] = { DAY_OF_WEEK_MONDAY, DAY_OF_WEEK_TUESDAY, DAY_OF_WEEK_WEDNESDAY,
		DAY_OF_WEEK_THURSDAY, DAY_OF_WEEK_FRIDAY };

	if (person->display_name[0] == '\0')
		person->display_name = arena_strndup(call->arena, person->email, strcspn(person->email, "@"));
	if (person->language[0] == '\0')
		person->language = "en";
	if (person->time_zone[0] == '\0')
		person->time_zone = (char *)(call->service->time_zone != NULL ? call->service->time_zone : "UTC");
	if (person->n_working_days == 0) {
		person->n_working_days = sizeof(weekdays) / sizeof(weekdays[0]);
		person->working_days = arena_memdup(call->arena, weekdays, sizeof(weekdays));
	}
	if (person->quiet_from_minute == 0 && person->quiet_until_minute == 0) {
		person->quiet_from_minute = QUIET_FROM;
		person->quiet_until_minute = QUIET_UNTIL;
	}
	if (!person->digest)
		person->digest_minute = 0;
	if (person->template_[0] == '\0')
		person->template_ = TEMPLATE_DEFAULT;
	if (strncmp(person->template_, "templates/", strlen("templates/")) == 0)
		person->template_ += strlen("templates/");
}

RPC_METHOD(create_person, CreatePersonRequest, Person)
(struct call *call, const CreatePersonRequest *in, Person **ret)
{
	Person *person;
	enum status st;

	if (in->person == NULL)
		return service_refuse(
			call, STATUS_INVALID_ARGUMENT, "MISSING", "person", "person is missing", "person ontbreekt");
	person = arena_memdup(call->arena, in->person, sizeof(*person));
	fill_defaults(call, person);
	st = check_person(call, person);
	if (st == STATUS_OK)
		st = service_template_check_person(call, person->template_);
	if (st != STATUS_OK)
		return st;
	person->name = call_new_name(call, "people");
	person->create_time = person->update_time = instant_new(call->arena, call->now);
	st = store_person_insert(call->conn, person, &call->error);
	if (st == STATUS_OK && person->group_path[0] != '\0')
		st = store_organisation_join(call->conn, person->name, person->group_path, call->now, &call->error);
	if (st == STATUS_OK)
		st = service_event_append(call, "person.created", person->name, NULL, NULL, person->name, NULL);
	if (st != STATUS_OK)
		return st;
	service_etag_set(call, &person->base);
	*ret = person;
	return STATUS_OK;
}

RPC_METHOD(get_person, GetPersonRequest, Person)(struct call *call, const GetPersonRequest *in, Person **ret)
{
	Person *person;
	enum status st;

	st = service_name_person(call, "name", in->name, &person);
	if (st == STATUS_OK)
		st = service_allow_shared(call, in->name, person->name);
	if (st != STATUS_OK)
		return st;
	service_etag_set(call, &person->base);
	*ret = person;
	return STATUS_OK;
}

RPC_METHOD(list_people, ListPeopleRequest, ListPeopleResponse)
(struct call *call, const ListPeopleRequest *in, ListPeopleResponse **ret)
{
	ListPeopleResponse *list = arena_alloc(call->arena, sizeof(*list));
	const struct store_viewer *viewer;
	enum status st;
	int size;

	list_people_response__init(list);
	st = service_page_size(call, in->page_size, &size);
	if (st == STATUS_OK)
		st = service_viewer(call, &viewer);
	if (st == STATUS_OK)
		st = store_person_list(call->conn, viewer, in->page_token, size + 1, call->arena, &list->people,
			&list->n_people, &call->error);
	if (st != STATUS_OK)
		return st;
	list->next_page_token = service_page_end(list->people, &list->n_people, size);
	service_etag_set_all(call, list->people, list->n_people);
	*ret = list;
	return STATUS_OK;
}

/* Which of the two a caller is who is neither administrator nor program. */
static bool is_coach_of(const struct call *call, const Person *person)
{
	return call->actor->kind == ACTOR_PERSON && !call->actor->admin &&
	       strcmp(call->actor->person, person->name) != 0;
}

/* What a person changes of themself is theirs, the questions are their coach's, too; the rest is the administrators'.
 */
static enum status check_mask(struct call *call, const Person *person, const FieldMask *mask)
{
	enum status st;

	st = service_mask_check(call, mask, ALL_FIELDS);
	if (st == STATUS_OK && is_coach_of(call, person)) {
		if (mask != NULL && mask->n_paths == 1 && strcmp(mask->paths[0], "template") == 0)
			return STATUS_OK;
		return service_refuse(call, STATUS_PERMISSION_DENIED, "ADMINISTRATORS_FIELD", "update_mask",
			"update_mask: of somebody you coach you can change this: template",
			"update_mask: van wie je coacht kun je dit wijzigen: template");
	}
	if (st != STATUS_OK || call->actor->kind != ACTOR_PERSON || call->actor->admin || mask == NULL)
		return st;
	st = service_mask_check(call, mask, OWN_FIELDS);
	if (st == STATUS_OK)
		return st;
	return service_refuse(call, STATUS_PERMISSION_DENIED, "ADMINISTRATORS_FIELD", "update_mask",
		"update_mask: you can change these yourself: " OWN_FIELDS "; an administrator changes the others",
		"update_mask: dit kun je zelf wijzigen: " OWN_FIELDS "; de rest wijzigt een beheerder");
}

static void change(const struct call *call, const Person *from, const FieldMask *mask, Person *to)
{
	bool all = call->actor->kind != ACTOR_PERSON || call->actor->admin || is_coach_of(call, to);

#define TAKE(field)                                                                                                    \
	if (service_mask_has(mask, #field))                                                                            \
		to->field = from->field;
	TAKE(language)
	TAKE(time_zone)
	TAKE(quiet_from_minute)
	TAKE(quiet_until_minute)
	TAKE(digest)
	TAKE(digest_minute)
	if (all) {
		TAKE(email)
		TAKE(display_name)
		TAKE(unix_login)
		TAKE(group_path)
	}
#undef TAKE
	if (all && service_mask_has(mask, "template"))
		to->template_ = from->template_;
	if (all && service_mask_has(mask, "aliases")) {
		to->n_aliases = from->n_aliases;
		to->aliases = from->aliases;
	}
	if (service_mask_has(mask, "working_days")) {
		to->n_working_days = from->n_working_days;
		to->working_days = from->working_days;
	}
	if (service_mask_has(mask, "muted")) {
		to->n_muted = from->n_muted;
		to->muted = from->muted;
	}
	if (service_mask_has(mask, "days_off")) {
		to->n_days_off = from->n_days_off;
		to->days_off = from->days_off;
	}
}

/* When the person works, and may be reached. */
static bool has_other_days(const Person *before, const Person *now)
{
	bool other = strcmp(before->time_zone, now->time_zone) != 0 || before->n_days_off != now->n_days_off ||
		     before->n_working_days != now->n_working_days ||
		     before->quiet_from_minute != now->quiet_from_minute ||
		     before->quiet_until_minute != now->quiet_until_minute;

	for (size_t i = 0; !other && i < now->n_working_days; i++)
		other = before->working_days[i] != now->working_days[i];
	for (size_t i = 0; !other && i < now->n_days_off; i++)
		other = strcmp(before->days_off[i], now->days_off[i]) != 0;
	return other;
}

/* What waits for a mail a day comes with another one. */
static bool has_other_digest(const Person *before, const Person *now)
{
	return before->digest != now->digest || before->digest_minute != now->digest_minute;
}

/* Whose hours changed is told of once, whatever else comes of it. */
static enum status reckon_hours(struct call *call, const Person *before, const Person *person)
{
	const bool days = has_other_days(before, person);
	enum status st = STATUS_OK;

	if (days || has_other_digest(before, person))
		st = service_event_append(call, "person.timed", person->name, NULL, NULL, person->name, NULL);
	return st == STATUS_OK && days ? service_session_days_changed(call, before, person) : st;
}

RPC_METHOD(update_person, UpdatePersonRequest, Person)
(struct call *call, const UpdatePersonRequest *in, Person **ret)
{
	Person *person, *seen;
	enum status st;

	if (in->person == NULL)
		return service_refuse(
			call, STATUS_INVALID_ARGUMENT, "MISSING", "person", "person is missing", "person ontbreekt");
	st = service_name_person(call, "person.name", in->person->name, &person);
	if (st == STATUS_OK)
		st = service_allow_shared(call, in->person->name, person->name);
	if (st == STATUS_OK)
		st = check_mask(call, person, in->update_mask);
	if (st != STATUS_OK)
		return st;
	seen = arena_memdup(call->arena, person, sizeof(*person));
	service_etag_set(call, &seen->base);
	st = service_etag_check(call, in->person->etag, &seen->base);
	if (st != STATUS_OK)
		return st;
	change(call, in->person, in->update_mask, person);
	fill_defaults(call, person);
	st = check_person(call, person);
	if (st == STATUS_OK && strcmp(person->template_, seen->template_) != 0)
		st = service_template_check_person(call, person->template_);
	if (st != STATUS_OK)
		return st;
	person->update_time = instant_new(call->arena, call->now);
	st = store_person_update(call->conn, person, &call->error);
	if (st == STATUS_OK && strcmp(person->group_path, seen->group_path) != 0)
		st = store_organisation_join(call->conn, person->name, person->group_path, call->now, &call->error);
	if (st == STATUS_OK)
		st = service_event_append(call, "person.updated", person->name, NULL, NULL, person->name, NULL);
	if (st == STATUS_OK)
		st = reckon_hours(call, seen, person);
	if (st != STATUS_OK)
		return st;
	service_etag_set(call, &person->base);
	*ret = person;
	return STATUS_OK;
}

RPC_METHOD(create_coaching, CreateCoachingRequest, Coaching)
(struct call *call, const CreateCoachingRequest *in, Coaching **ret)
{
	return service_coaching_create(call, in, ret);
}

RPC_METHOD(get_coaching, GetCoachingRequest, Coaching)(struct call *call, const GetCoachingRequest *in, Coaching **ret)
{
	return service_coaching_get(call, in, ret);
}

RPC_METHOD(list_coachings, ListCoachingsRequest, ListCoachingsResponse)
(struct call *call, const ListCoachingsRequest *in, ListCoachingsResponse **ret)
{
	return service_coaching_list(call, in, ret);
}

RPC_METHOD(update_coaching, UpdateCoachingRequest, Coaching)
(struct call *call, const UpdateCoachingRequest *in, Coaching **ret)
{
	return service_coaching_update(call, in, ret);
}

RPC_METHOD(get_rhythm, GetRhythmRequest, Rhythm)(struct call *call, const GetRhythmRequest *in, Rhythm **ret)
{
	return service_rhythm_get(call, in, ret);
}

RPC_METHOD(postpone_rhythm, PostponeRhythmRequest, Rhythm)
(struct call *call, const PostponeRhythmRequest *in, Rhythm **ret)
{
	return service_rhythm_postpone(call, in, ret);
}

RPC_METHOD(get_team, GetTeamRequest, Team)(struct call *call, const GetTeamRequest *in, Team **ret)
{
	return service_team_get(call, in, ret);
}

RPC_METHOD(update_team, UpdateTeamRequest, Team)(struct call *call, const UpdateTeamRequest *in, Team **ret)
{
	return service_team_update(call, in, ret);
}

People_Service service_people = PEOPLE__INIT(handle_);
