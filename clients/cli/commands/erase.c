/* clients/cli — erase: a person, after saying what goes. */
#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "ridealong/v1/privacy.pb-c.h"

#define PATIENCE   (5 * 60 * 1000)
#define LOOK_EVERY 200000 /* µs of real time, while it goes on */
#define LOOK_FOR   50     /* times, then it goes on without us */

const struct flag flags_erase[] = {
	{ "dry-run", NULL, N_("only say what would go") },
	{ "yes", NULL, N_("do it without asking") },
	{ NULL, NULL, NULL },
};

static const struct column columns[] = {
	{ N_("Erasure"), "name", AS_ID },
	{ N_("How far"), "state", AS_IS },
	{ N_("Asked"), "ask_time", AS_IS },
	{ N_("Done"), "finish_time", AS_IS },
	{ N_("By"), "actor", AS_PERSON },
	{ N_("For"), "via", AS_IS },
	{ N_("Waits for"), "waiting_for", AS_IS },
	{ NULL, NULL, 0 },
};

static void print_names(const char *before, char *const *names, size_t count)
{
	if (count == 0)
		return;
	fputs(before, stdout);
	for (size_t i = 0; i < count; i++)
		printf("%s%s", i == 0 ? " " : ", ", names[i]);
	putchar('\n');
}

static void print_plan(const ErasurePlan *plan)
{
	printf(_("%s <%s>: what becomes of it\n"), plan->display_name, plan->email);
	for (size_t i = 0; i < plan->n_items; i++) {
		const bool themselves = strcmp(plan->items[i]->kind, "person") == 0;
		const char *kind = themselves ? plan->display_name : cli_kind(plan->items[i]->kind);

		if (plan->items[i]->gone > 0)
			printf(_("  %s: go: %lld\n"), kind, (long long)plan->items[i]->gone);
		else
			printf(_("  %s: lose their words, or go where nothing of others refers to them: %lld\n"), kind,
				(long long)plan->items[i]->emptied);
	}
	puts(_("  What stays are states, times and kinds without words, as \"erased person\", for the counts of "
	       "others."));
	puts(_("  Mails that we delivered into Maildirs, calendars that we watch, a feed and copies in backups/ go, "
	       "too."));
	if (plan->sessions_cancelled > 0)
		printf(_("  Sessions to come that are cancelled: %d\n"), plan->sessions_cancelled);
	print_names(_("  Plugins wipe what they keep first:"), plan->plugins, plan->n_plugins);
	print_names(_("  It will wait for these, which are switched off:"), plan->plugins_off, plan->n_plugins_off);
	puts(_("  Copies elsewhere, and mail that has left this machine, are yours to look after: ridealong help "
	       "erase"));
	if (plan->hindrance[0] != '\0')
		printf(_("  It cannot begin now: %s\n"), plan->hindrance);
}

static bool is_sure(const struct cli *cli, const ErasurePlan *plan)
{
	char *line;
	bool sure;

	if (cli_flag(cli, "yes") != NULL)
		return true;
	if (!cli_can_ask(cli))
		return false;
	line = cli_ask(_("There is no way back. Type the address to go on: "));
	sure = line != NULL && plan->email[0] != '\0' && strcasecmp(line, plan->email) == 0;
	free(line);
	return sure;
}

/* Only administrators may look; to others it is enough that it began. */
static int follow(struct cli *cli, Erasure *erasure)
{
	GetErasureRequest request = GET_ERASURE_REQUEST__INIT;
	Erasure *now = erasure;

	request.name = erasure->name;
	for (int i = 0; i < LOOK_FOR && now->state != ERASURE_STATE_DONE; i++) {
		usleep(LOOK_EVERY);
		if (cli_try(cli, "Privacy/GetErasure", &request, &erasure__descriptor, 0, &now, NULL) != STATUS_OK) {
			now = erasure;
			break;
		}
	}
	cli_print(cli, now, columns);
	if (cli->output == CLI_TABLE && now->state != ERASURE_STATE_DONE)
		puts(_("It goes on by itself. See how far it is: ridealong erase"));
	return 0;
}

static int list(struct cli *cli)
{
	ListErasuresRequest request = LIST_ERASURES_REQUEST__INIT;

	return cli_list(cli, "Privacy/ListErasures", &request, columns, _("Nobody was erased, and nobody is."));
}

int cmd_erase(struct cli *cli, int argc, char **argv)
{
	ReportErasureRequest plan_request = REPORT_ERASURE_REQUEST__INIT;
	ErasePersonRequest request = ERASE_PERSON_REQUEST__INIT;
	const bool dry = cli_flag(cli, "dry-run") != NULL;
	struct ridealong_error error;
	ErasurePlan *plan;
	Erasure *erasure;

	if (argc == 0)
		return list(cli);
	plan_request.name = request.name = cli_person(argv[0]);
	if (cli_try(cli, "Privacy/ReportErasure", &plan_request, &erasure_plan__descriptor, PATIENCE, &plan, &error) !=
		STATUS_OK)
		return cli_failed(cli, &error);
	if (cli->output == CLI_TABLE && (dry || cli_flag(cli, "yes") == NULL))
		print_plan(plan);
	if (dry) {
		cli_print_json(cli, plan);
		return 0;
	}
	if (!is_sure(cli, plan))
		return cli_usage(cli, _("nothing was erased: type the address when asked, or give --yes"));
	if (cli_try(cli, "Privacy/ErasePerson", &request, &erasure__descriptor, 0, &erasure, &error) != STATUS_OK)
		return cli_failed(cli, &error);
	return follow(cli, erasure);
}
