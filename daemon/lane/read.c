/* lane/ — the read lane: no thread of its own, but a connection for each that comes by. */
#include <pthread.h>
#include <stdlib.h>

#include "daemon/lane/lane.h"

/* One thread's connection, in the list of all. */
struct seat {
	struct lane_read *lane;
	struct store_conn *conn;
	struct seat *prev, *next;
};

struct lane_read {
	struct store *store;
	pthread_key_t key; /* the thread's seat */

	pthread_mutex_t lock; /* of the list */
	struct seat *seats;
};

static void leave(void *arg)
{
	struct seat *seat = arg;
	struct lane_read *lane = seat->lane;

	pthread_mutex_lock(&lane->lock);
	if (seat->prev != NULL)
		seat->prev->next = seat->next;
	else
		lane->seats = seat->next;
	if (seat->next != NULL)
		seat->next->prev = seat->prev;
	pthread_mutex_unlock(&lane->lock);
	store_disconnect(seat->conn);
	free(seat);
}

enum status lane_read_start(struct store *store, struct lane_read **ret, struct error *reterr)
{
	struct lane_read *lane = calloc(1, sizeof(*lane));

	if (lane == NULL || pthread_key_create(&lane->key, leave) != 0) {
		free(lane);
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "out of memory");
	}
	lane->store = store;
	pthread_mutex_init(&lane->lock, NULL);
	*ret = lane;
	return STATUS_OK;
}

static enum status take_seat(struct lane_read *lane, struct seat **ret, struct error *reterr)
{
	struct seat *seat = calloc(1, sizeof(*seat));
	enum status status;

	if (seat == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "out of memory");
	seat->lane = lane;
	status = store_connect(lane->store, STORE_READ, &seat->conn, reterr);
	if (status != STATUS_OK) {
		free(seat);
		return status;
	}
	pthread_mutex_lock(&lane->lock);
	seat->next = lane->seats;
	if (seat->next != NULL)
		seat->next->prev = seat;
	lane->seats = seat;
	pthread_mutex_unlock(&lane->lock);
	pthread_setspecific(lane->key, seat);
	*ret = seat;
	return STATUS_OK;
}

enum status lane_read_conn(struct lane_read *lane, struct store_conn **ret, struct error *reterr)
{
	struct seat *seat = pthread_getspecific(lane->key);

	if (seat == NULL) {
		enum status status = take_seat(lane, &seat, reterr);

		if (status != STATUS_OK)
			return status;
	}
	*ret = seat->conn;
	return STATUS_OK;
}

void lane_read_stop(struct lane_read *lane)
{
	if (lane == NULL)
		return;
	pthread_key_delete(lane->key); /* threads that are still there have no seat any more */
	while (lane->seats != NULL) {
		struct seat *seat = lane->seats;

		lane->seats = seat->next;
		store_disconnect(seat->conn);
		free(seat);
	}
	pthread_mutex_destroy(&lane->lock);
	free(lane);
}
