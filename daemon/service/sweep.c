/* service/ — letting go of what has been kept for long enough. */
#include "daemon/service/sweep.h"

#include "daemon/base/log.h"
#include "daemon/domain/day.h"
#include "daemon/service/service.h"
#include "daemon/store/meta.h"
#include "daemon/store/personal.h"
#include "daemon/store/timer.h"

#define KEY          SERVICE_SWEEP "/night"
#define NIGHT_MINUTE (3 * 60)
#define ROWS_AT_ONCE 500

static enum status set_timer(struct call *call, int64_t due)
{
	return store_timer_set(
		call->conn, STORE_TIMER_SERVICE, KEY, due, call->now, (ProtobufCBinaryData){ 0 }, &call->error);
}

/* Three o'clock where the machine is. */
static int64_t next_night(const struct call *call)
{
	const char *zone = call->service->time_zone != NULL ? call->service->time_zone : "UTC";
	const int today = day_of(call->now, zone, NULL);
	const int64_t night = day_at(today, NIGHT_MINUTE, zone);

	return night > call->now ? night : day_at(today + 1, NIGHT_MINUTE, zone);
}

enum status service_sweep_arrange(struct call *call)
{
	int64_t due = 0;
	enum status st = store_timer_find(call->conn, STORE_TIMER_SERVICE, KEY, &due, &call->error);

	return st == STATUS_OK && due == 0 ? set_timer(call, next_night(call)) : st;
}

/* What something else still refers to waits for another night: the operator is told, and the rest goes. */
static enum status sweep_table(struct call *call, size_t table, int limit, int *ret_changes)
{
	struct error error = { 0 };
	enum status st = store_savepoint(call->conn, &call->error);

	if (st != STATUS_OK)
		return st;
	st = store_personal_sweep(call->conn, table, &call->service->retention, call->now, limit, ret_changes, &error);
	if (st == STATUS_OK)
		return store_savepoint_release(call->conn, &call->error);
	store_savepoint_rollback(call->conn);
	*ret_changes = 0;
	if (st != STATUS_ALREADY_EXISTS) {
		call->error = error;
		return st;
	}
	log_error("what has been kept for long enough in %s cannot go: %s", store_personal_table(table), error.message);
	return STATUS_OK;
}

enum status service_sweep_fire(struct call *call)
{
	int left = ROWS_AT_ONCE;
	enum status st = STATUS_OK;

	for (size_t i = store_personal_count(); i-- > 0 && left > 0 && st == STATUS_OK;) {
		int changes = 0;

		st = sweep_table(call, i, left, &changes);
		left -= changes;
	}
	if (st != STATUS_OK)
		return st;
	if (left == 0)
		return set_timer(call, call->now);
	st = store_meta_set_sweep(call->conn, call->now, &call->error);
	return st == STATUS_OK ? set_timer(call, next_night(call)) : st;
}
