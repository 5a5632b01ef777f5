/* service/ — what the preparation check found of a session when it looked. */
#include "daemon/domain/words.h"
#include "daemon/service/check.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"

#define FINDINGS 32

static bool is_known(const ProtobufCEnumDescriptor *descriptor, int value)
{
	return value != 0 && protobuf_c_enum_descriptor_get_value(descriptor, value) != NULL;
}

static enum status check_findings(struct call *call, const GateLook *look)
{
	enum status st = STATUS_OK;

	if (look->n_findings == 0 || look->n_findings > FINDINGS)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "FINDINGS", "gate_look.findings",
			"a look has its reasons: one at least, and no more than 32",
			"een blik heeft redenen: minstens één, en niet meer dan 32");
	for (size_t i = 0; i < look->n_findings && st == STATUS_OK; i++) {
		const GateFinding *finding = look->findings[i];

		if (!is_known(&gate_reason__descriptor, (int)finding->reason) || finding->count < 0)
			return service_refuse(call, STATUS_INVALID_ARGUMENT, "FINDINGS", "gate_look.findings",
				"a reason must be one that the contract knows",
				"een reden moet er een uit het contract zijn");
		st = service_check_line(call, "gate_look.findings.key", finding->key, 100);
	}
	return st;
}

enum status service_session_check_look(struct call *call, const GateLook *look, bool withdraws)
{
	enum status st;

	if (call->actor->kind != ACTOR_PLUGIN)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "LOOK", "gate_look", "gate_look is the check's",
			"gate_look is van de check");
	if (look->look_time == NULL || look->cutoff_time == NULL || look->settings == NULL || look->rule[0] == '\0')
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "LOOK", "gate_look",
			"gate_look says when, by which rule and with which settings",
			"gate_look zegt wanneer, met welke regel en met welke instellingen");
	if (!is_known(&gate_decision__descriptor, (int)look->decision) ||
		(look->decision == GATE_DECISION_WITHDRAW) != withdraws)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "LOOK", "gate_look.decision",
			"a look that withdraws the coach comes with that decision, and no other does",
			"een blik die de coach terugtrekt komt met dat besluit, en geen andere");
	st = service_check_line(call, "gate_look.rule", look->rule, 100);
	return st == STATUS_OK ? check_findings(call, look) : st;
}

enum status service_session_record_look(struct call *call, const RecordGateLookRequest *in, Session **ret)
{
	enum status st = service_session_open(call, "name", in->name, ret);

	if (st != STATUS_OK)
		return st;
	if (in->gate_look == NULL)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "LOOK", "gate_look", "gate_look is missing",
			"gate_look ontbreekt");
	st = service_session_check_look(call, in->gate_look, false);
	if (st != STATUS_OK)
		return st;
	if ((*ret)->unannounced)
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "UNANNOUNCED", NULL,
			"the preparation check does not look at unannounced sessions",
			"de voorbereidingscheck kijkt niet naar onaangekondigde sessies");
	if (!service_session_to_come(*ret))
		return error_detail(&call->error, STATUS_FAILED_PRECONDITION, "SESSION_STATE", NULL,
			words_pick(call->locale, "the session is marked \"%s\": the check looks before it only",
				"de sessie staat op \"%s\": de check kijkt alleen daarvoor"),
			words_session_state((*ret)->state, call->locale));
	(*ret)->gate_look = in->gate_look;
	return service_session_keep(call, *ret, "session.looked");
}
