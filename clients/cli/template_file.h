/* clients/cli — a set of questions as a file that people write by hand and compare line by line.
 *
 *	[template]
 *	key = field-engineer
 *	display_name.en = Field engineer
 *	unannounced = yes
 *
 *	[before goal]
 *	required = yes
 *	text.en = What should this visit give the customer?
 *
 * A section is the template or a question, a line is NAME = VALUE to its end, as it stands; "#" and ";" at the
 *beginning of a line make a remark. No reader of INI files does: the usual ones end a value at " ;" or at 200 bytes. */
#ifndef RIDEALONG_CLI_TEMPLATE_FILE_H
#define RIDEALONG_CLI_TEMPLATE_FILE_H

#include <stdio.h>

#include "cli.h"
#include "ridealong/v1/template.pb-c.h"

/** Reads `text` in place; `file` is its name for complaints. *ret_key is "" when the file says none. False, and said so
 *  with file and line, when it is no such file; whether the questions can be asked the daemon says. What it makes is
 *  never freed. */
bool template_file_read(const struct cli *cli, const char *file, char *text, Template *ret, const char **ret_key);

/** Writes a template that has its texts in all languages: what is read back is the same, and written again, too. */
void template_file_write(const Template *template, FILE *out);

/** Words for a part: "before". */
const char *template_file_part(TemplatePart part);
/** The part of a word of `length` bytes; UNSPECIFIED for none. */
TemplatePart template_file_part_of(const char *word, size_t length);

#endif
