/* plugins/calendar/sources: a calendar on a server as a subscription: what the section says, for caldav.h. */
#include "caldav.h"
#include "login.h"
#include "subscription.h"

#include "proto/status.h"

#include <stdlib.h>
#include <string.h>

struct server {
	struct calendar_subscription *subscription;
	struct calendar_caldav *caldav;
	void (*stopped)(void *arg);
	void *stopped_arg;
};

static void on_read(void *arg, const struct calendar_caldav_end *end)
{
	struct server *server = arg;
	struct calendar_subscription *subscription = server->subscription;

	if (end->result)
		calendar_subscription_tell(subscription, subscription->name, end->result);
	else
		calendar_subscription_tell_trouble(subscription, subscription->name, end->status, end->code, end->why);
	if (end->result && calendar_outcome_stays(end->result))
		calendar_subscription_ended(subscription, &(struct calendar_outcome){ .status = STATUS_OK });
	else
		calendar_subscription_ended(
			subscription, &(struct calendar_outcome){
					      .status = end->status, .why = end->why, .retry_us = end->retry_us });
}

static void server_read(void *self, const char *accept)
{
	struct server *server = self;
	const struct calendar_subscription *subscription = server->subscription;

	if (calendar_login_renew(subscription->sdk, subscription->name, calendar_caldav_http(server->caldav)))
		calendar_caldav_read(server->caldav, accept, on_read, server);
	else
		on_read(server, &(struct calendar_caldav_end){ .status = STATUS_FAILED_PRECONDITION,
					.why = calendar_login_reason(subscription->name),
					.code = "" });
}

static void *server_start(struct calendar_subscription *subscription, const struct calendar_reason **ret_why)
{
	const char *wanted = calendar_subscription_setting(subscription, "calendar");
	char password[NET_LINE];
	struct calendar_http_settings settings;
	struct server *server = NULL;

	if (calendar_login_read(subscription->sdk, subscription->name, password, &settings)) {
		server = calloc(1, sizeof(*server));
		if (!server)
			abort(); /* as the SDK does; the host starts anew */
		server->subscription = subscription;
		server->caldav = calendar_caldav_start(&(struct calendar_caldav_settings){ .sdk = subscription->sdk,
			.desk = subscription->desk,
			.owner = subscription->owner,
			.calendar = subscription->name,
			.address = calendar_subscription_setting(subscription, "caldav"),
			.wanted = wanted ? wanted : "",
			.user = settings.user,
			.password = settings.password,
			.ca_file = settings.ca_file,
			.allow_private = settings.allow_private });
	} else {
		*ret_why = calendar_login_reason(subscription->name);
	}
	explicit_bzero(password, sizeof(password));
	return server;
}

static void on_stopped(void *arg)
{
	struct server *server = arg;

	server->stopped(server->stopped_arg);
	free(server);
}

static void server_stop(void *self, void (*stopped)(void *arg), void *arg)
{
	struct server *server = self;

	server->stopped = stopped;
	server->stopped_arg = arg;
	calendar_caldav_stop(server->caldav, on_stopped, server);
}

const struct calendar_supplier calendar_supplier_caldav = {
	.key = "caldav",
	.name = "caldav",
	.start = server_start,
	.read = server_read,
	.stop = server_stop,
};
