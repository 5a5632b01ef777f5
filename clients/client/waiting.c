/* clients/client — calls under way: a queue of those to be sent, and a table of those that wait for their reply. */
#include <stdlib.h>
#include <string.h>

#include "private.h"

void client_waiting_init(struct waiting *waiting)
{
	memset(waiting, 0, sizeof(*waiting));
	waiting->queue_end = &waiting->queue;
}

static void put_in(struct call **at, struct call *call, enum call_stage stage)
{
	call->stage = stage;
	call->at = at;
	call->next = *at;
	if (call->next != NULL)
		call->next->at = &call->next;
	*at = call;
}

static void take_out(struct waiting *waiting, struct call *call)
{
	*call->at = call->next;
	if (call->next != NULL)
		call->next->at = call->at;
	else if (call->stage == CALL_QUEUED)
		waiting->queue_end = call->at;
}

static struct call **bucket(struct waiting *waiting, uint32_t number)
{
	return &waiting->sent[number % WAITING_BUCKETS];
}

void client_waiting_add(struct waiting *waiting, struct call *call)
{
	put_in(waiting->queue_end, call, CALL_QUEUED);
	waiting->queue_end = &call->next;
}

struct message *client_waiting_send(struct waiting *waiting)
{
	struct call *call = waiting->queue;
	struct message *request;

	if (call == NULL)
		return NULL;
	take_out(waiting, call);
	put_in(bucket(waiting, client_call_number(call)), call, CALL_SENT);
	request = call->request;
	call->request = NULL;
	return request;
}

bool client_waiting_reply(struct waiting *waiting, struct message *reply)
{
	struct frame_route route;
	struct call *call;
	size_t body;

	if (!frame_route_read(reply->bytes, reply->size, &route, &body)) {
		free(reply);
		return false;
	}
	call = *bucket(waiting, frame_number(&route));
	while (call != NULL && client_call_number(call) != frame_number(&route))
		call = call->next;
	if (call == NULL) {
		free(reply); /* its call did not wait so long */
		return true;
	}
	call->reply = reply;
	call->reply_body = body;
	client_waiting_end(waiting, call, NULL);
	return true;
}

void client_waiting_end(struct waiting *waiting, struct call *call, const struct ridealong_error *error)
{
	take_out(waiting, call);
	client_call_over(call, error);
}

void client_waiting_end_queued(struct waiting *waiting, const struct ridealong_error *error)
{
	while (waiting->queue != NULL)
		client_waiting_end(waiting, waiting->queue, error);
}

void client_waiting_end_sent(struct waiting *waiting, const struct ridealong_error *error)
{
	for (size_t i = 0; i < WAITING_BUCKETS; i++)
		while (waiting->sent[i] != NULL)
			client_waiting_end(waiting, waiting->sent[i], error);
}
