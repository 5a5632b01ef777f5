/* clients/cli — small charts of text: bars, and a line of months. What they show also stands beside them as a number,
 * and nothing is told by colour. */
#ifndef RIDEALONG_CLI_CHART_H
#define RIDEALONG_CLI_CHART_H

#include <stdbool.h>
#include <stddef.h>

#define CHART_SIZE 512 /* bytes of a chart */

/** ASCII signs from here on: where somebody asks for them, or the reader's locale has no UTF-8. Once, at the start. */
void chart_ascii(bool ascii);
/** `value` of `most`, at most `wide` columns: "█████▌", "#####". At least a sign for what is not 0. */
void chart_bar(int value, int most, int wide, char ret[CHART_SIZE]);
/** Values one beside the other, a column each: "▁▃█", ".:#"; a negative one is a gap. */
void chart_line(const int *values, size_t count, char ret[CHART_SIZE]);
/** A sign for each one counted, kind after kind: "██▓░·", "##+-."; when that is more than `wide`, in proportion. At
 * most four kinds. */
void chart_kinds(const int *counts, size_t kinds, int wide, char ret[CHART_SIZE]);
/** The sign of a kind. */
const char *chart_sign(size_t kind);

#endif
