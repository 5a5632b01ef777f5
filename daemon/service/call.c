/* service/ — what every method needs. */
#include "daemon/service/service.h"

#include <string.h>

const struct actor call_service_actor = { .kind = ACTOR_SERVICE, .admin = true, .name = "service" };

struct call_ids {
	const struct actor *actor; /* whose they are: a call that is copied may go on as another's, */
	const char *request_id;    /* or under another id */
	struct id_origin origin;
};

static const struct call_ids *ids_of(struct call *call)
{
	const struct actor *actor = call->actor;
	const char *caller = actor->name;
	struct call_ids *ids;

	if (call->ids != NULL && call->ids->actor == actor && call->ids->request_id == call->request_id)
		return call->ids;
	/* The same request id means another call when somebody else acts for the person. */
	if (actor->via != NULL)
		caller = arena_printf(call->arena, "%s via %s", actor->name, actor->via);
	ids = arena_alloc(call->arena, sizeof(*ids));
	*ids = (struct call_ids){ .actor = actor, .request_id = call->request_id };
	id_origin_init(&ids->origin, call->service->key, caller, call->request_id);
	return call->ids = ids;
}

char *call_new_name(struct call *call, const char *collection)
{
	const size_t length = strlen(collection);
	char *name = arena_alloc(call->arena, length + 1 + ID_SIZE);

	memcpy(name, collection, length);
	name[length] = '/';
	id_make(&ids_of(call)->origin, call->now, call->ordinal++, name + length + 1);
	return name;
}
