/* service/ — the works council's report: what is processed, why, how long and who sees it, from what really holds: the
 * store's tables, their rules, the rules of access, and the running configuration. */
#include "daemon/service/works_council.h"

#include <stdarg.h>
#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/may.h"
#include "daemon/domain/record.h"
#include "daemon/domain/retention.h"
#include "daemon/domain/saydo.h"
#include "daemon/domain/see.h"
#include "daemon/domain/unannounced.h"
#include "daemon/domain/wall.h"
#include "daemon/domain/words.h"
#include "daemon/service/organisation.h"
#include "daemon/service/service.h"
#include "daemon/store/personal.h"
#include "daemon/store/team.h"
#include "daemon/store/token.h"
#include "proto/contract.h"

#define MOST_TOKENS 1000

/* The report while it is written. */
struct page {
	struct call *call;
	WorksCouncilReport *report;
	WorksCouncilSection *section; /* the one being written */
	struct retention retention;
};

static const char *pick(const struct page *page, const char *en, const char *nl)
{
	return words_pick(page->call->locale, en, nl);
}

static void begin_section(struct page *page, const char *key, const char *heading)
{
	WorksCouncilReport *report = page->report;
	WorksCouncilSection **slot =
		arena_push(page->call->arena, &report->sections, &report->n_sections, sizeof(*slot));

	page->section = *slot = arena_alloc(page->call->arena, sizeof(**slot));
	works_council_section__init(page->section);
	page->section->key = (char *)key;
	page->section->heading = (char *)heading;
}

/* Both formats take the same arguments. */
static void say(struct page *page, const char *en, const char *nl, ...) __attribute__((format(printf, 2, 4)))
__attribute__((format(printf, 3, 4)));

static void say(struct page *page, const char *en, const char *nl, ...)
{
	WorksCouncilSection *section = page->section;
	char **slot = arena_push(
		page->call->arena, &section->paragraphs, &section->n_paragraphs, sizeof(*section->paragraphs));
	va_list args;

	va_start(args, nl);
	*slot = arena_vprintf(page->call->arena, pick(page, en, nl), args);
	va_end(args);
}

static void add_cells(struct page *page, char ***cells, size_t *count, const char *const *texts)
{
	for (; *texts != NULL; texts++) {
		char **slot = arena_push(page->call->arena, cells, count, sizeof(*slot));

		*slot = arena_strdup(page->call->arena, *texts);
	}
}

static void set_columns(struct page *page, const char *const *titles)
{
	add_cells(page, &page->section->columns, &page->section->n_columns, titles);
}

static void add_row(struct page *page, const char *const *cells)
{
	WorksCouncilSection *section = page->section;
	WorksCouncilRow **slot = arena_push(page->call->arena, &section->rows, &section->n_rows, sizeof(*slot));

	*slot = arena_alloc(page->call->arena, sizeof(**slot));
	works_council_row__init(*slot);
	add_cells(page, &(*slot)->cells, &(*slot)->n_cells, cells);
}

#define COLUMNS(page, ...) set_columns(page, (const char *const[]){ __VA_ARGS__, NULL })
#define ROW(page, ...)     add_row(page, (const char *const[]){ __VA_ARGS__, NULL })

/* ---- the sections */

static enum status write_purpose(struct page *page)
{
	begin_section(page, "purpose", pick(page, "What it is for", "Waar het voor is"));
	say(page,
		"The service supports coaching on the job: a coach goes along to an appointment of a coachee, watches, "
		"and the two talk it through right after. It keeps what they need for that.",
		"De dienst helpt bij coachen op het werk: een coach gaat mee naar een afspraak van degene die gecoacht "
		"wordt, kijkt, en de twee praten erover na. De dienst bewaart wat ze daarvoor nodig hebben.");
	say(page,
		"It is for coaching, not for appraisal. There are no scores, no ranking and no comparison of "
		"colleagues, and no label about a person is kept: of a preparation that had not come in, only that it "
		"had not.",
		"Het is voor coaching, niet voor beoordeling. Er zijn geen scores, geen ranglijst en geen vergelijking "
		"van collega's, en er wordt niets over iemand vastgesteld: van een voorbereiding die er niet was, "
		"alleen dat die er niet was.");
	say(page,
		"What was intended and seen is told in counts; a percentage only from %d intentions over %d sessions "
		"on, and only to the two.",
		"Wat voorgenomen en gezien is staat in aantallen; een percentage pas vanaf %d voornemens in %d "
		"sessies, en alleen voor de twee.",
		SAYDO_INTENTIONS, SAYDO_SESSIONS);
	return STATUS_OK;
}

/* "words after 365 days, the rest after 1096 days": what the rules let go of, by kind. */
static const char *how_long(const struct page *page, size_t table)
{
	const char *text = "";

	for (int kind = 0; kind < RETENTION_KINDS; kind++) {
		if (!store_personal_swept(table, (enum retention_kind)kind))
			continue;
		text = arena_printf(page->call->arena, "%s%s%s: %d %s", text, text[0] == '\0' ? "" : "; ",
			retention_key((enum retention_kind)kind),
			retention_days(&page->retention, (enum retention_kind)kind), pick(page, "days", "dagen"));
	}
	return text[0] != '\0' ? text : record_until(store_personal_table(table), page->call->locale);
}

static enum status write_records(struct page *page)
{
	begin_section(
		page, "records", pick(page, "What is kept, why and how long", "Wat bewaard wordt, waarom en hoe lang"));
	say(page, "Every table of the store stands here. What the kinds in the last column mean is in the next part.",
		"Elke tabel van de opslag staat hier. Wat de soorten in de laatste kolom betekenen staat in het "
		"volgende deel.");
	COLUMNS(page, pick(page, "Table", "Tabel"), pick(page, "What and why", "Wat en waarom"),
		pick(page, "How long", "Hoe lang"));
	for (size_t i = 0; i < store_personal_count(); i++) {
		const char *table = store_personal_table(i), *words = record_words(table, page->call->locale);

		if (words == NULL)
			return error_set(&page->call->error, STATUS_INTERNAL, "record.def has no row for %s", table);
		ROW(page, table, words, how_long(page, i));
	}
	return STATUS_OK;
}

static enum status write_retention(struct page *page)
{
	begin_section(page, "retention", pick(page, "How long each kind is kept", "Hoe lang elke soort bewaard wordt"));
	say(page, "The configuration that runs says so; it cannot choose more than the most.",
		"Dit zegt de configuratie die draait; meer dan het meeste kan die niet kiezen.");
	COLUMNS(page, pick(page, "Kind", "Soort"), pick(page, "What it is", "Wat het is"), pick(page, "Days", "Dagen"),
		pick(page, "At most", "Hooguit"));
	for (int kind = 0; kind < RETENTION_KINDS; kind++)
		ROW(page, retention_key((enum retention_kind)kind),
			retention_words((enum retention_kind)kind, page->call->locale),
			arena_printf(
				page->call->arena, "%d", retention_days(&page->retention, (enum retention_kind)kind)),
			arena_printf(page->call->arena, "%d", retention_most((enum retention_kind)kind)));
	return STATUS_OK;
}

static bool is_reading(const char *method)
{
	static const char *const verbs[] = { "Get", "List", "Report", "Export", "Watch", "Explain", "Render" };

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strncmp(method, verbs[i], strlen(verbs[i])) == 0)
			return true;
	return false;
}

static const char *who_may(const struct page *page, const ProtobufCServiceDescriptor *service, unsigned method)
{
	struct arena *arena = page->call->arena;

	return may_words(arena_printf(arena, "%s/%s", service->short_name, service->methods[method].name),
		page->call->locale, arena);
}

/* Readings of one service that the same people may ask for, in one row. */
static void add_service(struct page *page, const ProtobufCServiceDescriptor *service)
{
	struct arena *arena = page->call->arena;
	bool *told = arena_zero(arena, service->n_methods + 1);

	for (unsigned i = 0; i < service->n_methods; i++) {
		const char *who = who_may(page, service, i);
		const char *names = service->methods[i].name;

		if (told[i] || who == NULL || !is_reading(service->methods[i].name))
			continue;
		for (unsigned j = i + 1; j < service->n_methods; j++) {
			const char *other = who_may(page, service, j);

			if (other == NULL || !is_reading(service->methods[j].name) || strcmp(who, other) != 0)
				continue;
			told[j] = true;
			names = arena_printf(arena, "%s, %s", names, service->methods[j].name);
		}
		ROW(page, service->short_name, names, who);
	}
}

/* Fields of one message that the same people see stand in one row. */
static void add_withheld(struct page *page)
{
	struct see_withheld withheld, next;
	const char *fields = "";

	for (size_t i = 0; see_withholds(i, page->call->locale, &withheld); i++) {
		fields = arena_printf(
			page->call->arena, "%s%s%s", fields, fields[0] == '\0' ? "" : ", ", withheld.field);
		if (see_withholds(i + 1, page->call->locale, &next) && strcmp(next.message, withheld.message) == 0 &&
			strcmp(next.who, withheld.who) == 0)
			continue;
		ROW(page, withheld.message, fields, withheld.who);
		fields = "";
	}
}

static enum status write_access(struct page *page)
{
	begin_section(page, "access", pick(page, "Who may read what", "Wie wat mag lezen"));
	say(page,
		"Each reading, and who may ask for it. Within that everybody is shown only what is about themselves or "
		"those they coach; what somebody may not see does not exist for them.",
		"Elke vraag, en wie die mag stellen. Daarbinnen ziet iedereen alleen wat over henzelf gaat of over wie "
		"ze coachen; wat iemand niet mag zien, bestaat voor diegene niet.");
	COLUMNS(page, pick(page, "About", "Over"), pick(page, "Readings", "Vragen"), pick(page, "Who", "Wie"));
	for (size_t i = 0; contract_services[i] != NULL; i++)
		add_service(page, contract_services[i]);
	begin_section(page, "withheld", pick(page, "What is kept from some of them", "Wat een deel van hen niet ziet"));
	say(page, "Of what they may read, these fields are shown to fewer.",
		"Van wat ze mogen lezen zijn deze velden voor minder mensen.");
	COLUMNS(page, pick(page, "Of", "Van"), pick(page, "Fields", "Velden"),
		pick(page, "Who sees it", "Wie het ziet"));
	add_withheld(page);
	return STATUS_OK;
}

static enum status write_others(struct page *page)
{
	begin_section(page, "others", pick(page, "What others than the two see", "Wat anderen dan de twee zien"));
	say(page,
		"Others see sums of groups over whole quarters, counted once, %d days after the quarter is over, and "
		"never again. Only sessions count that both confirmed.",
		"Anderen zien optellingen van groepen over hele kwartalen, één keer geteld, %d dagen nadat het "
		"kwartaal voorbij is, en nooit opnieuw. Alleen sessies die beiden bevestigden tellen mee.",
		SERVICE_ORGANISATION_DAYS);
	say(page,
		"A group is shown only if it holds at least %d people under at least %d coaches, and so does what is "
		"left beside it in the group above. Numbers are rounded to %ds. What is not shown says why.",
		"Een groep is alleen te zien als die minstens %d mensen onder minstens %d coaches telt, en wat er in "
		"de groep erboven naast overblijft ook. Getallen zijn afgerond op %d-tallen. Wat niet te zien is zegt "
		"waarom.",
		WALL_PEOPLE, WALL_COACHES, WALL_ROUND);
	say(page,
		"Whenever an administrator, a program, or somebody who acts for another reads what belongs to the two, "
		"that is kept (audit, %d days), and the person it is about can see it.",
		"Telkens als een beheerder, een programma, of wie voor een ander handelt leest wat van de twee is, "
		"wordt dat bewaard (audit, %d dagen), en degene over wie het gaat kan dat zien.",
		retention_days(&page->retention, RETENTION_AUDIT));
	return STATUS_OK;
}

static enum status write_unannounced(struct page *page)
{
	int64_t told = 0;
	enum status st = store_team_count_told(page->call->conn, &told, &page->call->error);

	if (st != STATUS_OK)
		return st;
	begin_section(page, "unannounced", pick(page, "Unannounced sessions", "Onaangekondigde sessies"));
	say(page, "%s", "%s", unannounced_policy("", page->call->locale, page->call->arena));
	say(page, "Teams that were told that sessions may be unannounced: %d.",
		"Teams die gehoord hebben dat sessies onaangekondigd mogen zijn: %d.", (int)told);
	if (told > 0)
		say(page,
			"For them: at most one a quarter for each person, never the first one, and from session %d of "
			"the two on at most a quarter of all; never with the questions for HR. Everyone in the team "
			"can read it.",
			"Voor hen geldt: hooguit één per kwartaal per persoon, nooit de eerste, en vanaf sessie %d van "
			"de twee hooguit een kwart van alle; nooit met de vragenlijst voor HR. Iedereen in het team "
			"kan dat lezen.",
			UNANNOUNCED_SHARE_FROM);
	return STATUS_OK;
}

static bool is_live(const Token *token, int64_t now)
{
	return token->revoke_time == NULL && (token->expire_time == NULL || instant_us(token->expire_time) > now);
}

/* A scope with how many tokens have it; each once. */
static void add_scope(struct page *page, Token *const *tokens, size_t count, const char *scope)
{
	int with = 0;

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; is_live(tokens[i], page->call->now) && j < tokens[i]->n_scopes; j++)
			with += strcmp(tokens[i]->scopes[j], scope) == 0;
	for (size_t i = 0; i < page->section->n_rows; i++)
		if (strcmp(page->section->rows[i]->cells[0], scope) == 0)
			return;
	ROW(page, scope, arena_printf(page->call->arena, "%d", with));
}

static void say_calendars(struct page *page)
{
	say(page,
		"Of each calendar the plugin keeps what it reads of the appointments: times, title, place, people, and "
		"of a "
		"description the customer and the address to join at; of a private appointment its times alone. So "
		"that what "
		"recurs goes on appearing. It goes with the calendar's owner, and whoever else is erased is not named "
		"in it.",
		"Van elke agenda bewaart de plug-in wat hij van de afspraken leest: tijden, titel, plaats, mensen, en "
		"van een "
		"omschrijving de klant en het adres van de vergadering; van een privéafspraak alleen de tijden. Zo "
		"blijft "
		"verschijnen wat terugkeert. Het verdwijnt met de eigenaar van de agenda, en wie verder gewist wordt, "
		"wordt er "
		"niet in genoemd.");
}

static void say_feeds(struct page *page)
{
	say(page,
		"Who asks for a feed gets their own sessions, debriefs, travel and the days of their action points as "
		"a "
		"calendar file under a secret address. Only what that person may see is in it, and no words of action "
		"points; who has the address reads it, until the person changes it or takes it away.",
		"Wie om een feed vraagt, krijgt de eigen sessies, nabesprekingen, reistijd en de dagen van de eigen "
		"actiepunten als agendabestand onder een geheim adres. Er staat alleen in wat die persoon mag zien, en "
		"geen tekst van actiepunten; wie het adres heeft leest het, tot die persoon het verandert of "
		"weghaalt.");
}

static enum status write_programs(struct page *page)
{
	struct call *call = page->call;
	const char *plugins = "";
	bool calendars = false;
	Token **tokens;
	size_t count;
	enum status st = store_token_list(call->conn, "", MOST_TOKENS, call->arena, &tokens, &count, &call->error);

	if (st != STATUS_OK)
		return st;
	for (size_t i = 0; call->service->plugins != NULL && call->service->plugins[i] != NULL; i++) {
		plugins = arena_printf(call->arena, "%s%s%s", plugins, i == 0 ? "" : ", ", call->service->plugins[i]);
		calendars = calendars || strcmp(call->service->plugins[i], "calendar") == 0;
	}
	begin_section(page, "programs", pick(page, "Programs that work along", "Programma's die meewerken"));
	say(page, "Plugins of the configuration: %s.", "Plug-ins van de configuratie: %s.",
		plugins[0] != '\0' ? plugins : pick(page, "none", "geen"));
	if (calendars) {
		say_calendars(page);
		say_feeds(page);
	}
	say(page,
		"Tokens that work now give programs these rights; a token that acts for a person sees what that person "
		"sees.",
		"Tokens die nu werken geven programma's deze rechten; een token dat voor iemand handelt ziet wat die "
		"persoon ziet.");
	COLUMNS(page, pick(page, "Right", "Recht"), pick(page, "Tokens", "Tokens"));
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; is_live(tokens[i], call->now) && j < tokens[i]->n_scopes; j++)
			add_scope(page, tokens, count, tokens[i]->scopes[j]);
	return STATUS_OK;
}

static enum status write_rights(struct page *page)
{
	begin_section(page, "rights", pick(page, "What each person can do", "Wat iedereen zelf kan"));
	say(page,
		"Have everything that is kept about them, see who read and changed it, and have it erased: "
		"\"ridealong help export\", \"ridealong help erase\".",
		"Alles krijgen wat over henzelf bewaard wordt, zien wie het las en wijzigde, en het laten wissen: "
		"\"ridealong help export\", \"ridealong help erase\".");
	return STATUS_OK;
}

enum status service_works_council(struct call *call, WorksCouncilReport **ret)
{
	static enum status (*const sections[])(struct page * page) = { write_purpose, write_records, write_retention,
		write_access, write_others, write_unannounced, write_programs, write_rights };
	WorksCouncilReport *report = arena_alloc(call->arena, sizeof(*report));
	struct page page = { .call = call, .report = report };
	enum status st = STATUS_OK;

	works_council_report__init(report);
	page.retention = call->service->retention;
	report->language = (char *)(words_dutch(call->locale) ? "nl" : "en");
	report->title = (char *)pick(&page, "Ridealong: what is processed, why, how long, and who sees it",
		"Ridealong: wat er verwerkt wordt, waarom, hoe lang, en wie het ziet");
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]) && st == STATUS_OK; i++)
		st = sections[i](&page);
	if (st == STATUS_OK)
		*ret = report;
	return st;
}
