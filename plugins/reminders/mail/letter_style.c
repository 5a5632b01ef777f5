/* plugins/reminders/mail/ — whether an element of a page is there for its reader's eyes. */
#include "plugins/reminders/mail/letter_style.h"

#include <ctype.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST_VALUE = 120 };

/* The value of a property, in lower case and without spaces: "0px", "#fff", "rgb(255,255,255)". The last one counts, as
 * in a browser. */
static bool value_of(const char *style, const char *property, char ret[MOST_VALUE])
{
	size_t length = strlen(property);
	bool found = false;

	while (*style != '\0') {
		const char *end = style + strcspn(style, ";"), *at = style;
		size_t kept = 0;

		while (at < end && isspace((unsigned char)*at))
			at++;
		if ((size_t)(end - at) > length && strncasecmp(at, property, length) == 0 &&
			at[length + strspn(at + length, " \t")] == ':') {
			for (at = strchr(at, ':') + 1; at < end && kept + 1 < MOST_VALUE; at++)
				if (!isspace((unsigned char)*at))
					ret[kept++] = (char)tolower((unsigned char)*at);
			ret[kept] = '\0';
			if (strstr(ret, "!important") != NULL)
				*strstr(ret, "!important") = '\0';
			found = true;
		}
		style = *end != '\0' ? end + 1 : end;
	}
	return found;
}

static bool is(const char *style, const char *property, const char *wanted)
{
	char value[MOST_VALUE];

	return value_of(style, property, value) && strcmp(value, wanted) == 0;
}

/* A length of less than `least` in whatever unit: "0", "0px", "0.1em", "1px". A percentage of nothing is nothing. */
static bool is_below(const char *style, const char *property, double least)
{
	char value[MOST_VALUE], *end;
	double length;

	if (!value_of(style, property, value))
		return false;
	length = strtod(value, &end);
	return end > value && length < least;
}

/* Only of 0 every unit says the same: "0.9em" is a size to read. */
static bool is_nothing(const char *style, const char *property)
{
	return is_below(style, property, 0.005);
}

bool letter_style_hides(const char *style)
{
	if (is(style, "display", "none") || is(style, "visibility", "hidden") || is(style, "mso-hide", "all"))
		return true;
	if (is_nothing(style, "font-size") || is_nothing(style, "opacity"))
		return true;
	if (is(style, "font-size", "1px") || is(style, "font-size", "1pt"))
		return true;
	if (is(style, "overflow", "hidden") && (is_nothing(style, "max-height") || is_nothing(style, "height") ||
						       is_nothing(style, "max-width") || is_nothing(style, "width")))
		return true;
	return is_below(style, "text-indent", -500) || is_below(style, "left", -500) || is_below(style, "top", -500);
}

static bool is_white(const char *value)
{
	return strcmp(value, "white") == 0 || strcmp(value, "#fff") == 0 || strcmp(value, "#ffffff") == 0 ||
	       strcmp(value, "rgb(255,255,255)") == 0 || strncmp(value, "rgba(255,255,255,", 17) == 0;
}

bool letter_style_white(const char *style)
{
	char value[MOST_VALUE];

	return (value_of(style, "color", value) && is_white(value)) || is(style, "color", "transparent");
}

bool letter_style_backed(const char *style, const char *bgcolor)
{
	char value[MOST_VALUE];

	if (bgcolor != NULL && bgcolor[0] != '\0' && strcasecmp(bgcolor, "#ffffff") != 0 &&
		strcasecmp(bgcolor, "white") != 0)
		return true;
	if (value_of(style, "background-image", value) && strcmp(value, "none") != 0)
		return true;
	return (value_of(style, "background-color", value) || value_of(style, "background", value)) &&
	       !is_white(value) && strcmp(value, "transparent") != 0 && strcmp(value, "none") != 0;
}
