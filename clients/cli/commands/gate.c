/* clients/cli — gate: what the preparation check thinks of a session, and why. */
#include "commands.h"

#include <stdio.h>

#include "ridealong/v1/gate.pb-c.h"

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
	printf("%s: %s\n", _("Rule"), reply->rule);
	return 0;
}
