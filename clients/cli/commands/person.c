/* clients/cli — person: people and what they set. */
#include "commands.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "google/protobuf/field_mask.pb-c.h"
#include "ridealong/v1/person.pb-c.h"

static const struct column columns[] = {
	{ N_("E-mail"), "email", AS_IS },
	{ N_("Name"), "display_name", AS_IS },
	{ N_("Language"), "language", AS_IS },
	{ N_("Time zone"), "time_zone", AS_IS },
	{ N_("Questions"), "template", AS_IS },
	{ N_("Login"), "unix_login", AS_IS },
	{ N_("Group"), "group_path", AS_IS },
	{ NULL, NULL, 0 },
};

static const struct column details[] = {
	{ N_("Person"), "name", AS_IS },
	{ N_("E-mail"), "email", AS_IS },
	{ N_("Name"), "display_name", AS_IS },
	{ N_("Other addresses"), "aliases", AS_IS },
	{ N_("Language"), "language", AS_IS },
	{ N_("Time zone"), "time_zone", AS_IS },
	{ N_("Working days"), "working_days", AS_IS },
	{ N_("Days off"), "days_off", AS_IS },
	{ N_("Quiet from"), "quiet_from_minute", AS_MINUTE },
	{ N_("Quiet until"), "quiet_until_minute", AS_MINUTE },
	{ N_("Does without"), "muted", AS_IS },
	{ N_("Once a day at"), "digest_minute", AS_MINUTE },
	{ N_("Questions"), "template", AS_IS },
	{ N_("Login"), "unix_login", AS_IS },
	{ N_("Group"), "group_path", AS_IS },
	{ N_("Added"), "create_time", AS_IS },
	{ NULL, NULL, 0 },
};

#define PERSON_FLAGS                                                                                                   \
	{ "display-name", N_("NAME"), N_("how others call this person") },                                             \
		{ "language", "en|nl", N_("the language of mails") },                                                  \
		{ "time-zone", N_("ZONE"), N_("such as Europe/Amsterdam") },                                           \
		{ "template", N_("KEY"), N_("the questions that fit the role; see: ridealong template list") },        \
		{ "alias", N_("EMAIL"), N_("another address of this person; may be repeated") },                       \
		{ "working-days", N_("DAYS"), N_("such as mon,tue,thu") },                                             \
		{ "day-off", N_("DATE"), N_("a day off, 2026-05-05; may be repeated") },                               \
		{ "group", N_("GROUP"), N_("the group of the organisation, such as sales/north; empty for none") },    \
		{ "quiet", N_("FROM-UNTIL"), N_("quiet hours, such as 19:00-07:00") },                                 \
		{ "digest", N_("TIME"), N_("what can wait comes once a day, at such as 08:00; off for not") },         \
		{ "mute", N_("KINDS"), N_("messages to do without, such as celebrate,cadence; empty for none") },      \
	{                                                                                                              \
		"unix-login", N_("LOGIN"), N_("the person's login on the daemon's machine")                            \
	}

const struct flag flags_person_add[] = { PERSON_FLAGS, { NULL, NULL, NULL } };
const struct flag flags_person_set[] = {
	PERSON_FLAGS,
	{ "email", N_("EMAIL"), N_("a new address") },
	{ NULL, NULL, NULL },
};

const struct flag flags_person_list[] = { LIST_FLAGS, { NULL, NULL, NULL } };

enum { KINDS = 40 /* of message, at the most */ };

/* The person as flags say it, and the mask of what they name. */
struct draft {
	Person person;
	FieldMask mask;
	char *paths[24], *aliases[32], *days_off[64];
	DayOfWeek working_days[7];
	ReminderKind muted[KINDS];
};

static void mark(struct draft *draft, const char *path)
{
	draft->paths[draft->mask.n_paths++] = (char *)path;
}

static void take_text(const struct cli *cli, struct draft *draft, const char *flag, const char *path, char **field)
{
	const char *value = cli_flag(cli, flag);

	if (value == NULL)
		return;
	*field = (char *)value;
	mark(draft, path);
}

static size_t take_all(const struct cli *cli, const char *flag, char **ret, size_t room)
{
	size_t count = 0;

	for (size_t i = 0; i < cli->given_count && count < room; i++)
		if (strcmp(cli->given[i].name, flag) == 0 && cli->given[i].value[0] != '\0')
			ret[count++] = (char *)cli->given[i].value;
	return count;
}

static int take_working_days(struct cli *cli, struct draft *draft)
{
	static const char *const names[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
	const char *text = cli_flag(cli, "working-days");

	if (text == NULL)
		return 0;
	mark(draft, "working_days");
	draft->person.working_days = draft->working_days;
	while (*text != '\0' && draft->person.n_working_days < 7) {
		const size_t length = strcspn(text, ",");
		int day = 0;

		while (day < 7 && !(length == 3 && strncmp(names[day], text, 3) == 0))
			day++;
		if (day == 7)
			return cli_usage(cli, _("--working-days is such as mon,tue,thu, not \"%s\""),
				cli_flag(cli, "working-days"));
		draft->working_days[draft->person.n_working_days++] = (DayOfWeek)(day + 1);
		text += length + (text[length] == ',');
	}
	return 0;
}

/* "celebrate" is REMINDER_KIND_CELEBRATE; which of them one may do without the daemon says. */
static const ProtobufCEnumValue *find_kind(const char *word, size_t length)
{
	char name[60] = "REMINDER_KIND_";
	size_t at = strlen(name);

	if (length >= sizeof(name) - at)
		return NULL;
	for (size_t i = 0; i < length; i++)
		name[at++] = (char)toupper((unsigned char)(word[i] == '-' ? '_' : word[i]));
	name[at] = '\0';
	return protobuf_c_enum_descriptor_get_value_by_name(&reminder_kind__descriptor, name);
}

static int take_muted(struct cli *cli, struct draft *draft)
{
	const char *text = cli_flag(cli, "mute");

	if (text == NULL)
		return 0;
	mark(draft, "muted");
	draft->person.muted = draft->muted;
	for (text += strspn(text, " ,"); *text != '\0'; text += strspn(text, " ,")) {
		const size_t length = strcspn(text, " ,");
		const ProtobufCEnumValue *kind = find_kind(text, length);

		if (kind == NULL || draft->person.n_muted == KINDS)
			return cli_usage(
				cli, _("--mute is such as celebrate,cadence, not \"%s\""), cli_flag(cli, "mute"));
		draft->muted[draft->person.n_muted++] = (ReminderKind)kind->value;
		text += length;
	}
	return 0;
}

static int take_digest(struct cli *cli, struct draft *draft)
{
	const char *text = cli_flag(cli, "digest");
	int hour = 0, minute = 0, length = 0;

	if (text == NULL)
		return 0;
	draft->person.digest = strcmp(text, "off") != 0;
	if (draft->person.digest && (sscanf(text, "%2d:%2d%n", &hour, &minute, &length) != 2 || text[length] != '\0' ||
					    hour > 23 || minute > 59 || hour < 0 || minute < 0))
		return cli_usage(cli, _("--digest is such as 08:00, or off, not \"%s\""), text);
	draft->person.digest_minute = hour * 60 + minute;
	mark(draft, "digest");
	mark(draft, "digest_minute");
	return 0;
}

static int take_quiet(struct cli *cli, struct draft *draft)
{
	const char *text = cli_flag(cli, "quiet");
	int from_hour, from_minute, until_hour, until_minute, length = 0;

	if (text == NULL)
		return 0;
	if (sscanf(text, "%2d:%2d-%2d:%2d%n", &from_hour, &from_minute, &until_hour, &until_minute, &length) != 4 ||
		text[length] != '\0' || from_hour > 23 || until_hour > 23 || from_minute > 59 || until_minute > 59)
		return cli_usage(cli, _("--quiet is such as 19:00-07:00, not \"%s\""), text);
	draft->person.quiet_from_minute = from_hour * 60 + from_minute;
	draft->person.quiet_until_minute = until_hour * 60 + until_minute;
	mark(draft, "quiet_from_minute");
	mark(draft, "quiet_until_minute");
	return 0;
}

static int take_flags(struct cli *cli, struct draft *draft)
{
	int code;

	*draft = (struct draft){ .person = PERSON__INIT, .mask = FIELD_MASK__INIT };
	draft->mask.paths = draft->paths;
	take_text(cli, draft, "display-name", "display_name", &draft->person.display_name);
	take_text(cli, draft, "language", "language", &draft->person.language);
	take_text(cli, draft, "time-zone", "time_zone", &draft->person.time_zone);
	take_text(cli, draft, "template", "template", &draft->person.template_);
	take_text(cli, draft, "unix-login", "unix_login", &draft->person.unix_login);
	take_text(cli, draft, "group", "group_path", &draft->person.group_path);
	take_text(cli, draft, "email", "email", &draft->person.email);
	if (strncmp(draft->person.template_, "templates/", 10) == 0)
		draft->person.template_ += 10;
	draft->person.aliases = draft->aliases;
	draft->person.n_aliases = take_all(cli, "alias", draft->aliases, 32);
	if (cli_flag(cli, "alias") != NULL)
		mark(draft, "aliases");
	draft->person.days_off = draft->days_off;
	draft->person.n_days_off = take_all(cli, "day-off", draft->days_off, 64);
	if (cli_flag(cli, "day-off") != NULL)
		mark(draft, "days_off");
	code = take_working_days(cli, draft);
	if (code == 0)
		code = take_muted(cli, draft);
	if (code == 0)
		code = take_digest(cli, draft);
	return code != 0 ? code : take_quiet(cli, draft);
}

/* Midnight is a time, too: only who has a digest has one. */
static int show(struct cli *cli, const char *method, const void *request)
{
	struct column shown[sizeof(details) / sizeof(details[0])];
	Person *person;
	size_t count = 0;
	int code = cli_call(cli, method, request, &person__descriptor, &person);

	if (code != 0)
		return code;
	for (size_t i = 0; i < sizeof(details) / sizeof(details[0]); i++)
		if (person->digest || details[i].field == NULL || strcmp(details[i].field, "digest_minute") != 0)
			shown[count++] = details[i];
	cli_print(cli, person, shown);
	return 0;
}

int cmd_person_add(struct cli *cli, int argc, char **argv)
{
	CreatePersonRequest request = CREATE_PERSON_REQUEST__INIT;
	struct draft draft;
	int code = take_flags(cli, &draft);

	(void)argc;
	if (code != 0)
		return code;
	draft.person.email = argv[0];
	request.person = &draft.person;
	return show(cli, "People/CreatePerson", &request);
}

int cmd_person_set(struct cli *cli, int argc, char **argv)
{
	UpdatePersonRequest request = UPDATE_PERSON_REQUEST__INIT;
	struct draft draft;
	int code = take_flags(cli, &draft);

	(void)argc;
	if (code != 0)
		return code;
	if (draft.mask.n_paths == 0)
		return cli_usage(cli, _("say what to set, such as --language nl"));
	draft.person.name = cli_person(argv[0]);
	code = cli_etag(cli, "People/GetPerson", draft.person.name, &draft.person.etag);
	if (code != 0)
		return code;
	request.person = &draft.person;
	request.update_mask = &draft.mask;
	return show(cli, "People/UpdatePerson", &request);
}

int cmd_person_show(struct cli *cli, int argc, char **argv)
{
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;

	request.name = cli_person(argc > 0 ? argv[0] : "me");
	return show(cli, "People/GetPerson", &request);
}

int cmd_person_list(struct cli *cli, int argc, char **argv)
{
	ListPeopleRequest request = LIST_PEOPLE_REQUEST__INIT;

	(void)argc;
	(void)argv;
	return cli_list(cli, "People/ListPeople", &request, columns,
		_("Nobody yet. Add somebody: ridealong person add EMAIL --display-name NAME"));
}
