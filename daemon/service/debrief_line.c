/* service/ — quick lines become observations, outcomes, action points and promises. */
#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/words.h"
#include "daemon/service/check.h"
#include "daemon/service/debrief.h"
#include "daemon/store/intention.h"
#include "daemon/store/observation.h"
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

static enum status observe(
	struct call *call, struct debrief_lines *lines, ObservationKind kind, const char *text, const char *next_step)
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
	/* lines that came together are a microsecond apart, so that lists keep their order */
	observation->observe_time = instant_new(call->arena, lines->observe_time + (int64_t)lines->n_kept);
	observation->create_time = instant_new(call->arena, call->now);
	observation->debrief = lines->debrief;
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
	return observe(call, lines, OBSERVATION_KIND_TEXT, lines->read.rows[entry->row], "");
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

/* What became of an intention is the coach's to say. */
static enum status set_outcome(struct call *call, struct debrief_lines *lines, struct quick_entry *entry)
{
	bool found = false;
	enum status st;

	if (strcmp(lines->writer, lines->session->coach) != 0)
		return keep_as_text(call, lines, entry,
			words_pick(call->locale, "what became of an intention is for the coach to say; kept as text",
				"wat er van een voornemen werd, zegt de coach; bewaard als tekst"));
	st = store_intention_set_outcome(
		call->conn, lines->session->meeting, entry->number, entry->outcome, &found, &call->error);
	return st != STATUS_OK || found ? st : keep_outcome(call, lines, entry);
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
		return lines->debrief ? STATUS_OK : observe(call, lines, OBSERVATION_KIND_TEXT, entry->text, "");
	case QUICK_TEXT:
		return observe(call, lines, OBSERVATION_KIND_TEXT, entry->text, "");
	default:
		return observe(call, lines, entry->observation, entry->text, entry->next_step);
	}
}

enum status service_debrief_keep(struct call *call, struct debrief_lines *lines)
{
	enum status st = STATUS_OK;

	for (size_t i = 0; st == STATUS_OK && i < lines->read.n_entries; i++)
		st = keep_entry(call, lines, &lines->read.entries[i]);
	return st;
}
