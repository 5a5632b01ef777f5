/* service/ — what holds for a coach's team, from the configuration. */
#include "daemon/service/policy.h"

#include <string.h>

#include "daemon/domain/words.h"
#include "daemon/service/service.h"
#include "daemon/store/person.h"

struct policy service_policy_for(const struct call *call, const Person *coach)
{
	return policy_for(&call->service->teams, coach);
}

enum status service_policy_of(struct call *call, const char *coach, struct policy *ret)
{
	const struct policy_teams *teams = &call->service->teams;
	Person *person = NULL;
	bool personal = false;
	enum status st = STATUS_OK;

	for (size_t i = 0; i < teams->count; i++)
		personal = personal || teams->teams[i].address[0] != '\0';
	if (personal)
		st = store_person_get(call->conn, coach, call->arena, &person, &call->error);
	if (st == STATUS_OK)
		*ret = policy_for(teams, person);
	return st;
}

static void show_quiet(struct call *call, const struct policy *policy, TeamPolicy *out)
{
	for (int i = 0; i < MUTE_KINDS; i++)
		if (policy->quiet[i])
			*(ReminderKind *)arena_push(call->arena, &out->quiet, &out->n_quiet, sizeof(*out->quiet)) =
				mute_reminder((enum mute_kind)i);
}

static TeamSetting *add_setting(struct call *call, Team *team, const char *key, const char *value, const char *words)
{
	TeamSetting **slot = arena_push(call->arena, &team->settings, &team->n_settings, sizeof(TeamSetting *));

	*slot = arena_alloc(call->arena, sizeof(**slot));
	team_setting__init(*slot);
	(*slot)->key = (char *)key;
	(*slot)->value = (char *)value;
	(*slot)->description = (char *)words;
	return *slot;
}

static void say_quiet(struct call *call, const struct policy *policy, Team *team)
{
	const char *words = "";

	for (int i = 0; i < MUTE_KINDS; i++)
		if (policy->quiet[i])
			words = arena_printf(call->arena, "%s%s%s", words, words[0] != '\0' ? " " : "",
				mute_word((enum mute_kind)i));
	if (words[0] != '\0')
		add_setting(call, team, "quiet", words,
			words_pick(call->locale, "messages that nobody in the team gets",
				"berichten die niemand in het team krijgt"));
}

void service_policy_show(struct call *call, const Person *coach, Team *team)
{
	const struct policy policy = service_policy_for(call, coach);
	TeamPolicy *out = arena_alloc(call->arena, sizeof(*out));

	team_policy__init(out);
#define SETTING(NAME, key, field, type, usual, least, most, en, nl) out->field = policy_value(&policy, POLICY_##NAME);
#include "daemon/domain/policy.def"
#undef SETTING
	show_quiet(call, &policy, out);
	team->policy = out;
	for (int i = 0; i < POLICY_SETTINGS; i++) {
		const enum policy_setting setting = (enum policy_setting)i;
		const int value = policy_value(&policy, setting), usual = policy_usual(setting);
		TeamSetting *line = add_setting(call, team, policy_key(setting),
			policy_text(setting, value, call->arena), policy_words(setting, call->locale));

		if (value != usual)
			line->usual = (char *)policy_text(setting, usual, call->arena);
	}
	say_quiet(call, &policy, team);
}

enum status service_policy_strangers(struct call *call, char ***ret, size_t *ret_count)
{
	const struct policy_teams *teams = &call->service->teams;
	enum status st = STATUS_OK;

	*ret = NULL;
	*ret_count = 0;
	for (size_t i = 0; i < teams->count && st == STATUS_OK; i++) {
		const char *address = teams->teams[i].address;
		const char *person = NULL;

		if (address[0] == '\0')
			continue;
		st = store_person_find(call->conn, address, call->arena, &person, &call->error);
		if (st == STATUS_OK && person == NULL)
			*(char **)arena_push(call->arena, ret, ret_count, sizeof(char *)) =
				arena_strdup(call->arena, address);
	}
	return st;
}
