/* loop/ — the next due timer, and the service's own timers.
 *
 * One timerfd waits for the next due one of all. It follows the wall clock and wakes when somebody sets that clock, so
 * jumps and suspend need no polling; with a million waiting timers the daemon is idle. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "daemon/base/log.h"
#include "daemon/loop/inside.h"
#include "daemon/store/meta.h"
#include "daemon/store/timer.h"

#define FIRED_AT_ONCE 64
#define RETRY_NS      (INT64_C(60) * 1000 * 1000 * 1000)

/* One that is being fired, or that failed and waits for another try. */
struct firing {
	struct loop *loop;
	char *key;
	int64_t generation;
	int64_t retry_ns; /* monotonic; 0 while it is being fired */
	struct firing *next;
};

struct loop_timer {
	int fd;
	uv_poll_t poll;
	uv_timer_t retry;
	struct firing *firing;
	int64_t seen; /* µs: what is due by then has been told */
};

static struct firing **place_of(struct loop_timer *timer, const struct store_timer *due)
{
	struct firing **at = &timer->firing;

	while (*at != NULL && ((*at)->generation != due->generation || strcmp((*at)->key, due->key) != 0))
		at = &(*at)->next;
	return at;
}

static void forget(struct firing *firing)
{
	struct firing **at = &firing->loop->timer->firing;

	while (*at != firing)
		at = &(*at)->next;
	*at = firing->next;
	free(firing->key);
	free(firing);
}

/* In the write lane. Only the key and the generation are read there. */
static enum status fire(struct call *call, void *arg)
{
	const struct firing *firing = arg;
	enum status status;

	status = service_timer_fire(call, firing->key);
	if (status != STATUS_OK)
		return status;
	return store_timer_finish(call->conn, STORE_TIMER_SERVICE, firing->key, firing->generation, &call->error);
}

/* What comes before, outside of any transaction. */
static enum status prepare(struct call *call, void *arg)
{
	const struct firing *firing = arg;

	return service_timer_prepare(call, firing->key);
}

static void prepared(struct loop *loop, void *arg, const struct error *error);

static void on_retry(uv_timer_t *retry)
{
	loop_timer_check(retry->data);
}

static void tell(struct loop *loop)
{
	for (struct loop_hook *hook = loop->on_due; hook != NULL; hook = hook->next)
		hook->run(hook);
}

static void fired(struct loop *loop, void *arg, const struct error *error)
{
	struct firing *firing = arg;

	if (error == NULL) {
		forget(firing);
		return;
	}
	/* Its moment has come and it still must happen: again in a while, and the operator knows. */
	log_error("timer %s: %s", firing->key, error->message);
	firing->retry_ns = clock_monotonic_ns() + RETRY_NS;
	if (loop->stopping)
		return;
	uv_timer_start(&loop->timer->retry, on_retry, RETRY_NS / 1000000 + 1, 0);
	tell(loop); /* plugins wait for it no longer */
}

static const struct actor service_actor = { .kind = ACTOR_SERVICE, .admin = true, .name = "service" };

static void send_off(struct firing *firing, bool apart)
{
	char *request_id;

	if (asprintf(&request_id, "timer %s %" PRId64, firing->key, firing->generation) < 0)
		abort();
	if (apart)
		loop_write_apart(firing->loop, &service_actor, request_id, prepare, firing, prepared);
	else
		loop_write(firing->loop, &service_actor, request_id, fire, firing, fired);
	free(request_id);
}

static void prepared(struct loop *loop, void *arg, const struct error *error)
{
	if (error != NULL)
		fired(loop, arg, error);
	else
		send_off(arg, false);
}

static void start_firing(struct loop *loop, const struct store_timer *due)
{
	struct firing **place = place_of(loop->timer, due), *firing = *place;

	if (firing != NULL && (firing->retry_ns == 0 || firing->retry_ns > clock_monotonic_ns()))
		return;
	if (firing == NULL) {
		firing = *place = calloc(1, sizeof(*firing));
		if (firing == NULL || (firing->key = strdup(due->key)) == NULL) {
			log_error("out of memory");
			abort();
		}
	}
	firing->loop = loop;
	firing->generation = due->generation;
	firing->retry_ns = 0;
	send_off(firing, service_timer_is_apart(firing->key));
}

static void arm(struct loop *loop, int64_t due)
{
	struct itimerspec when = { 0 };

	if (clock_is_manual(loop->options.clock))
		return;
	if (due != INT64_MAX) {
		when.it_value.tv_sec = due / CLOCK_SECOND;
		when.it_value.tv_nsec = due % CLOCK_SECOND * 1000;
	}
	timerfd_settime(loop->timer->fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, NULL);
}

/* In a snapshot; what is found lives in the arena. */
static enum status look(struct loop *loop, int64_t now, struct arena *arena, struct store_timer **ret,
	size_t *ret_count, bool *ret_news, int64_t *ret_next, struct error *reterr)
{
	struct store_conn *conn = loop_conn(loop);
	int64_t after_seen;
	enum status status;

	status = store_begin_read(conn, reterr);
	if (status != STATUS_OK)
		return status;
	status = store_timer_due(conn, STORE_TIMER_SERVICE, now, FIRED_AT_ONCE, arena, ret, ret_count, reterr);
	if (status == STATUS_OK)
		status = store_timer_next(conn, loop->timer->seen, &after_seen, reterr);
	if (status == STATUS_OK)
		status = store_timer_next(conn, now, ret_next, reterr);
	store_rollback(conn);
	*ret_news = status == STATUS_OK && after_seen <= now;
	return status;
}

void loop_timer_check(struct loop *loop)
{
	struct arena *arena = arena_create();
	struct store_timer *due;
	struct error error = { 0 };
	const int64_t now = loop_now(loop);
	int64_t next;
	size_t count;
	bool news;

	if (!loop->stopping && look(loop, now, arena, &due, &count, &news, &next, &error) == STATUS_OK) {
		for (size_t i = 0; i < count; i++)
			start_firing(loop, &due[i]);
		arm(loop, next);
		/* A clock that was set back hands nothing out twice: the mark follows it. */
		loop->timer->seen = now;
		if (news)
			tell(loop);
	} else if (!loop->stopping) {
		log_error("timers: %s", error.message);
	}
	arena_destroy(arena);
}

enum status loop_timer_until(
	struct loop *loop, int64_t now, struct arena *arena, int64_t *ret_until, struct error *reterr)
{
	struct store_timer *due;
	enum status status;
	size_t count;

	status = store_timer_due(loop_conn(loop), STORE_TIMER_SERVICE, now, FIRED_AT_ONCE, arena, &due, &count, reterr);
	if (status != STATUS_OK)
		return status;
	*ret_until = now;
	for (size_t i = 0; i < count; i++) {
		const struct firing *firing = *place_of(loop->timer, &due[i]);

		if (firing != NULL && firing->retry_ns != 0)
			continue;
		*ret_until = due[i].due - 1;
		break;
	}
	return STATUS_OK;
}

bool loop_timer_quiet(struct loop *loop)
{
	struct arena *arena = arena_create();
	struct store_timer *due;
	struct error error = { 0 };
	int64_t next;
	size_t count = 0;
	bool news, quiet;

	quiet = look(loop, loop_now(loop), arena, &due, &count, &news, &next, &error) == STATUS_OK && count == 0;
	arena_destroy(arena);
	return quiet;
}

/* The time came, or the clock was set: ECANCELED. Either way, look. */
static void on_time(uv_poll_t *poll, int status, int events)
{
	struct loop *loop = poll->data;
	uint64_t count;

	(void)status;
	(void)events;
	if (read(loop->timer->fd, &count, sizeof(count)) < 0 && errno == EAGAIN)
		return;
	loop_timer_check(loop);
}

/* A manual clock's time in the store, before it moves. */

struct stamping {
	uv_sem_t written;
	int64_t now;
	struct error error;
};

static enum status write_stamp(struct call *call, void *arg)
{
	const struct stamping *stamping = arg;

	return store_meta_set_clock(call->conn, stamping->now, &call->error);
}

static void stamped(void *arg, const struct error *error)
{
	struct stamping *stamping = arg;

	if (error != NULL)
		stamping->error = *error;
	uv_sem_post(&stamping->written);
}

enum status loop_clock_advance(struct loop *loop, int64_t to_us, struct error *reterr)
{
	static const struct actor service = { .kind = ACTOR_SERVICE, .admin = true, .name = "service" };
	struct stamping stamping = { .now = to_us };
	enum status status;

	if (!clock_is_manual(loop->options.clock))
		return error_detail(reterr, STATUS_FAILED_PRECONDITION, "CLOCK_REAL", NULL,
			"the clock is real and moves by itself; only a simulation's can be advanced");
	if (to_us < loop_now(loop))
		return error_detail(
			reterr, STATUS_FAILED_PRECONDITION, "CLOCK_BACKWARDS", NULL, "the clock never runs backwards");
	uv_sem_init(&stamping.written, 0);
	rpc_write(loop->options.rpc, &service, "clock", write_stamp, &stamping, stamped);
	uv_sem_wait(&stamping.written);
	uv_sem_destroy(&stamping.written);
	if (stamping.error.status != STATUS_OK) {
		*reterr = stamping.error;
		return reterr->status;
	}
	status = clock_set(loop->options.clock, to_us, reterr);
	if (status == STATUS_OK)
		loop_timer_check(loop);
	return status;
}

enum status loop_timer_start(struct loop *loop, struct error *reterr)
{
	struct loop_timer *timer = calloc(1, sizeof(*timer));

	if (timer == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "out of memory");
	timer->fd = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
	if (timer->fd < 0) {
		free(timer);
		return error_set(reterr, STATUS_UNAVAILABLE, "no timer: %s", strerror(errno));
	}
	loop->timer = timer;
	uv_poll_init(&loop->uv, &timer->poll, timer->fd);
	timer->poll.data = loop;
	uv_poll_start(&timer->poll, UV_READABLE, on_time);
	uv_timer_init(&loop->uv, &timer->retry);
	timer->retry.data = loop;
	return STATUS_OK;
}

void loop_timer_stop(struct loop *loop)
{
	uv_close((uv_handle_t *)&loop->timer->poll, NULL);
	uv_close((uv_handle_t *)&loop->timer->retry, NULL);
}

void loop_timer_destroy(struct loop *loop)
{
	if (loop->timer == NULL)
		return;
	while (loop->timer->firing != NULL)
		forget(loop->timer->firing);
	close(loop->timer->fd);
	free(loop->timer);
	loop->timer = NULL;
}
