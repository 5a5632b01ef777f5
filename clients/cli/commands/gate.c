/* clients/cli — gate: what the preparation check thinks of a session and why, and what it would with other settings. */
#include "commands.h"

#include <libsmartcols/libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "google/protobuf/field_mask.pb-c.h"
#include "progress.h"
#include "ridealong/v1/gate.pb-c.h"
#include "screen.h"

#define PATIENCE (5 * 60 * 1000) /* everybody's quarter is many sessions */

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

/* What the rule went by, in a line. */
static void print_rule(const ExplainGateResponse *reply)
{
	const GateSettings *settings = reply->settings;

	printf("%s: %s", _("Rule"), reply->rule);
	if (settings != NULL && settings->mode != GATE_MODE_UNSPECIFIED)
		printf(_(" (%s; %d words; taken over from %d.%02d on, %d answers of one of the last %d)"),
			cli_enum(&gate_mode__descriptor, settings->mode), settings->thin_words,
			settings->alike_permille / 1000, settings->alike_permille % 1000 / 10, settings->alike_answers,
			settings->alike_last);
	putchar('\n');
}

static void print_explanation(struct cli *cli, const ExplainGateResponse *reply)
{
	char moment[80];

	printf("%s: %s\n", _("Preparation check"),
		reply->look_time != NULL && reply->decision == GATE_DECISION_WITHDRAW
			? _("the coach does not come along")
			: cli_enum(&gate_decision__descriptor, reply->decision));
	for (size_t i = 0; i < reply->n_reasons; i++)
		screen_say("  · %s", reply->reasons[i]);
	if (reply->look_time != NULL) {
		cli_time_print(cli, reply->look_time, moment);
		printf(_("Looked: %s\n"), moment);
	}
	if (reply->n_since > 0)
		printf("%s\n", _("Since then:"));
	for (size_t i = 0; i < reply->n_since; i++)
		screen_say("  · %s", reply->since[i]);
	for (size_t i = 0; i < reply->n_answers; i++)
		print_answer(reply->answers[i], i + 1);
	if (reply->n_answers > 0)
		putchar('\n');
	print_rule(reply);
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
	print_explanation(cli, reply);
	return 0;
}

/* ---- simulate */

const struct flag flags_gate_simulate[] = {
	{ "coachee", N_("EMAIL"), N_("only this coachee") },
	{ "from", N_("TIME"), N_("only those from then on; three months back by default") },
	{ "until", N_("TIME"), N_("only those before; now by default") },
	{ "quarter", N_("QUARTER"),
		N_("a quarter of the year, such as 2026-Q1; for administrators the sums of everybody") },
	{ "gate", "on|ask|off", N_("withdraw you when nothing came in, only ask you, or do not look") },
	{ "thin-words", N_("COUNT"), N_("an answer with fewer words beyond its question is thin") },
	{ "alike", N_("NUMBER"), N_("from what likeness on an answer is taken over, such as 0.85") },
	{ "alike-answers", N_("COUNT"), N_("so many answers taken over make a copy") },
	{ "alike-last", N_("COUNT"), N_("with so many earlier preparations it is compared") },
	{ "differing", NULL, N_("show only sessions that come out otherwise") },
	{ NULL, NULL, NULL },
};

/* Settings that were given, and their names. */
struct other {
	GateSettings settings;
	FieldMask mask;
	char *paths[5];
};

static void name(struct other *other, const char *path)
{
	other->paths[other->mask.n_paths++] = (char *)path;
}

static bool read_number(struct cli *cli, const char *flag, struct other *other, const char *path, int32_t *ret)
{
	int64_t number;

	if (cli_flag(cli, flag) == NULL)
		return true;
	if (!cli_flag_number(cli, flag, 0, &number))
		return false;
	if (number < 0 || number > 1000) {
		cli_usage(cli, _("--%s cannot be %s"), flag, cli_flag(cli, flag));
		return false;
	}
	*ret = (int32_t)number;
	name(other, path);
	return true;
}

/* "0.9", in Dutch "0,9": between 0 and 1, to thousandths. */
static bool read_likeness(struct cli *cli, struct other *other)
{
	const char *text = cli_flag(cli, "alike"), *digits;
	int permille;

	if (text == NULL)
		return true;
	digits = text[0] != '\0' && (text[1] == '.' || text[1] == ',') ? text + 2 : text + 1;
	if ((text[0] != '0' && text[0] != '1') || (digits == text + 1 && text[1] != '\0') || strlen(digits) > 3 ||
		strspn(digits, "0123456789") != strlen(digits)) {
		cli_usage(cli, _("--alike is between 0 and 1, such as 0.85, and not %s"), text);
		return false;
	}
	permille = (text[0] - '0') * 1000;
	for (int i = 0, worth = 100; digits[i] != '\0'; i++, worth /= 10)
		permille += (digits[i] - '0') * worth;
	other->settings.alike_permille = permille;
	name(other, "alike_permille");
	return true;
}

static bool read_settings(struct cli *cli, struct other *other)
{
	static const struct choice modes[] = { { "on", GATE_MODE_ON }, { "ask", GATE_MODE_ASK },
		{ "off", GATE_MODE_OFF }, { NULL, 0 } };
	int mode = GATE_MODE_UNSPECIFIED;

	gate_settings__init(&other->settings);
	field_mask__init(&other->mask);
	other->mask.paths = other->paths;
	if (!cli_flag_choice(cli, "gate", modes, &mode))
		return false;
	other->settings.mode = (GateMode)mode;
	if (mode != GATE_MODE_UNSPECIFIED)
		name(other, "mode");
	return read_likeness(cli, other) &&
	       read_number(cli, "thin-words", other, "thin_words", &other->settings.thin_words) &&
	       read_number(cli, "alike-answers", other, "alike_answers", &other->settings.alike_answers) &&
	       read_number(cli, "alike-last", other, "alike_last", &other->settings.alike_last);
}

static void check(int failed)
{
	if (failed != 0)
		abort();
}

static struct libscols_table *new_table(const char *const *titles, size_t count, size_t numbers_from)
{
	struct libscols_table *table = scols_new_table();

	for (size_t i = 0; i < count; i++)
		if (table == NULL || scols_table_new_column(table, _(titles[i]), 0,
					     i >= numbers_from ? SCOLS_FL_RIGHT
					     : i == count - 1  ? SCOLS_FL_WRAP
							       : 0) == NULL)
			abort();
	return table;
}

static void print_table(struct libscols_table *table)
{
	scols_print_table(table);
	scols_unref_table(table);
}

static void add_count(struct libscols_table *table, const char *label, int before, int after)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);
	char number[16];

	if (line == NULL)
		abort();
	check(scols_line_set_data(line, 0, label));
	snprintf(number, sizeof(number), "%d", before);
	check(scols_line_set_data(line, 1, number));
	snprintf(number, sizeof(number), "%d", after);
	check(scols_line_set_data(line, 2, number));
}

static void print_sums(const SimulateGateResponse *reply)
{
	static const char *const titles[] = { N_("Preparation check"), N_("Then"), N_("With these settings") };
	struct libscols_table *table = new_table(titles, 3, 1);
	const GateTally *before = reply->before, *after = reply->after;

	add_count(table, _("nothing stands in the way"), before->pass, after->pass);
	add_count(table, _("the coach is asked to look"), before->ask_coach, after->ask_coach);
	add_count(table, _("the coach would not come along"), before->withdraw, after->withdraw);
	add_count(table, _("does not apply"), before->exempt, after->exempt);
	if (before->unknown > 0 || after->unknown > 0)
		add_count(table, _("cannot be known any more"), before->unknown, after->unknown);
	print_table(table);
	printf(_("Otherwise: %d\n"), reply->differing);
	if (reply->left_out > 0)
		printf(_("Not counted, for they had ended before the check: %d\n"), reply->left_out);
	if (reply->rounding > 0)
		printf(_("Numbers are rounded to %ds; sessions are for the two.\n"), reply->rounding);
}

static const char *decision(GateDecision value)
{
	return value == GATE_DECISION_UNSPECIFIED ? _("cannot be known any more")
						  : cli_enum(&gate_decision__descriptor, value);
}

/* Why it comes out so, with the settings that were asked about; malloc'd. */
static char *why(const SimulatedSession *session)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (out == NULL)
		abort();
	for (size_t i = 0; i < session->n_after_reasons; i++)
		fprintf(out, "%s%s", i == 0 ? "" : "; ", session->after_reasons[i]);
	if (session->unknown[0] != '\0')
		fprintf(out, "%s%s", session->n_after_reasons > 0 ? "; " : "", session->unknown);
	fclose(out);
	return text;
}

static void add_session(struct cli *cli, struct libscols_table *table, const SimulatedSession *session)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);
	char start[80];

	if (line == NULL)
		abort();
	cli_time_print(cli, session->start_time, start);
	check(scols_line_set_data(line, 0, cli_short(session->session)));
	check(scols_line_set_data(line, 1, start));
	check(scols_line_set_data(line, 2, session->coachee_display_name));
	check(scols_line_set_data(line, 3, decision(session->before)));
	check(scols_line_set_data(line, 4, session->differs ? decision(session->after) : "="));
	check(scols_line_refer_data(line, 5, why(session)));
}

static void print_sessions(struct cli *cli, const SimulateGateResponse *reply)
{
	static const char *const titles[] = { N_("Session"), N_("Start"), N_("Coachee"), N_("Then"),
		N_("With these settings"), N_("Why") };
	const bool differing = cli_flag(cli, "differing") != NULL;
	struct libscols_table *table = new_table(titles, 6, 6);
	bool any = false;

	for (size_t i = 0; i < reply->n_sessions; i++)
		if (!differing || reply->sessions[i]->differs) {
			add_session(cli, table, reply->sessions[i]);
			any = true;
		}
	if (any)
		putchar('\n');
	if (any)
		print_table(table);
	else
		scols_unref_table(table);
}

int cmd_gate_simulate(struct cli *cli, int argc, char **argv)
{
	SimulateGateRequest request = SIMULATE_GATE_REQUEST__INIT;
	Timestamp from = TIMESTAMP__INIT, until = TIMESTAMP__INIT;
	SimulateGateResponse *reply;
	struct other other = { 0 };
	char first[80], last[80];
	int code;

	(void)argc;
	(void)argv;
	if (!cli_flag_time(cli, "from", &from, &request.from_time) ||
		!cli_flag_time(cli, "until", &until, &request.until_time) || !read_settings(cli, &other))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	request.coachee = cli_person(cli_flag(cli, "coachee"));
	request.quarter = (char *)cli_flag_or_empty(cli, "quarter");
	request.settings = &other.settings;
	request.settings_mask = &other.mask;
	code = cli_call_long(cli, "Gate/SimulateGate", &request, &simulate_gate_response__descriptor, PATIENCE,
		_("Looking at past sessions…"), &reply);
	if (code != 0 || cli_print_json(cli, reply))
		return code;
	cli_time_print(cli, reply->from_time, first);
	cli_time_print(cli, reply->until_time, last);
	printf(_("From %s until %s\n\n"), first, last);
	if (reply->n_sessions == 0 && reply->rounding == 0) {
		fputs(_("No session that began in that time had a preparation check.\n"), stdout);
		return 0;
	}
	print_sums(reply);
	print_sessions(cli, reply);
	return 0;
}
