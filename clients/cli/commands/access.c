/* clients/cli — person access: who read and changed what is about somebody; status --retention: how long what is kept.
 */
#include "commands.h"

#include "ridealong/v1/privacy.pb-c.h"

const struct flag flags_person_access[] = { LIST_FLAGS, { NULL, NULL, NULL } };

static const struct column accesses[] = {
	{ N_("When"), "access_time", AS_IS },
	{ N_("Who"), "actor", AS_PERSON },
	{ N_("Through"), "via", AS_PERSON },
	{ N_("Read"), "read", AS_IS },
	{ N_("What"), "what", AS_HAPPENING },
	{ N_("Of"), "resource", AS_ID },
	{ NULL, NULL, 0 },
};

int cmd_person_access(struct cli *cli, int argc, char **argv)
{
	ListAccessRequest request = LIST_ACCESS_REQUEST__INIT;

	request.name = argc > 0 ? cli_person(argv[0]) : (char *)"people/me";
	return cli_list(cli, "Privacy/ListAccess", &request, accesses,
		_("Nobody but you two read it, and nobody but you changed it."));
}
