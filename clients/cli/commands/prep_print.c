/* clients/cli — prep: how a preparation is shown. */
#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "ridealong/v1/preparation.pb-c.h"

const char *cli_preparation_answer(const Preparation *preparation, const char *key)
{
	for (size_t i = 0; i < preparation->n_answers; i++)
		if (strcmp(preparation->answers[i]->key, key) == 0)
			return preparation->answers[i]->text;
	return "";
}

int cli_preparation_intention(const Preparation *preparation, const char *key)
{
	for (size_t i = 0; i < preparation->n_intentions; i++)
		if (strcmp(preparation->intentions[i]->key, key) == 0)
			return preparation->intentions[i]->number;
	return 0;
}

static void print_carried(const Preparation *preparation)
{
	for (size_t i = 0; i < preparation->n_carried; i++) {
		const CarriedActionPoint *carried = preparation->carried[i];
		char date[80] = "";

		if (i == 0)
			printf("\n%s\n", _("To look back at:"));
		cli_date_print(carried->due_date, date);
		printf("  %s %s (%s)\n", carried->done ? "✓" : "○", carried->text, date);
		if (carried->outcome != OUTCOME_UNSPECIFIED)
			printf("    %s: %s%s%s\n", _("Last seen"), cli_enum(&outcome__descriptor, carried->outcome),
				carried->outcome_note[0] != '\0' ? " – " : "", carried->outcome_note);
	}
}

static void print_notice(const Preparation *preparation)
{
	if (preparation->notice[0] != '\0')
		printf("%s\n\n", preparation->notice);
}

/* How often it went back, what was asked, and whether that was answered. */
static void print_returns(struct cli *cli, const Preparation *preparation)
{
	char asked[80], answered[80];

	for (size_t i = 0; i < preparation->n_returns; i++) {
		const PreparationReturn *given_back = preparation->returns[i];

		cli_time_print(cli, given_back->return_time, asked);
		cli_time_print(cli, given_back->submit_time, answered);
		printf(_("Asked %s: %s"), asked, given_back->reason);
		if (answered[0] != '\0')
			printf(_(" (answered %s)\n"), answered);
		else
			puts(_(" (still open)"));
	}
}

static void print_focus(const Preparation *preparation)
{
	if (preparation->coach_focus[0] != '\0')
		printf(_("The coach watches for: %s\n"), preparation->coach_focus);
}

/* What came by mail and was taken for no answer. */
static void print_unplaced(const Preparation *preparation)
{
	if (preparation->unplaced[0] != '\0')
		printf(_("Kept from your mail, and part of no answer:\n%s\n"), preparation->unplaced);
}

void cli_preparation_print_before(struct cli *cli, const Preparation *preparation)
{
	print_notice(preparation);
	print_returns(cli, preparation);
	print_focus(preparation);
	print_unplaced(preparation);
	print_carried(preparation);
}

void cli_preparation_print(struct cli *cli, const Preparation *preparation)
{
	char time[80];

	if (cli_print_json(cli, preparation))
		return;
	print_notice(preparation);
	cli_time_print(cli, preparation->submit_time, time);
	printf("%s: %s%s%s\n", _("Preparation"),
		preparation->state == PREPARATION_STATE_UNSPECIFIED
			? _("nothing yet")
			: cli_enum(&preparation_state__descriptor, preparation->state),
		time[0] == '\0' ? "" : ", ", time);
	print_returns(cli, preparation);
	print_focus(preparation);
	if (preparation->withheld) {
		puts(_("Not handed in yet: until then it is the other's own."));
		print_carried(preparation);
		return;
	}
	print_unplaced(preparation);
	for (size_t i = 0; i < preparation->n_questions; i++) {
		const Question *question = preparation->questions[i];
		const char *answer = cli_preparation_answer(preparation, question->key);
		const int number = cli_preparation_intention(preparation, question->key);

		printf("\n%zu. %s: %s%s\n", i + 1, question->label, question->text,
			question->required ? "" : _(" (if you like)"));
		if (number > 0)
			printf("   * %s %d: %s\n", _("intention"), number, answer);
		else
			printf("   %s\n", answer[0] != '\0' ? answer : "–");
	}
	for (size_t i = 0; i < preparation->n_intentions; i++)
		if (preparation->intentions[i]->key[0] == '\0')
			printf("\n* %s %d: %s%s\n", _("intention"), preparation->intentions[i]->number,
				preparation->intentions[i]->text,
				preparation->intentions[i]->unconfirmed ? _(" (not confirmed yet)") : "");
	print_carried(preparation);
}
