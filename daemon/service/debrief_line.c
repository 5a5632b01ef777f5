/* service/ — quick lines become observations, outcomes, action points and promises. */
#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/words.h"
#include "daemon/service/check.h"
#include "daemon/service/debrief.h"
#include "daemon/service/refuse.h"
#include "daemon/store/debrief.h"
#include "daemon/store/observation.h"
#include "daemon/store/outcome.h"
#include "daemon/store/person.h"

#define CALL_MOST ((size_t)64 * 1024) /* bytes of lines in one call */
#define LINE_MOST ((size_t)4 * 1024)  /* bytes of a line */

enum status service_debrief_read(struct call *call, const char *text, struct debrief_lines *lines)
{
	Person *writer;
	enum status st = service_check_size(call, "lines", text, CALL_MOST);

	if (st == STATUS_OK)
		st = store_person_get(call->conn, lines->writer, call->arena, &writer, &call->error);
	if (st != STATUS_OK)
		return st;
	lines->read = quick_lines_read(text, day_of(call->now, writer->time_zone, NULL), call->locale, call->arena);
	if (lines->read.n_rows == 0)
		return error_detail(&call->error, STATUS_INVALID_ARGUMENT, "MISSING", "lines", "%s",
			words_pick(call->locale, "there is no line to keep", "er staat geen regel om te bewaren"));
	for (size_t i = 0; i < lines->read.n_rows; i++)
		if (strlen(lines->read.rows[i]) > LINE_MOST)
			return error_detail(&call->error, STATUS_INVALID_ARGUMENT, "TOO_LONG", "lines",
				words_pick(call->locale, "line %zu is longer than %zu bytes",
					"regel %zu is langer dan %zu bytes"),
				i + 1, LINE_MOST);
	return STATUS_OK;
}

static bool has_intention(const struct debrief_lines *lines, int number)
{
	for (size_t i = 0; i < lines->n_intentions; i++)
		if (lines->intentions[i]->number == number)
			return true;
	return false;
}

static bool is_help(ObservationKind kind)
{
	return kind == OBSERVATION_KIND_HELP_ADDED || kind == OBSERVATION_KIND_HELP_NUDGED ||
	       kind == OBSERVATION_KIND_HELP_TOOK_OVER;
}

static enum status observe(struct call *call, struct debrief_lines *lines, ObservationKind kind, const char *text,
	const char *next_step, int intention)
{
	Observation *observation = arena_alloc(call->arena, sizeof(*observation));
	enum status st;

	observation__init(observation);
	observation->name = call_new_name(call, arena_printf(call->arena, "%s/observations", lines->session->name));
	observation->session = lines->session->name;
	observation->kind = kind;
	observation->text = (char *)text;
	observation->next_step = (char *)next_step;
	observation->author = (char *)lines->writer;
	observation->observe_time = instant_new(call->arena, lines->observe_time);
	observation->create_time = instant_new(call->arena, call->now);
	observation->debrief = lines->debrief;
	observation->intention = intention != 0 ? intention : lines->intention;
	lines->helped = lines->helped || is_help(kind);
	st = store_observation_insert(call->conn, observation, &call->error);
	if (st == STATUS_OK)
		*(Observation **)arena_push(call->arena, &lines->kept, &lines->n_kept, sizeof(*lines->kept)) =
			observation;
	return st;
}

/* What was meant as something else: the words stay, and the line says why. */
static enum status keep_as_text(
	struct call *call, struct debrief_lines *lines, struct quick_entry *entry, const char *problem)
{
	entry->problem = problem;
	entry->as_text = true;
	return observe(call, lines, OBSERVATION_KIND_TEXT, lines->read.rows[entry->row], "", 0);
}

/* An action point or promise, or what becomes of one from before. What cannot be is kept as text, and says why. */
static enum status keep_point(struct call *call, struct debrief_lines *lines, struct quick_entry *entry)
{
	bool made = entry->kind == QUICK_ACTION || entry->kind == QUICK_PROMISE;
	const char *problem;
	enum status st = made ? service_debrief_agree(call, lines, entry, &problem)
			      : service_debrief_point(call, lines, entry, &problem);

	if (st != STATUS_OK || problem[0] == '\0')
		return st;
	/* "=a1 yes =a2 no" is one line of several: its words are kept once. */
	if (lines->n_kept > 0 && lines->kept[lines->n_kept - 1]->text == lines->read.rows[entry->row]) {
		entry->problem = problem;
		entry->as_text = true;
		return STATUS_OK;
	}
	return keep_as_text(call, lines, entry,
		arena_printf(
			call->arena, "%s; %s", problem, words_pick(call->locale, "kept as text", "bewaard als tekst")));
}

/* "=1 yes =2 no" is one line of several: its words are kept once. */
static enum status keep_outcome(struct call *call, struct debrief_lines *lines, struct quick_entry *entry)
{
	const char *row = lines->read.rows[entry->row];

	if (lines->n_kept > 0 && lines->kept[lines->n_kept - 1]->text == row) {
		entry->problem = arena_printf(call->arena,
			words_pick(call->locale, "nor is there an intention %d", "en ook geen voornemen %d"),
			entry->number);
		return STATUS_OK;
	}
	return keep_as_text(call, lines, entry,
		arena_printf(call->arena,
			words_pick(call->locale, "there is no intention %d; kept as text",
				"er is geen voornemen %d; bewaard als tekst"),
			entry->number));
}

/* Words that were said with an own view before stay with it. */
static enum status add_own_view(struct call *call, const struct debrief_lines *lines, const struct quick_entry *entry)
{
	Intention kept = INTENTION__INIT, *one = &kept;
	const char *session = lines->session->name, *text = entry->text;
	enum status st;

	kept.number = entry->number;
	st = store_outcome_fill(call->conn, session, &one, 1, call->arena, &call->error);
	if (st != STATUS_OK)
		return st;
	if (text[0] == '\0')
		text = kept.contest_text;
	else if (kept.contest_text[0] != '\0')
		text = arena_printf(call->arena, "%s\n%s", kept.contest_text, text);
	return store_outcome_contest(call->conn, session, entry->number, entry->outcome, text, &call->error);
}

/* What the coach saw, or the coachee's own view beside it. */
static enum status set_outcome(struct call *call, struct debrief_lines *lines, struct quick_entry *entry)
{
	if (!has_intention(lines, entry->number))
		return keep_outcome(call, lines, entry);
	if (strcmp(lines->writer, lines->session->coach) == 0)
		return store_outcome_set(call->conn, lines->session->name, entry->number, entry->outcome, &call->error);
	entry->own_view = true;
	return add_own_view(call, lines, entry);
}

/* The words behind an own view went with it, and a piece of a line with the whole line. */
static bool went_before(const struct debrief_lines *lines, struct quick_entry *entry)
{
	bool whole = lines->n_kept > 0 && lines->kept[lines->n_kept - 1]->text == lines->read.rows[entry->row];

	if (!whole && (entry == lines->read.entries || !entry[-1].own_view || entry[-1].text != entry->text))
		return false;
	entry->observation = OBSERVATION_KIND_UNSPECIFIED;
	return true;
}

/* What is seen, heard or helped with, and the intention it is about. */
static enum status note(struct call *call, struct debrief_lines *lines, struct quick_entry *entry)
{
	const char *text = entry->text, *step = entry->next_step;
	int number = entry->number;

	if (number != 0 && !has_intention(lines, number)) {
		entry->problem = arena_printf(call->arena,
			words_pick(call->locale, "there is no intention %d; kept without it",
				"er is geen voornemen %d; bewaard zonder"),
			number);
		text = step[0] == '\0' ? arena_printf(call->arena, "%s =%d", text, number) : text;
		step = step[0] == '\0' ? step : arena_printf(call->arena, "%s =%d", step, number);
		entry->number = number = 0;
	}
	return observe(call, lines, entry->observation, text, step, number);
}

static enum status keep_entry(struct call *call, struct debrief_lines *lines, struct quick_entry *entry)
{
	switch (entry->kind) {
	case QUICK_ACTION:
	case QUICK_PROMISE:
	case QUICK_SIGHTING:
	case QUICK_POINT:
		return keep_point(call, lines, entry);
	case QUICK_OUTCOME:
		return set_outcome(call, lines, entry);
	case QUICK_EXPERIENCE:
		return lines->debrief ? STATUS_OK : observe(call, lines, OBSERVATION_KIND_TEXT, entry->text, "", 0);
	case QUICK_TEXT:
		return went_before(lines, entry) ? STATUS_OK
						 : observe(call, lines, OBSERVATION_KIND_TEXT, entry->text, "", 0);
	default:
		return note(call, lines, entry);
	}
}

enum status service_debrief_keep(struct call *call, struct debrief_lines *lines)
{
	char *goal;
	enum status st =
		service_debrief_intentions(call, lines->session, &lines->intentions, &lines->n_intentions, &goal);

	if (st == STATUS_OK && lines->intention != 0 && !has_intention(lines, lines->intention))
		st = service_refuse(call, STATUS_INVALID_ARGUMENT, "NO_INTENTION", "intention",
			"there is no intention %d", "er is geen voornemen %d", (int)lines->intention);
	for (size_t i = 0; st == STATUS_OK && i < lines->read.n_entries; i++)
		st = keep_entry(call, lines, &lines->read.entries[i]);
	if (st == STATUS_OK && lines->helped)
		st = store_debrief_confirm_help(
			call->conn, lines->session->name, HELP_CONFIRMATION_UNSPECIFIED, 0, &call->error);
	return st;
}
