/* plugins/calendar/sources: see caldav_look.h. */
#include "caldav_look.h"

#include <arpa/nameser.h>
#include <netinet/in.h>
#include <resolv.h>
#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

enum { SECONDS_EACH = 2, TRIES = 2, NAME_SIZE = 300 };

struct look {
	uv_work_t work;
	char name[NAME_SIZE];
	struct calendar_service service;
	bool found;
	void (*done)(void *arg, const struct calendar_service *service);
	void *arg;
};

static size_t query(res_state state, const char *name, int type, unsigned char answer[NS_PACKETSZ * 8])
{
	int length = res_nquery(state, name, ns_c_in, type, answer, NS_PACKETSZ * 8);

	return length < 0 ? 0 : length < NS_PACKETSZ * 8 ? (size_t)length : NS_PACKETSZ * 8;
}

/* On a thread of the loop's pool: the resolver waits. */
static void on_work(uv_work_t *work)
{
	struct look *look = work->data;
	struct __res_state state = { 0 };
	unsigned char answer[NS_PACKETSZ * 8];
	size_t length;

	if (res_ninit(&state) != 0)
		return;
	state.retrans = SECONDS_EACH;
	state.retry = TRIES;
	length = query(&state, look->name, ns_t_srv, answer);
	look->found = length > 0 && calendar_service_read(answer, length, &look->service);
	length = look->found ? query(&state, look->name, ns_t_txt, answer) : 0;
	if (length > 0)
		calendar_service_read_path(answer, length, &look->service);
	res_nclose(&state);
}

static void on_worked(uv_work_t *work, int status)
{
	struct look *look = work->data;

	look->done(look->arg, status == 0 && look->found ? &look->service : NULL);
	free(look);
}

void calendar_look(struct uv_loop_s *loop, const char *domain,
	void (*done)(void *arg, const struct calendar_service *service), void *arg)
{
	struct look *look = calloc(1, sizeof(*look));

	if (!look)
		abort(); /* as the SDK does; the host starts anew */
	look->work.data = look;
	look->done = done;
	look->arg = arg;
	snprintf(look->name, sizeof(look->name), "_caldavs._tcp.%.200s", domain);
	uv_queue_work(loop, &look->work, on_work, on_worked);
}
