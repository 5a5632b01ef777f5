/* plugins/calendar/dav: see service.h. */
#include "service.h"

#include <arpa/nameser.h>
#include <netinet/in.h>
#include <resolv.h>
#include <string.h>
#include <strings.h>

enum { SRV_HEAD = 6, PORT_DEFAULT = 443 };

struct ranked {
	unsigned priority, weight;
};

static bool srv_read(const ns_msg *message, const ns_rr *record, struct calendar_service *ret, struct ranked *rank)
{
	const unsigned char *data = ns_rr_rdata(*record);

	if (ns_rr_type(*record) != ns_t_srv || ns_rr_rdlen(*record) <= SRV_HEAD ||
		dn_expand(ns_msg_base(*message), ns_msg_end(*message), data + SRV_HEAD, ret->host, sizeof(ret->host)) <
			0)
		return false;
	rank->priority = ns_get16(data);
	rank->weight = ns_get16(data + 2);
	ret->port = (int)ns_get16(data + 4);
	return ret->port > 0 && *ret->host && strcmp(ret->host, ".") != 0;
}

bool calendar_service_read(const unsigned char *answer, size_t length, struct calendar_service *ret)
{
	struct calendar_service service = { .port = PORT_DEFAULT };
	struct ranked best = { 0, 0 }, rank;
	bool found = false;
	ns_msg message;
	ns_rr record;

	if (ns_initparse(answer, (int)length, &message) != 0)
		return false;
	for (int i = 0; i < ns_msg_count(message, ns_s_an); i++) {
		if (ns_parserr(&message, ns_s_an, i, &record) != 0)
			return false;
		if (!srv_read(&message, &record, &service, &rank))
			continue;
		if (found && (rank.priority > best.priority ||
				     (rank.priority == best.priority && rank.weight <= best.weight)))
			continue;
		*ret = service;
		best = rank;
		found = true;
	}
	return found;
}

/* A TXT record is texts, each with its length before it. */
static void path_take(const unsigned char *data, size_t length, struct calendar_service *service)
{
	for (size_t at = 0; at < length && at + 1 + data[at] <= length; at += 1 + (size_t)data[at]) {
		const char *text = (const char *)data + at + 1;
		size_t size = data[at];

		if (size < 6 || size - 5 >= CALENDAR_SERVICE_PATH || strncasecmp(text, "path=/", 6) != 0 ||
			memchr(text, '\0', size))
			continue;
		memcpy(service->path, text + 5, size - 5);
		service->path[size - 5] = '\0';
		return;
	}
}

void calendar_service_read_path(const unsigned char *answer, size_t length, struct calendar_service *service)
{
	ns_msg message;
	ns_rr record;

	if (ns_initparse(answer, (int)length, &message) != 0)
		return;
	for (int i = 0; i < ns_msg_count(message, ns_s_an); i++)
		if (ns_parserr(&message, ns_s_an, i, &record) == 0 && ns_rr_type(record) == ns_t_txt)
			path_take(ns_rr_rdata(record), ns_rr_rdlen(record), service);
}
