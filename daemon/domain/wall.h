/* domain/ — the purpose wall: which groups others than the two may see counts of.
 *
 * A group is a path, "sales/north"; "" is everybody. A person belongs to one group and to all above it. What is shown
 * of a group is sums over its people. Rules, from the whole to the parts:
 *
 *  1. A group is shown only if it holds WALL_PEOPLE people under WALL_COACHES coaches, and so does its remainder: its
 *     parent without it. Nothing below a group that is not shown is shown.
 *  2. What is left of a shown group when all its shown parts are taken off is nothing, or again as many. Where it is
 *     fewer, the smallest shown part (of equal ones the first by path) is not shown either; then that part is in what
 *     is left.
 *
 * So the shown groups cut everybody into pieces of WALL_PEOPLE people under WALL_COACHES coaches and more, each of them
 * a shown group without its shown parts; every shown sum is a sum of pieces, and no combination of shown sums says
 * anything about fewer. (Sums over a laminar family: the pieces are its atoms.) It is decided once a quarter and stays
 * so: whoever joins, leaves or is erased later changes no number that was shown, and each quarter's numbers come from
 * its own sessions. Numbers are shown rounded (wall_round), so that one person's coming or going between two quarters
 * does not show, nor that all or none of a group did something. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_WALL_H
#define RIDEALONG_DOMAIN_WALL_H

#include <ridealong/v1/report.pb-c.h>
#include <stdbool.h>
#include <stddef.h>

#include "daemon/base/arena.h"

#define WALL_PEOPLE  5
#define WALL_COACHES 3
#define WALL_ROUND   5

#define WALL_PATH  200 /* bytes of a path */
#define WALL_DEPTH 6   /* of names in it */

/** Somebody who is coached. */
struct wall_person {
	const char *group;
	const char *const *coaches; /* by whom; names that are equal are one */
	size_t n_coaches;
};

struct wall_group {
	const char *path;
	Withheld withheld; /* WITHHELD_UNSPECIFIED: it is shown */
	int people, coaches;
};

/** Decides of every group that holds somebody, and of everybody, the first; a parent stands before its parts. In the
 *  arena; *ret_count of them. The order of `people` changes nothing. */
struct wall_group *wall_decide(const struct wall_person *people, size_t count, struct arena *arena, size_t *ret_count);

/** Whether who belongs to `group` belongs to `path`, too: the same, or one above it. */
bool wall_within(const char *group, const char *path);

/** The nearest multiple of WALL_ROUND; in the middle there is none. */
int wall_round(int value);

/** Whether a text is the path of a group: names between single slashes, each of letters, digits, spaces and . _ & -,
 *  not beginning or ending with a space, within WALL_PATH and WALL_DEPTH; "" is a path, too. */
bool wall_path_valid(const char *path);

#endif
