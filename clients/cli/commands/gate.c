/* clients/cli — gate: what the preparation check thinks of a session, and why. */
#include "commands.h"

#include <stdio.h>

#include "ridealong/v1/gate.pb-c.h"

static void print_answer(const GateAnswer *answer, size_t number)
{
	printf("\n%zu. %s\n", number, answer->question);
	if (answer->default_text) {
		printf("   %s\n", _("the default text, left as it is: that is fine"));
		return;
	}
	if (answer->words_least > 0)
		printf(_("   words beyond the question: %d (%d are enough)\n"), answer->words, answer->words_least);
	else
		printf(_("   words beyond the question: %d (a short answer is fine here)\n"), answer->words);
	printf(_("   like the most similar of the last five: %d.%02d (from %d.%02d on: taken over)\n"),
		answer->similarity_permille / 1000, answer->similarity_permille % 1000 / 10,
		answer->similarity_permille_same / 1000, answer->similarity_permille_same % 1000 / 10);
}

int cmd_gate_explain(struct cli *cli, int argc, char **argv)
{
	ExplainGateRequest request = EXPLAIN_GATE_REQUEST__INIT;
	ExplainGateResponse *reply;
	char name[CLI_NAME_SIZE];
	int code = cli_name(cli, "sessions", argc > 0 ? argv[0] : "@next", name);

	if (code != 0)
		return code;
	request.session = name;
	code = cli_call(cli, "Gate/ExplainGate", &request, &explain_gate_response__descriptor, &reply);
	if (code != 0 || cli_print_json(cli, reply))
		return code;
	printf("%s: %s\n", _("Preparation check"), cli_enum(&gate_decision__descriptor, reply->decision));
	for (size_t i = 0; i < reply->n_reasons; i++)
		printf("  · %s\n", reply->reasons[i]);
	for (size_t i = 0; i < reply->n_answers; i++)
		print_answer(reply->answers[i], i + 1);
	printf("%s%s: %s\n", reply->n_answers > 0 ? "\n" : "", _("Rule"), reply->rule);
	return 0;
}
