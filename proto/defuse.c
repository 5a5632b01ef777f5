/* proto/ — disarms what a terminal or a mail program would obey. */
#include "proto/defuse.h"

#include <stddef.h>

/* How many bytes the character at `at` takes if it is to go, else 0. What is behind the end is never read: a NUL
 * matches nothing. */
static size_t armed(const unsigned char *at, char line_end)
{
	if ((at[0] < 0x20 && at[0] != '\n') || at[0] == 0x7f || at[0] == (unsigned char)line_end)
		return 1;
	if (at[0] == 0xc2 && at[1] >= 0x80 && at[1] < 0xa0)
		return 2;
	if (at[0] == 0xe2 && at[1] == 0x80 && at[2] >= 0xaa && at[2] <= 0xae)
		return 3;
	if (at[0] == 0xe2 && at[1] == 0x81 && at[2] >= 0xa6 && at[2] <= 0xa9)
		return 3;
	return 0;
}

/* `line_end` goes, too. protobuf-c's empty string is a constant: nothing is written where nothing changes. */
static void clear(char *text, char line_end)
{
	char *to = text;

	while (*text != '\0') {
		const size_t length = armed((const unsigned char *)text, line_end);

		if (length > 0)
			*to = ' ';
		else if (to != text)
			*to = *text;
		to++;
		text += length > 0 ? length : 1;
	}
	if (to != text)
		*to = '\0';
}

void defuse(char *text)
{
	clear(text, '\0');
}

void defuse_line(char *text)
{
	clear(text, '\n');
}
