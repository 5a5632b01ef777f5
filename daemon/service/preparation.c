/* service/ — preparations: what a person answers before a meeting, coach or no coach. */
#include "daemon/service/preparation.h"

#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/may.h"
#include "daemon/domain/preparation.h"
#include "daemon/domain/quick_courtesy.h"
#include "daemon/domain/quick_prepare.h"
#include "daemon/domain/quick_text.h"
#include "daemon/domain/words.h"
#include "daemon/service/allow.h"
#include "daemon/service/check.h"
#include "daemon/service/etag.h"
#include "daemon/service/event.h"
#include "daemon/service/meeting.h"
#include "daemon/service/name.h"
#include "daemon/service/page.h"
#include "daemon/service/session.h"
#include "daemon/service/viewer.h"
#include "daemon/store/intention.h"
#include "daemon/store/meeting.h"
#include "daemon/store/preparation.h"
#include "daemon/store/session.h"

#define RPC_SERVICE Preparations_Service

#define CALL_MOST ((size_t)64 * 1024) /* bytes of lines in one call */

static const char *state_name(PreparationState state)
{
	if (state == PREPARATION_STATE_UNSPECIFIED)
		return NULL;
	return protobuf_c_enum_descriptor_get_value(&preparation_state__descriptor, (int)state)->name;
}

/* Whether the caller may have it for this method: the owner, and who comes along to that meeting. */
static enum status check_caller(struct call *call, const char *given, const Meeting *meeting)
{
	struct may_object object = { .name = given, .owner = meeting->owner };
	const char *person = call->actor->person;
	bool coach = false;
	enum status st = STATUS_OK;

	if (person != NULL)
		st = store_session_has_coach(call->conn, meeting->name, person, &coach, &call->error);
	if (st != STATUS_OK)
		return st;
	object.coach = coach ? person : NULL;
	return service_allow(call, &object);
}

static enum status load(struct call *call, const Meeting *meeting, Preparation **ret)
{
	enum status st = store_preparation_get(call->conn, meeting->name, call->arena, ret, &call->error);

	if (st != STATUS_OK || *ret != NULL)
		return st;
	*ret = arena_alloc(call->arena, sizeof(**ret));
	preparation__init(*ret);
	(*ret)->name = arena_printf(call->arena, "%s/preparation", meeting->name);
	(*ret)->meeting = meeting->name;
	(*ret)->owner = meeting->owner;
	/* What was said at a reveal needs none. */
	return store_intention_list(
		call->conn, meeting->name, call->arena, &(*ret)->intentions, &(*ret)->n_intentions, &call->error);
}

/* The preparation a request names, with its questions, if the caller may have it for this method. */
static enum status open_preparation(struct call *call, const char *given, struct preparation *ret)
{
	const char *name;
	enum status st = service_session_of_preparation(call, "name", given, &name);

	if (st == STATUS_OK)
		st = store_meeting_get(call->conn, name, call->arena, &ret->meeting, &call->error);
	if (st != STATUS_OK)
		return st;
	if (ret->meeting == NULL)
		return may_not_found(given, call->locale, &call->error);
	st = check_caller(call, given, ret->meeting);
	if (st == STATUS_OK)
		st = load(call, ret->meeting, &ret->kept);
	if (st == STATUS_OK)
		st = service_preparation_questions(call, ret);
	return st;
}

enum status service_preparation_of_meeting(struct call *call, const char *meeting, Preparation **ret)
{
	struct preparation preparation;
	enum status st = store_meeting_get(call->conn, meeting, call->arena, &preparation.meeting, &call->error);

	if (st == STATUS_OK)
		st = load(call, preparation.meeting, &preparation.kept);
	if (st == STATUS_OK)
		st = service_preparation_questions(call, &preparation);
	return st == STATUS_OK ? service_preparation_show(call, &preparation, ret) : st;
}

/* What was prepared stays as it is once the meeting is over or a session at it has begun: a debrief looks back at it.
 * Also when the calendar moves the meeting afterwards. Hidden ones have not begun. */
static enum status check_still_before(struct call *call, const Meeting *meeting)
{
	bool begun = false;
	enum status st = store_session_begun(call->conn, meeting->name, &begun, &call->error);

	if (st != STATUS_OK)
		return st;
	if (begun)
		return error_detail(&call->error, STATUS_FAILED_PRECONDITION, "SESSION_STARTED", NULL, "%s",
			words_pick(call->locale, "the session has begun: what was prepared stays as it is",
				"de sessie is begonnen: de voorbereiding blijft zoals die is"));
	if (meeting->state == MEETING_STATE_MERGED)
		return service_meeting_refuse_merged(call, "name", meeting);
	if (instant_us(meeting->end_time) <= call->now)
		return error_detail(&call->error, STATUS_FAILED_PRECONDITION, "MEETING_OVER", NULL, "%s",
			words_pick(call->locale, "the meeting is over: what was prepared stays as it is",
				"de afspraak is voorbij: de voorbereiding blijft zoals die is"));
	return STATUS_OK;
}

static enum status open_to_write(struct call *call, const char *given, struct preparation *ret)
{
	enum status st = open_preparation(call, given, ret);

	return st == STATUS_OK ? check_still_before(call, ret->meeting) : st;
}

static enum status keep(struct call *call, struct preparation *preparation)
{
	Preparation *kept = preparation->kept;

	kept->update_time = instant_new(call->arena, call->now);
	if (kept->create_time == NULL)
		kept->create_time = kept->update_time;
	if (kept->state == PREPARATION_STATE_UNSPECIFIED)
		kept->state = PREPARATION_STATE_DRAFT;
	return store_preparation_put(call->conn, kept, &call->error);
}

/* The two who may know what becomes of it: the owner, and a coach at that meeting. */
static enum status tell(
	struct call *call, const struct preparation *preparation, const char *event, PreparationState before)
{
	Session **sessions;
	size_t count;
	enum status st = store_session_of_meeting(
		call->conn, preparation->meeting->name, call->arena, &sessions, &count, &call->error);

	if (st != STATUS_OK)
		return st;
	return service_event_append(call, event, preparation->kept->name, state_name(before),
		state_name(preparation->kept->state), preparation->kept->owner, count == 0 ? NULL : sessions[0]->coach);
}

static enum status submit(struct call *call, struct preparation *preparation)
{
	Preparation *kept = preparation->kept;
	PreparationState before = kept->state;
	enum status st;

	if (!service_preparation_has_answer(preparation))
		return error_detail(&call->error, STATUS_FAILED_PRECONDITION, "NO_ANSWER", NULL, "%s",
			words_pick(call->locale, "there is no answer yet: a few keywords are enough",
				"er staat nog geen antwoord: een paar steekwoorden is genoeg"));
	service_preparation_defaults(call, preparation);
	service_preparation_pin(preparation);
	if (before != PREPARATION_STATE_SUBMITTED)
		kept->submit_time = instant_new(call->arena, call->now);
	if (before == PREPARATION_STATE_RETURNED && kept->n_returns > 0)
		kept->returns[kept->n_returns - 1]->submit_time = kept->submit_time;
	kept->state = PREPARATION_STATE_SUBMITTED;
	kept->return_reason = "";
	kept->unplaced = "";
	st = keep(call, preparation);
	if (st == STATUS_OK)
		st = tell(call, preparation, "preparation.submitted", before);
	if (st == STATUS_OK)
		st = service_session_submitted(call, kept);
	return st;
}

RPC_METHOD(get_preparation, GetPreparationRequest, Preparation)
(struct call *call, const GetPreparationRequest *in, Preparation **ret)
{
	struct preparation preparation;
	enum status st = open_preparation(call, in->name, &preparation);

	return st == STATUS_OK ? service_preparation_show(call, &preparation, ret) : st;
}

RPC_METHOD(list_preparations, ListPreparationsRequest, ListPreparationsResponse)
(struct call *call, const ListPreparationsRequest *in, ListPreparationsResponse **ret)
{
	ListPreparationsResponse *reply = arena_alloc(call->arena, sizeof(*reply));
	const struct store_viewer *viewer;
	const char *owner;
	int size = 0;
	enum status st = service_page_size(call, in->page_size, &size);

	list_preparations_response__init(reply);
	if (st == STATUS_OK)
		st = service_name_filter(call, "owner", in->owner, &owner);
	if (st == STATUS_OK)
		st = service_viewer(call, &viewer);
	if (st == STATUS_OK)
		st = store_preparation_list(call->conn, viewer, owner, in->page_token, size + 1, call->arena,
			&reply->preparations, &reply->n_preparations, &call->error);
	if (st != STATUS_OK)
		return st;
	reply->next_page_token = service_page_end(reply->preparations, &reply->n_preparations, size);
	service_etag_set_all(call, reply->preparations, reply->n_preparations);
	for (size_t i = 0; st == STATUS_OK && i < reply->n_preparations; i++)
		st = service_preparation_say(call, reply->preparations[i]);
	*ret = reply;
	return st;
}

/* Whether what is kept is still what the caller read. */
static enum status check_etag(struct call *call, const struct preparation *preparation, const char *given)
{
	Preparation *seen;
	enum status st;

	if (given[0] == '\0')
		return STATUS_OK;
	st = load(call, preparation->meeting, &seen);
	if (st != STATUS_OK)
		return st;
	seen->template_ = preparation->kept->template_;
	seen->template_version = preparation->kept->template_version;
	service_etag_set(call, &seen->base);
	return service_etag_check(call, given, &seen->base);
}

RPC_METHOD(save_preparation, SavePreparationRequest, Preparation)
(struct call *call, const SavePreparationRequest *in, Preparation **ret)
{
	struct preparation preparation;
	enum status st = open_to_write(call, in->name, &preparation);

	if (st == STATUS_OK)
		st = check_etag(call, &preparation, in->etag);
	if (st == STATUS_OK)
		st = service_preparation_merge(
			call, &preparation, in->answers, in->n_answers, in->intention_keys, in->n_intention_keys);
	if (st == STATUS_OK)
		st = keep(call, &preparation);
	return st == STATUS_OK ? service_preparation_show(call, &preparation, ret) : st;
}

/* What can be answered, in the order of the numbers; a default text that was left as it is counts as open. */
static struct quick_question *list_questions(
	struct call *call, const struct preparation *preparation, size_t *ret_count)
{
	struct quick_question *questions = NULL;
	size_t count = 0;

	for (size_t q = 0; q < preparation->template->n_questions; q++) {
		const Question *asked = preparation->template->questions[q];
		struct quick_question *question;
		const Answer *answer;

		if (asked->part != TEMPLATE_PART_BEFORE)
			continue;
		question = arena_push(call->arena, &questions, &count, sizeof(*questions));
		question->key = asked->key;
		question->text = asked->text;
		question->label = asked->label;
		question->has_default = asked->default_answer[0] != '\0';
		question->takes_intentions = asked->intention;
		answer = preparation_answer(preparation->kept, asked->key);
		question->answered = answer != NULL && !answer->untouched;
	}
	*ret_count = count;
	return questions;
}

/* Marks come on top of those chosen before, as long as three are enough for all; else they are the choice. */
static char **add_marks(struct call *call, const Preparation *kept, char **marks, size_t n_marks, size_t *ret_count)
{
	char **keys = NULL;
	size_t count = 0;

	for (size_t i = 0; n_marks > 0 && i < kept->n_intentions; i++) {
		bool again = false;

		for (size_t j = 0; j < n_marks; j++)
			again = again || strcmp(marks[j], kept->intentions[i]->key) == 0;
		if (!again && kept->intentions[i]->key[0] != '\0')
			*(char **)arena_push(call->arena, &keys, &count, sizeof(*keys)) = kept->intentions[i]->key;
	}
	if (count + n_marks > 3)
		count = 0;
	for (size_t i = 0; i < n_marks; i++)
		*(char **)arena_push(call->arena, &keys, &count, sizeof(*keys)) = marks[i];
	*ret_count = count;
	return keys;
}

/* What nobody named the question of goes behind the words that stand there; and so does what answers a coach who asked
 * for more: it replaces nothing. */
static void add_to_kept(struct call *call, const Preparation *kept, const struct quick_prepare *read)
{
	for (size_t i = 0; i < read->n_answers; i++)
		for (size_t k = 0; k < kept->n_answers; k++) {
			const Answer *before = kept->answers[k];

			if (strcmp(before->key, read->answers[i]->key) != 0 || before->untouched ||
				!(read->adds[i] || kept->state == PREPARATION_STATE_RETURNED))
				continue;
			read->answers[i]->text =
				arena_printf(call->arena, "%s\n%s", before->text, read->answers[i]->text);
		}
}

/* What reads like no answer is kept beside the answers, up to what one of them may hold. */
static void put_aside(struct call *call, Preparation *kept, LineResult *const *lines, size_t count)
{
	char *all = kept->unplaced;
	size_t length;

	for (size_t i = 0; i < count && strlen(all) <= CHECK_TEXT; i++)
		all = arena_printf(call->arena, "%s%s%s", all, all[0] != '\0' ? "\n" : "", lines[i]->line);
	length = strlen(all);
	while (length > CHECK_TEXT || (length > 0 && ((unsigned char)all[length] & 0xc0) == 0x80))
		length--;
	kept->unplaced = quick_text_trim(all, length, call->arena);
}

/* Whether nothing else was said than that what stands there may stay; a greeting around it says nothing. */
static bool only_keeps(const struct quick_prepare *read)
{
	size_t words = 0;

	if (read->n_intention_keys > 0)
		return false;
	if (!read->meant || read->n_answers == 0)
		return true;
	for (size_t i = 0; i < read->n_answers; i++)
		words += read->adds[i] ? quick_courtesy_beyond(read->answers[i]->text) : QUICK_PREPARE_WORDS;
	return words == 0;
}

static enum status write_lines(struct call *call, struct preparation *preparation, const char *lines, bool guarded,
	WritePreparationResponse *reply)
{
	size_t n_questions, n_keys;
	const struct quick_question *questions = list_questions(call, preparation, &n_questions);
	struct quick_prepare read = quick_prepare_read(lines, questions, n_questions, call->locale, call->arena);
	char **keys;
	enum status st;

	reply->lines = read.results;
	reply->n_lines = read.n_results;
	reply->kept = guarded && read.keeps && only_keeps(&read);
	if (reply->kept && read.n_answers == 0)
		return STATUS_OK;
	reply->put_aside = guarded && !read.meant && !reply->kept;
	if (reply->put_aside || reply->kept) {
		put_aside(call, preparation->kept, read.results, read.n_results);
		return keep(call, preparation);
	}
	add_to_kept(call, preparation->kept, &read);
	keys = add_marks(call, preparation->kept, read.intention_keys, read.n_intention_keys, &n_keys);
	st = service_preparation_merge(call, preparation, read.answers, read.n_answers, keys, n_keys);
	return st == STATUS_OK ? keep(call, preparation) : st;
}

RPC_METHOD(write_preparation, WritePreparationRequest, WritePreparationResponse)
(struct call *call, const WritePreparationRequest *in, WritePreparationResponse **ret)
{
	WritePreparationResponse *reply = arena_alloc(call->arena, sizeof(*reply));
	struct preparation preparation;
	enum status st = open_to_write(call, in->name, &preparation);

	write_preparation_response__init(reply);
	if (st == STATUS_OK)
		st = service_check_size(call, "lines", in->lines, CALL_MOST);
	if (st == STATUS_OK)
		st = write_lines(call, &preparation, in->lines, in->guarded, reply);
	if (st == STATUS_OK && in->submit && !reply->put_aside && !reply->kept)
		st = submit(call, &preparation);
	if (st == STATUS_OK)
		st = service_preparation_show(call, &preparation, &reply->preparation);
	if (st == STATUS_OK && in->submit && reply->kept && reply->preparation->n_open_keys == 0) {
		st = submit(call, &preparation);
		if (st == STATUS_OK)
			st = service_preparation_show(call, &preparation, &reply->preparation);
	}
	if (st == STATUS_OK)
		*ret = reply;
	return st;
}

RPC_METHOD(submit_preparation, SubmitPreparationRequest, Preparation)
(struct call *call, const SubmitPreparationRequest *in, Preparation **ret)
{
	struct preparation preparation;
	enum status st = open_to_write(call, in->name, &preparation);

	if (st == STATUS_OK)
		st = submit(call, &preparation);
	return st == STATUS_OK ? service_preparation_show(call, &preparation, ret) : st;
}

/* The session that goes back with it: the caller's own at that meeting; an administrator's is whichever there is. */
static enum status find_session(struct call *call, const struct preparation *preparation, Session **ret)
{
	const char *person = call->actor->person;
	Session **sessions;
	size_t count;
	enum status st = store_session_announced(
		call->conn, preparation->meeting->name, call->arena, &sessions, &count, &call->error);

	*ret = NULL;
	for (size_t i = 0; st == STATUS_OK && i < count && *ret == NULL; i++)
		if (call->actor->admin || (person != NULL && strcmp(sessions[i]->coach, person) == 0))
			*ret = sessions[i];
	if (st == STATUS_OK && *ret == NULL)
		st = error_detail(&call->error, STATUS_FAILED_PRECONDITION, "NO_SESSION", NULL, "%s",
			words_pick(call->locale, "there is no announced session at this meeting",
				"er is bij deze afspraak geen aangekondigde sessie"));
	return st;
}

/* How often it went back, and what was asked, stays with it. */
static void add_return(struct call *call, Preparation *kept, char *coach, char *reason)
{
	PreparationReturn *given_back = arena_alloc(call->arena, sizeof(*given_back)), **returns;

	preparation_return__init(given_back);
	given_back->return_time = instant_new(call->arena, call->now);
	given_back->coach = coach;
	given_back->reason = reason;
	returns = arena_zero(call->arena, (kept->n_returns + 1) * sizeof(*returns));
	for (size_t i = 0; i < kept->n_returns; i++)
		returns[i] = kept->returns[i];
	returns[kept->n_returns++] = given_back;
	kept->returns = returns;
}

RPC_METHOD(return_preparation, ReturnPreparationRequest, Preparation)
(struct call *call, const ReturnPreparationRequest *in, Preparation **ret)
{
	struct lifecycle_ask ask = { .action = LIFECYCLE_RETURN };
	struct lifecycle_step step;
	struct preparation preparation;
	Session *session;
	enum status st = open_preparation(call, in->name, &preparation);

	if (st == STATUS_OK)
		st = service_check_present(call, "reason", in->reason);
	if (st == STATUS_OK)
		st = service_check_size(call, "reason", in->reason, CHECK_TEXT);
	if (st == STATUS_OK)
		st = find_session(call, &preparation, &session);
	if (st == STATUS_OK)
		st = service_session_decide(call, session, &ask, &step);
	if (st != STATUS_OK)
		return st;
	preparation.kept->state = PREPARATION_STATE_RETURNED;
	preparation.kept->return_reason = in->reason;
	preparation.kept->coach = preparation.kept->coach_display_name = "";
	add_return(call, preparation.kept, session->coach, in->reason);
	st = keep(call, &preparation);
	if (st == STATUS_OK)
		st = tell(call, &preparation, "preparation.returned", PREPARATION_STATE_SUBMITTED);
	if (st == STATUS_OK)
		st = service_session_take(call, session, &step);
	return st == STATUS_OK ? service_preparation_show(call, &preparation, ret) : st;
}

Preparations_Service service_preparations = PREPARATIONS__INIT(handle_);
