/* plugins/calendar/ical: see reason.h. */
#include "reason.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { SHOWN = 60 }; /* bytes of a text that stands in the file */

static const char *const templates[CALENDAR_WHYS][2] = {
#define REASON(id, en, nl) [CALENDAR_WHY_##id] = { en, nl },
#include "reason.def"
#undef REASON
};

static const struct calendar_reason plain[CALENDAR_WHYS] = {
#define REASON(id, en, nl) [CALENDAR_WHY_##id] = { .why = CALENDAR_WHY_##id, .name = "", .text = "" },
#include "reason.def"
#undef REASON
};

const struct calendar_reason *calendar_reason(enum calendar_why why)
{
	return &plain[why];
}

const struct calendar_reason *calendar_reason_keep(struct calendar_arena *arena, struct calendar_reason reason)
{
	struct calendar_reason *kept = calendar_arena_take(arena, sizeof(*kept));

	if (!kept)
		return calendar_reason(CALENDAR_WHY_NO_MEMORY);
	*kept = reason;
	if (!kept->name)
		kept->name = "";
	if (!kept->text)
		kept->text = "";
	return kept;
}

const struct calendar_reason *calendar_reason_copy(struct calendar_arena *arena, const struct calendar_reason *reason)
{
	struct calendar_reason copy = *reason;

	copy.name = calendar_arena_print(arena, "%s", reason->name ? reason->name : "");
	copy.text = calendar_arena_print(arena, "%s", reason->text ? reason->text : "");
	if (reason->told)
		copy.told = calendar_arena_print(arena, "%s", reason->told);
	return calendar_reason_keep(arena, copy);
}

const char *calendar_reason_name(enum calendar_why why)
{
	static const char *const names[CALENDAR_WHYS] = {
#define REASON(id, en, nl) [CALENDAR_WHY_##id] = #id,
#include "reason.def"
#undef REASON
	};

	return names[why];
}

const char *calendar_reason_template(enum calendar_why why, bool dutch)
{
	return templates[why][dutch];
}

struct sheet {
	char *to;
	size_t length;
	bool dutch;
};

/* At most so many bytes, and of characters whole ones. */
static void put(struct sheet *sheet, const char *text, size_t most)
{
	size_t room = CALENDAR_REASON_TEXT - 1 - sheet->length, length = strlen(text);

	most = most < room ? most : room;
	if (length > most) {
		length = most;
		while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
			length--;
	}
	memcpy(sheet->to + sheet->length, text, length);
	sheet->length += length;
}

static void put_number(struct sheet *sheet, uint64_t number)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%" PRIu64, number);
	put(sheet, digits, sizeof(digits));
}

static void put_particular(struct sheet *sheet, const struct calendar_reason *reason, const char *name)
{
	const char *text = reason->text ? reason->text : "";

	if (strncmp(name, "line}", 5) == 0)
		put_number(sheet, reason->line);
	else if (strncmp(name, "count}", 6) == 0)
		put_number(sheet, reason->count);
	else if (strncmp(name, "name}", 5) == 0)
		put(sheet, reason->name ? reason->name : "", SIZE_MAX);
	else if (strncmp(name, "text}", 5) == 0)
		put(sheet, text, SHOWN);
	else if (*text)
		put(sheet, text, SIZE_MAX);
	else
		put(sheet, sheet->dutch ? "het bestand" : "the file", SIZE_MAX);
}

char *calendar_reason_say(const struct calendar_reason *reason, bool dutch, char ret[CALENDAR_REASON_TEXT])
{
	struct sheet sheet = { .to = ret, .dutch = dutch };
	const char *at = reason->told ? "" : templates[reason->why][dutch];

	if (reason->told)
		put(&sheet, reason->told, SIZE_MAX);
	while (*at) {
		size_t length = strcspn(at, "{");

		put(&sheet, at, length);
		at += length;
		if (*at == '{') {
			put_particular(&sheet, reason, at + 1);
			at += strcspn(at, "}") + 1;
		}
	}
	ret[sheet.length] = '\0';
	return ret;
}
