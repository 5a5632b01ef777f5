/* service/ — a coach's team. */
#include "daemon/service/team.h"

#include <string.h>

#include "daemon/domain/unannounced.h"
#include "daemon/service/allow.h"
#include "daemon/service/check.h"
#include "daemon/service/etag.h"
#include "daemon/service/event.h"
#include "daemon/service/mask.h"
#include "daemon/service/name.h"
#include "daemon/service/policy.h"
#include "daemon/service/refuse.h"
#include "daemon/service/viewer.h"
#include "daemon/store/person.h"
#include "daemon/store/team.h"

#define SUFFIX "/team"

/* The coach whose team a name means, "people/ADDRESS/team" and "people/me/team" included. */
static enum status find_coach(struct call *call, const char *field, const char *name, Person **ret)
{
	size_t length = strlen(name), suffix = strlen(SUFFIX);
	enum status st;

	if (length <= suffix || strcmp(name + length - suffix, SUFFIX) != 0)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "NAME", field,
			"%s must be \"people/ID/team\", \"people/ADDRESS/team\" or \"people/me/team\"",
			"%s moet \"people/ID/team\", \"people/ADRES/team\" of \"people/me/team\" zijn", field);
	st = service_name_person(call, field, arena_strndup(call->arena, name, length - suffix), ret);
	return st == STATUS_OK ? service_allow_team(call, name, (*ret)->name) : st;
}

/* The sentence follows from the date and the reader's language, and the policy from the configuration: they are no part
 * of the content that the etag stands for. */
static void finish(struct call *call, const Person *coach, Team *team)
{
	service_etag_set(call, &team->base);
	service_policy_show(call, coach, team);
	team->unannounced_policy =
		arena_strdup(call->arena, unannounced_policy(team->unannounced_told_date, call->locale, call->arena));
}

enum status service_team_get(struct call *call, const GetTeamRequest *in, Team **ret)
{
	Person *coach;
	enum status st;

	st = find_coach(call, "name", in->name, &coach);
	if (st == STATUS_OK)
		st = store_team_get(call->conn, coach->name, call->arena, ret, &call->error);
	if (st == STATUS_OK)
		finish(call, coach, *ret);
	return st;
}

static enum status check_told(struct call *call, const Person *coach, const char *date)
{
	enum status st;

	if (date[0] == '\0')
		return STATUS_OK;
	st = service_check_date(call, "unannounced_told_date", date);
	if (st == STATUS_OK && strcmp(date, service_today(call, coach->time_zone)) > 0)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "IN_FUTURE", "unannounced_told_date",
			"unannounced_told_date must be today or before: tell the team first, then record it",
			"unannounced_told_date moet vandaag of eerder zijn: vertel het eerst aan het team, leg het dan "
			"vast");
	return st;
}

enum status service_team_update(struct call *call, const UpdateTeamRequest *in, Team **ret)
{
	Person *coach;
	Team *team;
	enum status st;

	if (in->team == NULL)
		return service_refuse(
			call, STATUS_INVALID_ARGUMENT, "MISSING", "team", "team is missing", "team ontbreekt");
	st = find_coach(call, "team.name", in->team->name, &coach);
	if (st == STATUS_OK)
		st = service_mask_check(call, in->update_mask, "unannounced_told_date");
	if (st == STATUS_OK)
		st = check_told(call, coach, in->team->unannounced_told_date);
	if (st == STATUS_OK)
		st = store_team_get(call->conn, coach->name, call->arena, &team, &call->error);
	if (st != STATUS_OK)
		return st;
	service_etag_set(call, &team->base);
	st = service_etag_check(call, in->team->etag, &team->base);
	if (st != STATUS_OK)
		return st;
	team->unannounced_told_date = in->team->unannounced_told_date;
	st = store_team_set(call->conn, coach->name, team, &call->error);
	if (st == STATUS_OK)
		st = service_event_append(call, "team.updated", team->name, NULL, NULL, coach->name, NULL);
	if (st != STATUS_OK)
		return st;
	finish(call, coach, team);
	*ret = team;
	return STATUS_OK;
}
