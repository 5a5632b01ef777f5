/* daemon/ — the configuration's sections of teams. */
#include "daemon/config_team.h"

#include <string.h>
#include <strings.h>

#define TITLE "team"

bool config_team_is(const char *title)
{
	return strcmp(title, TITLE) == 0 || strncmp(title, TITLE " ", strlen(TITLE " ")) == 0;
}

/* One "@" with something on both sides, and nothing that stands beside addresses: whose it is shows later. */
static bool is_address(const char *text)
{
	const char *at = strchr(text, '@');

	return at != NULL && at != text && at[1] != '\0' && strchr(at + 1, '@') == NULL &&
	       strpbrk(text, " \t,;<>") == NULL;
}

/* A section may go on further down. */
static struct policy_team *section_of(struct config *config, const char *address)
{
	struct policy_team *team;

	for (size_t i = 0; i < config->n_teams; i++)
		if (strcasecmp(config->teams[i].address, address) == 0)
			return &config->teams[i];
	team = arena_push(config->arena, &config->teams, &config->n_teams, sizeof(*team));
	team->address = arena_strdup(config->arena, address);
	return team;
}

enum status config_team_set(
	struct config *config, const char *title, const char *key, const char *value, int line, struct error *reterr)
{
	const char *address = title + strlen(TITLE);
	struct policy_team *team;
	char fault[POLICY_FAULT];

	address += strspn(address, " \t");
	if (address[0] != '\0' && !is_address(address))
		return error_set(reterr, STATUS_INVALID_ARGUMENT,
			"[team %s]: a team is named by the one address of its coach, such as [team coach@example.com]",
			address);
	team = section_of(config, address);
	team->line = line;
	if (policy_set(&team->policy, key, value, fault))
		return STATUS_OK;
	return error_set(reterr, STATUS_INVALID_ARGUMENT, "%s", fault);
}

enum status config_team_check(const struct config *config, int *ret_line, struct error *reterr)
{
	const struct policy_teams teams = { config->teams, config->n_teams };

	for (size_t i = 0; i < teams.count; i++) {
		const struct policy policy = policy_of_section(&teams, i);

		*ret_line = teams.teams[i].line;
		if (policy_fault(&policy) != NULL)
			return error_set(reterr, STATUS_INVALID_ARGUMENT, "%s", policy_fault(&policy));
	}
	return STATUS_OK;
}
