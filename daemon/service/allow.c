/* service/ — may(), with what the caller is to the people concerned looked up. */
#include "daemon/service/allow.h"

#include "daemon/service/name.h"
#include "daemon/service/viewer.h"
#include "daemon/store/coaching.h"

enum status service_allow(struct call *call, const struct may_object *object)
{
	return may(call->actor, call->method->full_name, object, call->locale, &call->error);
}

static enum status coaches(struct call *call, const char *coach, const char *coachee, bool *ret)
{
	const struct store_viewer *viewer;
	Coaching *coaching = NULL;
	enum status st;

	st = service_viewer(call, &viewer);
	if (st == STATUS_OK)
		st = store_coaching_find(
			call->conn, coach, coachee, viewer->today, call->arena, &coaching, &call->error);
	if (st == STATUS_OK)
		*ret = coaching != NULL;
	return st;
}

enum side { UP = 1, DOWN = 2 }; /* the caller coaches the owner; the owner coaches the caller */

static enum status allow(struct call *call, const char *name, const char *owner, unsigned sides)
{
	struct may_object object = { .name = name, .owner = owner };
	const char *person = call->actor->person;
	enum status st = STATUS_OK;
	bool up = false, down = false;

	if (person != NULL && (sides & UP))
		st = coaches(call, person, owner, &up);
	if (st == STATUS_OK && person != NULL && !up && (sides & DOWN))
		st = coaches(call, owner, person, &down);
	if (st != STATUS_OK)
		return st;
	if (up || down) {
		object.coach = up ? person : owner;
		object.coachee = up ? owner : person;
	}
	return service_allow(call, &object);
}

enum status service_allow_own(struct call *call, const char *name, const char *owner)
{
	return allow(call, name, owner, UP);
}

enum status service_allow_shared(struct call *call, const char *name, const char *owner)
{
	return allow(call, name, owner, UP | DOWN);
}

enum status service_allow_team(struct call *call, const char *name, const char *owner)
{
	return allow(call, name, owner, DOWN);
}

enum status service_allow_coaching(struct call *call, const char *field, const char *name, Coaching **ret)
{
	struct may_object object = { .name = name };
	Coaching *coaching;
	enum status st = service_name_check(call, field, name, "coachings");

	if (st == STATUS_OK)
		st = store_coaching_get(call->conn, name, call->arena, &coaching, &call->error);
	if (st != STATUS_OK)
		return st;
	if (coaching == NULL)
		return may_not_found(name, call->locale, &call->error);
	object.coach = coaching->coach;
	object.coachee = coaching->coachee;
	st = service_allow(call, &object);
	if (st == STATUS_OK)
		*ret = coaching;
	return st;
}
