/* clients/cli — calendar feed: one's own sessions in one's own calendar. */
#include "commands.h"

#include <stdio.h>

#include "ridealong/v1/calendar.pb-c.h"

static const struct column details[] = {
	{ N_("Whose"), "person", AS_PERSON },
	{ N_("Address, a secret"), "address", AS_WORD },
	{ N_("Made"), "create_time", AS_IS },
	{ NULL, NULL, 0 },
};

const struct flag flags_calendar_feed[] = {
	{ "new", NULL, N_("another address; the one before stops working") },
	{ "revoke", NULL, N_("take the feed away") },
	{ "person", N_("EMAIL"), N_("whose feed; your own by default") },
	{ NULL, NULL, NULL },
};

/* "people/ADDRESS/feed"; empty for one's own. */
static void feed_name(struct cli *cli, char ret[CLI_NAME_SIZE])
{
	const char *person = cli_person(cli_flag(cli, "person"));

	snprintf(ret, CLI_NAME_SIZE, "%s%s", person, person[0] == '\0' ? "" : "/feed");
}

static int create(struct cli *cli)
{
	CreateFeedRequest request = CREATE_FEED_REQUEST__INIT;

	request.person = cli_person(cli_flag(cli, "person"));
	return cli_show(cli, "Calendars/CreateFeed", &request, &feed__descriptor, details);
}

static int rotate(struct cli *cli)
{
	RotateFeedRequest request = ROTATE_FEED_REQUEST__INIT;
	char name[CLI_NAME_SIZE];

	feed_name(cli, name);
	request.name = name;
	return cli_show(cli, "Calendars/RotateFeed", &request, &feed__descriptor, details);
}

static int revoke(struct cli *cli)
{
	DeleteFeedRequest request = DELETE_FEED_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	Feed *feed;
	int code;

	feed_name(cli, name);
	request.name = name;
	code = cli_call(cli, "Calendars/DeleteFeed", &request, &feed__descriptor, &feed);
	if (code == 0 && !cli_print_json(cli, feed))
		puts(_("The feed is gone; nothing is read under its address any more."));
	return code;
}

int cmd_calendar_feed(struct cli *cli, int argc, char **argv)
{
	const bool anew = cli_flag(cli, "new") != NULL, gone = cli_flag(cli, "revoke") != NULL;

	(void)argc;
	(void)argv;
	if (anew && gone)
		return cli_usage(cli, _("either --new or --revoke"));
	return gone ? revoke(cli) : anew ? rotate(cli) : create(cli);
}
