/* plugins/calendar: see section.h. */
#include "section.h"

#include "back/feeds.h"
#include "back/mirror.h"
#include "plugins/net/secret.h"
#include "sources/limits.h"
#include "sources/login.h"
#include "sources/subscription.h"

#include <string.h>

static const char *text_fault(const char *value)
{
	return *value ? NULL : "says nothing";
}

const struct ridealong_setting calendar_settings[] = {
	{ "feeds", sdk_folder_fault },
	{ "feeds_url", feeds_url_fault },
	{ "largest_file_mib", calendar_limits_mib_fault },
	{ "most_events", calendar_limits_events_fault },
	{ NULL, NULL },
};

const struct ridealong_setting calendar_part_settings[] = {
	{ "allow_private", net_answer_fault },
	{ "ca_file", net_file_fault },
	{ "caldav", calendar_caldav_fault },
	{ "calendar", text_fault },
	{ "credential", net_credential_fault },
	{ "feed", calendar_feed_fault },
	{ "feed_file", net_file_fault },
	{ "folder", sdk_folder_fault },
	{ "interval", calendar_interval_fault },
	{ "owner", calendar_owner_fault },
	{ "password_file", net_file_fault },
	{ "sessions_to", mirror_url_fault },
	{ "user", text_fault },
	{ NULL, NULL },
};

const char *calendar_part_fault(const char *(*value)(void *arg, const char *key), void *arg, const char **ret_key)
{
	return value(arg, "sessions_to") ? mirror_fault(value, arg, ret_key)
					 : calendar_subscription_fault(value, arg, ret_key);
}
