/* service/ — what stands where on a checklist. */
#include <string.h>

#include "daemon/domain/checklist.h"
#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/preparation.h"
#include "daemon/domain/template.h"
#include "daemon/domain/words.h"
#include "daemon/service/checklist.h"
#include "daemon/service/session.h"

/* A page being laid out. */
struct layout {
	struct call *call;
	const struct checklist_page *page;
	Checklist *checklist;
	ChecklistSection *section; /* the one at hand */
};

static const char *say(const struct layout *layout, const char *en, const char *nl)
{
	return words_pick(layout->call->locale, en, nl);
}

static void *make(const struct layout *layout, const ProtobufCMessageDescriptor *type)
{
	ProtobufCMessage *message = arena_alloc(layout->call->arena, type->sizeof_message);

	type->message_init(message);
	return message;
}

static void add_fact(struct layout *layout, const char *label, const char *value)
{
	ChecklistFact *fact = make(layout, &checklist_fact__descriptor);

	fact->label = (char *)label;
	fact->value = (char *)value;
	*(ChecklistFact **)arena_push(layout->call->arena, &layout->checklist->facts, &layout->checklist->n_facts,
		sizeof(ChecklistFact *)) = fact;
}

static void begin(struct layout *layout, TemplatePart part, const char *heading)
{
	layout->section = make(layout, &checklist_section__descriptor);
	layout->section->part = part;
	layout->section->heading = (char *)heading;
	*(ChecklistSection **)arena_push(layout->call->arena, &layout->checklist->sections,
		&layout->checklist->n_sections, sizeof(ChecklistSection *)) = layout->section;
}

static ChecklistLine *add_line(struct layout *layout, const char *sign, const char *text)
{
	ChecklistLine *line = make(layout, &checklist_line__descriptor);

	line->sign = (char *)sign;
	line->text = (char *)text;
	*(ChecklistLine **)arena_push(layout->call->arena, &layout->section->lines, &layout->section->n_lines,
		sizeof(ChecklistLine *)) = line;
	return line;
}

static ChecklistLine *add_question(struct layout *layout, const Question *question, const char *sign)
{
	ChecklistLine *line = add_line(layout, sign, question->text);

	line->label = question->label;
	line->hint = question->hint;
	return line;
}

static void add_answer(struct layout *layout, ChecklistLine *line, const char *text)
{
	if (text != NULL && text[0] != '\0')
		*(char **)arena_push(layout->call->arena, &line->answers, &line->n_answers, sizeof(char *)) =
			(char *)text;
}

static void add_choice(struct layout *layout, ChecklistLine *line, const char *text)
{
	*(char **)arena_push(layout->call->arena, &line->choices, &line->n_choices, sizeof(char *)) = (char *)text;
}

/* Room to write where nothing stands, as long as it can still be written. */
static void leave_room(const struct layout *layout, ChecklistLine *line, int32_t room)
{
	const Session *session = layout->page->session;
	bool open = session == NULL || service_session_to_come(session) ||
		    session->state == SESSION_STATE_IN_PROGRESS || session->state == SESSION_STATE_DEBRIEFING;

	if (line->n_answers == 0 && open)
		line->room = room;
}

/* ---- above ---- */

static enum status lay_facts(struct layout *layout)
{
	const Session *session = layout->page->session;
	struct call *call = layout->call;
	const char *who = "", *when = "", *zone;
	enum status st;

	if (session != NULL) {
		st = service_session_zone(call, session, &zone);
		if (st != STATUS_OK)
			return st;
		when = arena_printf(call->arena, "%s, %s–%s",
			day_text(day_of(instant_us(session->start_time), zone, NULL), call->locale, call->arena),
			day_time_text(instant_us(session->start_time), zone, call->arena),
			day_time_text(instant_us(session->end_time), zone, call->arena));
		who = session->customer[0] != '\0' ? session->customer : session->meeting_title;
		if (session->confidential || who[0] == '\0')
			who = say(layout, "your conversation", "je gesprek");
	}
	add_fact(layout, say(layout, "With", "Met"), who);
	add_fact(layout, say(layout, "When", "Wanneer"), when);
	add_fact(layout, say(layout, "Of", "Van"), session == NULL ? "" : session->coachee_display_name);
	add_fact(layout, say(layout, "Coach", "Coach"), session == NULL ? "" : session->coach_display_name);
	return STATUS_OK;
}

/* ---- before ---- */

static void lay_before(struct layout *layout)
{
	const Preparation *preparation = layout->page->preparation;
	const Template *template = layout->page->template;
	int32_t number = 0;

	begin(layout, TEMPLATE_PART_BEFORE, say(layout, "Before", "Vooraf"));
	for (size_t i = 0; i < template->n_questions; i++) {
		const Question *question = template->questions[i];
		const Intention *intention = preparation_intention(preparation, question->key);
		const Answer *written = preparation_answer(preparation, question->key);
		const char *answer = written != NULL ? written->text : NULL;
		ChecklistLine *line;

		if (question->part != TEMPLATE_PART_BEFORE)
			continue;
		line = add_question(layout, question, "");
		line->number = ++number;
		line->optional = !question->required;
		line->intention = question->intention && answer == NULL;
		if (intention != NULL)
			answer = arena_printf(layout->call->arena, "%s %d: %s", say(layout, "intention", "voornemen"),
				(int)intention->number, answer != NULL ? answer : intention->text);
		add_answer(layout, line, answer);
		if (answer == NULL && question->default_answer[0] != '\0')
			line->hint = question->default_answer;
		leave_room(layout, line, question->required ? 2 : 1);
	}
}

static void lay_coach_before(struct layout *layout)
{
	const Session *session = layout->page->session;
	const Template *template = layout->page->template;

	begin(layout, TEMPLATE_PART_COACH_BEFORE, say(layout, "For the coach, before", "Voor de coach, vooraf"));
	for (size_t i = 0; i < template->n_questions; i++) {
		const Question *question = template->questions[i];
		ChecklistLine *line;

		if (question->part != TEMPLATE_PART_COACH_BEFORE)
			continue;
		line = add_question(layout, question, "");
		if (session != NULL && strcmp(question->key, "coach.focus") == 0)
			add_answer(layout, line, session->coach_focus);
		if (session != NULL && strcmp(question->key, "coach.help") == 0)
			add_answer(layout, line, session->coach_help);
		if (session != NULL && strcmp(question->key, "coach.bridge") == 0)
			add_answer(layout, line, session->coach_bridge);
		leave_room(layout, line, 1);
	}
}

/* ---- during ---- */

/* What was noted during the meeting, or in the debrief. */
static void add_notes(
	struct layout *layout, ChecklistLine *line, Observation *const *observations, size_t count, bool in_debrief)
{
	for (size_t i = 0; i < count; i++)
		if ((bool)observations[i]->debrief == in_debrief)
			add_answer(layout, line,
				observations[i]->next_step[0] == '\0'
					? observations[i]->text
					: arena_printf(layout->call->arena, "%s > %s", observations[i]->text,
						  observations[i]->next_step));
}

static void lay_notes(
	struct layout *layout, const char *sign, Observation *const *observations, size_t count, int32_t room)
{
	ChecklistLine *line = add_line(layout, sign, "");

	add_notes(layout, line, observations, count, false);
	leave_room(layout, line, room);
}

static void lay_help(struct layout *layout)
{
	const Debrief *debrief = layout->page->debrief;
	ChecklistLine *line = add_line(layout, "^", "");

	for (size_t i = 0; debrief != NULL && i < debrief->n_help_given; i++)
		add_answer(layout, line,
			arena_printf(layout->call->arena, "%s%s%s",
				words_observation(debrief->help_given[i]->kind, layout->call->locale),
				debrief->help_given[i]->text[0] != '\0' ? ": " : "", debrief->help_given[i]->text));
	leave_room(layout, line, 1);
}

/* What is to be looked at with "=", by its number: what was seen of it, or boxes for that. */
static void lay_seen(struct layout *layout, const char *sign, const char *text, const char *seen)
{
	static const Outcome outcomes[] = { OUTCOME_HAPPENED, OUTCOME_PARTLY, OUTCOME_NOT, OUTCOME_NOT_OBSERVABLE };
	ChecklistLine *line = add_line(layout, sign, "");

	add_answer(layout, line, arena_printf(layout->call->arena, "%s%s%s", text, seen[0] != '\0' ? ": " : "", seen));
	for (size_t i = 0; seen[0] == '\0' && i < sizeof(outcomes) / sizeof(outcomes[0]); i++)
		add_choice(layout, line, words_outcome(outcomes[i], layout->call->locale));
}

static void lay_intentions(struct layout *layout)
{
	const struct checklist_page *page = layout->page;
	const Preparation *preparation = page->preparation;
	Intention *const *intentions = page->debrief != NULL ? page->debrief->intentions
				       : preparation != NULL ? preparation->intentions
							     : NULL;
	size_t count = page->debrief != NULL ? page->debrief->n_intentions
		       : preparation != NULL ? preparation->n_intentions
					     : 0;

	for (size_t i = 0; i < count; i++)
		lay_seen(layout, arena_printf(layout->call->arena, "=%d", (int)intentions[i]->number),
			intentions[i]->text, words_outcome(intentions[i]->outcome, layout->call->locale));
	for (int number = 1; page->session == NULL && number <= 3; number++)
		leave_room(layout, add_line(layout, arena_printf(layout->call->arena, "=%d", number), ""), 1);
}

/* What was seen of an action point here; "" for nothing yet. */
static const char *seen_of(const struct layout *layout, const char *point)
{
	const Debrief *debrief = layout->page->debrief;

	for (size_t i = 0; i < debrief->n_sightings; i++) {
		const ActionPointSighting *seen = debrief->sightings[i];

		if (strcmp(seen->action_point, point) == 0)
			return arena_printf(layout->call->arena, "%s%s%s",
				words_outcome(seen->outcome, layout->call->locale), seen->note[0] != '\0' ? ", " : "",
				seen->note);
	}
	return "";
}

/* The action points from before, to look out for. */
static void lay_carried(struct layout *layout)
{
	const struct checklist_page *page = layout->page;

	for (size_t i = 0; i < page->n_carried && i < page->debrief->n_carried; i++)
		lay_seen(layout, arena_printf(layout->call->arena, "=a%zu", i + 1), page->carried[i],
			seen_of(layout, page->debrief->carried[i]));
	if (page->session == NULL)
		leave_room(layout, add_line(layout, "=a1", ""), 1);
}

static void lay_during(struct layout *layout)
{
	const Template *template = layout->page->template;
	const Debrief *debrief = layout->page->debrief;

	begin(layout, TEMPLATE_PART_DURING, say(layout, "During", "Tijdens"));
	for (size_t i = 0; i < template->n_questions; i++)
		if (template->questions[i]->part == TEMPLATE_PART_DURING)
			add_question(layout, template->questions[i], "");
	lay_notes(layout, "\"", debrief == NULL ? NULL : debrief->seen_heard,
		debrief == NULL ? 0 : debrief->n_seen_heard, 2);
	lay_notes(layout, "+", debrief == NULL ? NULL : debrief->compliments,
		debrief == NULL ? 0 : debrief->n_compliments, 2);
	lay_notes(layout, "-", debrief == NULL ? NULL : debrief->tips, debrief == NULL ? 0 : debrief->n_tips, 1);
	lay_help(layout);
	lay_intentions(layout);
	lay_carried(layout);
}

/* ---- after ---- */

/* What was written at a step. */
static void add_written(struct layout *layout, ChecklistLine *line, size_t step)
{
	const struct checklist_page *page = layout->page;
	const Debrief *debrief = page->debrief;

	if (debrief == NULL)
		return;
	if (step == 0)
		add_answer(layout, line, debrief->coachee_experience);
	if (step == 1)
		add_answer(layout, line, debrief->coach_experience);
	if (step == 2)
		add_notes(layout, line, debrief->seen_heard, debrief->n_seen_heard, true);
	if (step == 3)
		add_notes(layout, line, debrief->compliments, debrief->n_compliments, true);
	if (step == 4)
		add_notes(layout, line, debrief->tips, debrief->n_tips, true);
	for (size_t i = 0; step == 5 && i < page->n_actions; i++)
		add_answer(layout, line, page->actions[i]);
	for (size_t i = 0; step == 6 && i < page->n_promises; i++)
		add_answer(layout, line, page->promises[i]);
}

static void lay_signatures(struct layout *layout)
{
	const Session *session = layout->page->session;
	const char *names[2] = { "", "" };

	if (session != NULL) {
		names[0] = session->coachee_display_name;
		names[1] = session->coach_display_name;
	}
	for (size_t i = 0; i < 2; i++) {
		ChecklistLine *line = add_line(layout, "",
			names[i][0] != '\0' ? names[i]
			: i == 0            ? say(layout, "Signed, the coachee", "Getekend, wie gecoacht werd")
					    : say(layout, "Signed, the coach", "Getekend, de coach"));

		add_choice(layout, line, say(layout, "Correct", "Klopt"));
		add_choice(layout, line, say(layout, "Seen, with a remark", "Gezien, met opmerking"));
	}
}

static void lay_after(struct layout *layout)
{
	static const char *const signs[TEMPLATE_STEPS] = { "", "", "\"", "+", "-", "!", "?" };
	static const int32_t rooms[TEMPLATE_STEPS] = { 1, 1, 1, 1, 2, 2, 1 };

	begin(layout, TEMPLATE_PART_DEBRIEF, say(layout, "Right after", "Meteen erna"));
	for (size_t i = 0; i < TEMPLATE_STEPS; i++) {
		ChecklistLine *line = add_question(layout, layout->page->steps[i], signs[i]);

		line->number = (int32_t)i + 1;
		line->optional = i + 1 == TEMPLATE_STEPS;
		add_written(layout, line, i);
		leave_room(layout, line, rooms[i]);
	}
	lay_signatures(layout);
}

enum status service_checklist_fill(struct call *call, const struct checklist_page *page, Checklist **ret)
{
	struct layout layout = { .call = call, .page = page, .checklist = arena_alloc(call->arena, sizeof(Checklist)) };
	Checklist *checklist = layout.checklist;
	enum status st;

	checklist__init(checklist);
	checklist->template_ = page->template->name;
	checklist->template_version = page->template->version;
	checklist->language = arena_strdup(call->arena, words_pick(call->locale, "en", "nl"));
	checklist->notice = page->template->notice;
	checklist->title = arena_printf(call->arena,
		words_pick(call->locale, "Coaching on the job: %s", "Meelopen: %s"), page->template->display_name);
	if (page->session != NULL) {
		checklist->session = page->session->name;
		checklist->coach = page->session->coach;
		checklist->coachee = page->session->coachee;
	}
	st = lay_facts(&layout);
	if (st != STATUS_OK)
		return st;
	lay_before(&layout);
	lay_coach_before(&layout);
	lay_during(&layout);
	lay_after(&layout);
	checklist->signs = checklist_signs(call->locale, call->arena, &checklist->n_signs);
	*ret = checklist;
	return STATUS_OK;
}
