/* clients/cli — token: keys to the door for programs. */
#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ridealong/v1/admin.pb-c.h"

static const struct column columns[] = {
	{ N_("Id"), "name", AS_ID },
	{ N_("For"), "display_name", AS_IS },
	{ N_("Acts for"), "person", AS_PERSON },
	{ N_("Scopes"), "scopes", AS_IS },
	{ N_("Expires"), "expire_time", AS_WORD },
	{ N_("Revoked"), "revoke_time", AS_WORD },
	{ NULL, NULL, 0 },
};

static const struct column details[] = {
	{ N_("Token"), "name", AS_IS },
	{ N_("For"), "display_name", AS_IS },
	{ N_("Acts for"), "person", AS_PERSON },
	{ N_("Scopes"), "scopes", AS_IS },
	{ N_("Made"), "create_time", AS_IS },
	{ N_("Expires"), "expire_time", AS_IS },
	{ N_("Revoked"), "revoke_time", AS_IS },
	{ N_("Secret, shown this once"), "secret", AS_IS },
	{ NULL, NULL, 0 },
};

const struct flag flags_token_create[] = {
	{ "person", N_("EMAIL"), N_("for whom it acts; by default for itself, with its scopes only") },
	{ "scopes", N_("SCOPES"), N_("such as meetings.read,sessions.write, or admin") },
	{ "expires", N_("TIME"), N_("when it stops working: a moment, or +90d") },
	{ NULL, NULL, NULL },
};

const struct flag flags_token_list[] = { LIST_FLAGS, { NULL, NULL, NULL } };

static size_t split(const char *text, char **ret, size_t room)
{
	char *copied = strdup(text);
	size_t count = 0;

	for (char *word = strtok(copied, ", "); word != NULL && count < room; word = strtok(NULL, ", "))
		ret[count++] = word;
	return count;
}

/* "+90d" is by the daemon's clock. */
static int read_expiry(struct cli *cli, Timestamp *timestamp, Timestamp **ret)
{
	GetStatusRequest request = GET_STATUS_REQUEST__INIT;
	const char *text = cli_flag(cli, "expires");
	Status *status;
	int64_t seconds;
	int code;

	if (text == NULL)
		return 0;
	if (text[0] != '+' && !cli_flag_time(cli, "expires", timestamp, ret))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	if (text[0] != '+')
		return 0;
	if (!cli_duration_read(text + 1, &seconds))
		return cli_usage(cli, _("--expires is a moment or such as +90d, not \"%s\""), text);
	code = cli_call(cli, "Admin/GetStatus", &request, &status__descriptor, &status);
	if (code != 0)
		return code;
	timestamp->seconds = status->clock_time->seconds + seconds;
	*ret = timestamp;
	return 0;
}

int cmd_token_create(struct cli *cli, int argc, char **argv)
{
	CreateTokenRequest request = CREATE_TOKEN_REQUEST__INIT;
	Timestamp expiry = TIMESTAMP__INIT;
	Token token = TOKEN__INIT;
	char *scopes[64];
	int code = read_expiry(cli, &expiry, &token.expire_time);

	(void)argc;
	if (code != 0)
		return code;
	token.display_name = argv[0];
	token.person = cli_person(cli_flag(cli, "person"));
	token.scopes = scopes;
	if (cli_flag(cli, "scopes") != NULL)
		token.n_scopes = split(cli_flag(cli, "scopes"), scopes, 64);
	request.token = &token;
	return cli_show(cli, "Admin/CreateToken", &request, &token__descriptor, details);
}

int cmd_token_list(struct cli *cli, int argc, char **argv)
{
	ListTokensRequest request = LIST_TOKENS_REQUEST__INIT;

	(void)argc;
	(void)argv;
	return cli_list(cli, "Admin/ListTokens", &request, columns, _("No tokens."));
}

int cmd_token_revoke(struct cli *cli, int argc, char **argv)
{
	RevokeTokenRequest request = REVOKE_TOKEN_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	int code = cli_name(cli, "tokens", argv[0], name);

	(void)argc;
	if (code != 0)
		return code;
	request.name = name;
	return cli_show(cli, "Admin/RevokeToken", &request, &token__descriptor, details);
}
