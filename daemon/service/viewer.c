/* service/ — with whose eyes a call reads. */
#include "daemon/service/viewer.h"

#include "daemon/domain/day.h"
#include "daemon/store/person.h"

const char *service_today(struct call *call, const char *zone)
{
	char *text = arena_alloc(call->arena, DAY_TEXT);

	day_format(day_of(call->now, zone, NULL), text);
	return text;
}

enum status service_viewer(struct call *call, const struct store_viewer **ret)
{
	const struct actor *actor = call->actor;
	struct store_viewer *viewer;
	Person *person = NULL;
	enum status st;

	if (call->viewer != NULL) {
		*ret = call->viewer;
		return STATUS_OK;
	}
	if (actor->person != NULL) {
		st = store_person_get(call->conn, actor->person, call->arena, &person, &call->error);
		if (st != STATUS_OK)
			return st;
	}
	viewer = arena_zero(call->arena, sizeof(*viewer));
	viewer->all = actor->admin || (actor->kind != ACTOR_PERSON && actor->kind != ACTOR_NOBODY);
	viewer->hidden = viewer->all && actor->kind != ACTOR_PROGRAM;
	viewer->person = actor->person != NULL ? actor->person : "";
	viewer->today = service_today(call, person != NULL ? person->time_zone : "");
	*ret = call->viewer = viewer;
	return STATUS_OK;
}
