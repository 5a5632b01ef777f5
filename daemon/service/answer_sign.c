/* service/ — the answer by mail to "read it and sign". */
#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/quick_sign.h"
#include "daemon/domain/quick_text.h"
#include "daemon/domain/words.h"
#include "daemon/service/answer.h"
#include "daemon/service/debrief.h"
#include "daemon/store/debrief.h"
#include "ridealong/v1/debrief.pb-c.h"

/* Whether lines came in after the mail had gone out: then it is not what the person read. */
static enum status is_outdated(struct call *call, const struct answer *answer, bool *ret)
{
	int64_t sent = instant_us(answer->reminder->send_time);
	Debrief *debrief;
	enum status st = store_debrief_get(call->conn, answer->session->name, call->arena, &debrief, &call->error);

	if (st == STATUS_OK)
		*ret = answer->session->state == SESSION_STATE_DEBRIEFING && debrief != NULL && sent != 0 &&
		       instant_us(debrief->update_time) > sent;
	return st;
}

/* A remark that goes with no signature stands nowhere, so all of it is shown back. */
static const char *say_remark(struct call *call, const struct answer *answer, const struct quick_sign *read)
{
	if (read->remark[0] == '\0')
		return "";
	return arena_printf(call->arena,
		words_pick(answer->person->language,
			" Your remark is not kept yet, so send it in answer to that one: \"%s\".",
			" Je opmerking is nog niet bewaard, stuur die dus als antwoord daarop: \"%s\"."),
		quick_text_short(read->remark, strlen(read->remark), call->arena));
}

static enum status ask_again(struct call *call, struct answer *answer, const struct quick_sign *read)
{
	enum status st = service_debrief_ask_again(call, answer->session, answer->person->name);

	if (st != STATUS_OK)
		return st;
	service_answer_say(call, answer,
		"Lines came in since that mail, so nothing is signed yet. A mail with the debrief as it is now "
		"follows.%s",
		"Na die mail kwamen er regels bij, dus er is nog niet getekend. Er komt een mail met de nabespreking "
		"zoals die nu is.%s",
		say_remark(call, answer, read));
	return STATUS_OK;
}

/* An action point that stood in a remark would be nobody's. Nothing is signed with it: the other has not read it, nor
 * has the writer seen what became of it. The request stays open. */
static enum status add_lines(struct call *call, struct answer *answer, const char *lines, const char *rest)
{
	const char *names[] = { answer->session->coach_display_name, answer->session->coachee_display_name };
	struct quick_sign read = quick_sign_read(rest, names, 2, answer->person->language, call->arena);
	WriteDebriefRequest in = WRITE_DEBRIEF_REQUEST__INIT;
	WriteDebriefResponse *written;
	enum status st;

	in.name = arena_printf(call->arena, "%s/debrief", answer->session->name);
	in.lines = (char *)lines;
	st = service_answer_act(call, answer, "ridealong.v1.Debriefs/WriteDebrief", &in.base, &written);
	if (st == STATUS_OK)
		st = service_debrief_ask_again(call, answer->session, answer->person->name);
	if (st != STATUS_OK)
		return st;
	answer->open = true;
	answer->reply->lines = written->lines;
	answer->reply->n_lines = written->n_lines;
	service_answer_say(call, answer,
		"Your lines are kept; nothing is signed yet. A mail with the debrief as it is now follows.%s",
		"Je regels zijn bewaard; er is nog niet getekend. Er komt een mail met de nabespreking zoals die nu "
		"is.%s",
		say_remark(call, answer, &read));
	return STATUS_OK;
}

enum status service_answer_sign(struct call *call, struct answer *answer)
{
	const char *names[] = { answer->session->coach_display_name, answer->session->coachee_display_name }, *rest;
	const char *lines = quick_sign_lines(answer->text, &rest, call->arena);
	struct quick_sign read = quick_sign_read(answer->text, names, 2, answer->person->language, call->arena);
	SignDebriefRequest in = SIGN_DEBRIEF_REQUEST__INIT;
	bool outdated = false;
	Debrief *signed_one;
	const char *apart;
	enum status st;

	if (lines[0] != '\0' && answer->session->state == SESSION_STATE_DEBRIEFING)
		return add_lines(call, answer, lines, rest);
	if (read.kind == SIGNATURE_KIND_UNSPECIFIED)
		return service_answer_not_understood(call, read.problem);
	st = is_outdated(call, answer, &outdated);
	if (st == STATUS_OK && outdated)
		return ask_again(call, answer, &read);
	in.name = arena_printf(call->arena, "%s/debrief", answer->session->name);
	in.kind = read.kind;
	in.remark = (char *)read.remark;
	if (st == STATUS_OK)
		st = service_answer_act(call, answer, "ridealong.v1.Debriefs/SignDebrief", &in.base, &signed_one);
	if (st != STATUS_OK)
		return st;
	apart = strchr(signed_one->next, '\n') != NULL ? "\n\n" : " "; /* a list stands below */
	if (read.kind == SIGNATURE_KIND_CORRECT)
		service_answer_say(
			call, answer, "You signed: correct.%s%s", "Je tekende: klopt.%s%s", apart, signed_one->next);
	else
		service_answer_say(call, answer, "You signed: seen, with this remark: \"%s\".%s%s",
			"Je tekende: gezien, met deze opmerking: \"%s\".%s%s", read.remark, apart, signed_one->next);
	return STATUS_OK;
}
