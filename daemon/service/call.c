/* service/ — what every method needs. */
#include "daemon/service/service.h"

const struct actor call_service_actor = { .kind = ACTOR_SERVICE, .admin = true, .name = "service" };

char *call_new_name(struct call *call, const char *collection)
{
	const struct actor *actor = call->actor;
	const char *caller = actor->name;
	char id[ID_SIZE];

	/* The same request id means another call when somebody else acts for the person. */
	if (actor->via != NULL)
		caller = arena_printf(call->arena, "%s via %s", actor->name, actor->via);
	id_make(call->service->key, call->now, caller, call->request_id, call->ordinal++, id);
	return arena_printf(call->arena, "%s/%s", collection, id);
}
