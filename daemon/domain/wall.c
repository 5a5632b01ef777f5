/* domain/ — the purpose wall. */
#include "daemon/domain/wall.h"

#include <stdlib.h>
#include <string.h>

/* Everything there is to decide with. */
struct wall {
	const struct wall_person *people;
	size_t n_people;
	struct wall_group *groups; /* by path: a parent stands before its parts */
	size_t n_groups;
	struct arena *arena;
};

bool wall_within(const char *group, const char *path)
{
	const size_t length = strlen(path);

	return length == 0 || (strncmp(group, path, length) == 0 && (group[length] == '\0' || group[length] == '/'));
}

int wall_round(int value)
{
	return (value + WALL_ROUND / 2) / WALL_ROUND * WALL_ROUND;
}

static bool is_sign(unsigned char sign)
{
	return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') || (sign >= '0' && sign <= '9') ||
	       sign >= 0x80 || strchr(" ._&-", sign) != NULL;
}

static bool name_valid(const char *name, size_t length)
{
	if (length == 0 || name[0] == ' ' || name[length - 1] == ' ')
		return false;
	for (size_t i = 0; i < length; i++)
		if (!is_sign((unsigned char)name[i]))
			return false;
	return true;
}

bool wall_path_valid(const char *path)
{
	int depth = 0;

	if (path[0] == '\0')
		return true;
	if (strlen(path) > WALL_PATH)
		return false;
	for (;; path++) {
		const size_t length = strcspn(path, "/");

		if (!name_valid(path, length) || ++depth > WALL_DEPTH)
			return false;
		path += length;
		if (*path == '\0')
			return true;
	}
}

/* ---- the groups there are */

static int by_path(const void *left, const void *right)
{
	return strcmp(((const struct wall_group *)left)->path, ((const struct wall_group *)right)->path);
}

static void add_group(struct wall *wall, const char *path, size_t length)
{
	struct wall_group *group;

	for (size_t i = 0; i < wall->n_groups; i++)
		if (strlen(wall->groups[i].path) == length && strncmp(wall->groups[i].path, path, length) == 0)
			return;
	group = arena_push(wall->arena, &wall->groups, &wall->n_groups, sizeof(*group));
	group->path = arena_strndup(wall->arena, path, length);
}

/* Each person's group and all above it. */
static void gather_groups(struct wall *wall)
{
	add_group(wall, "", 0);
	for (size_t i = 0; i < wall->n_people; i++) {
		const char *path = wall->people[i].group;
		size_t length = 0;

		while (path[length] != '\0') {
			length += path[length] == '/';
			length += strcspn(path + length, "/");
			add_group(wall, path, length);
		}
	}
	qsort(wall->groups, wall->n_groups, sizeof(*wall->groups), by_path);
}

/* ---- how many */

/* People by number, in or out. */
struct set {
	bool *in;
};

static struct set set_of(const struct wall *wall, const char *path)
{
	struct set set = { arena_zero(wall->arena, (wall->n_people + 1) * sizeof(bool)) };

	for (size_t i = 0; i < wall->n_people; i++)
		set.in[i] = wall_within(wall->people[i].group, path);
	return set;
}

static void take_off(const struct wall *wall, struct set *set, const char *path)
{
	for (size_t i = 0; i < wall->n_people; i++)
		if (wall_within(wall->people[i].group, path))
			set->in[i] = false;
}

static int by_name(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static int count_coaches(const struct wall *wall, const struct set *set)
{
	const char **names = NULL;
	size_t count = 0;
	int coaches = 0;

	for (size_t i = 0; i < wall->n_people; i++)
		for (size_t j = 0; set->in[i] && j < wall->people[i].n_coaches; j++) {
			const char **slot = arena_push(wall->arena, &names, &count, sizeof(*slot));

			*slot = wall->people[i].coaches[j];
		}
	if (count > 1)
		qsort(names, count, sizeof(*names), by_name);
	for (size_t i = 0; i < count; i++)
		coaches += i == 0 || strcmp(names[i], names[i - 1]) != 0;
	return coaches;
}

static int count_people(const struct wall *wall, const struct set *set)
{
	int people = 0;

	for (size_t i = 0; i < wall->n_people; i++)
		people += set->in[i];
	return people;
}

static bool is_enough(const struct wall *wall, const struct set *set)
{
	return count_people(wall, set) >= WALL_PEOPLE && count_coaches(wall, set) >= WALL_COACHES;
}

/* ---- what is shown */

static bool is_child(const struct wall_group *group, const struct wall_group *parent)
{
	const size_t length = strlen(parent->path);
	const char *rest = group->path + length + (length > 0);

	return group != parent && group->path[0] != '\0' && wall_within(group->path, parent->path) &&
	       strchr(rest, '/') == NULL;
}

/* Rule 1, of one part of a parent. */
static Withheld first_look(const struct wall *wall, const struct wall_group *group, const struct wall_group *parent)
{
	const struct set own = set_of(wall, group->path);
	struct set remainder;

	if (group->people < WALL_PEOPLE)
		return WITHHELD_FEW_PEOPLE;
	if (!is_enough(wall, &own))
		return WITHHELD_FEW_COACHES;
	if (parent == NULL)
		return WITHHELD_UNSPECIFIED;
	if (parent->withheld != WITHHELD_UNSPECIFIED)
		return WITHHELD_PARENT;
	remainder = set_of(wall, parent->path);
	take_off(wall, &remainder, group->path);
	return is_enough(wall, &remainder) ? WITHHELD_UNSPECIFIED : WITHHELD_REMAINDER;
}

/* Rule 2, of all parts of a shown parent. */
static void look_at_what_is_left(struct wall *wall, const struct wall_group *parent)
{
	struct set left = set_of(wall, parent->path);
	struct wall_group *smallest = NULL;

	for (size_t i = 0; i < wall->n_groups; i++) {
		struct wall_group *group = &wall->groups[i];

		if (!is_child(group, parent) || group->withheld != WITHHELD_UNSPECIFIED)
			continue;
		take_off(wall, &left, group->path);
		if (smallest == NULL || group->people < smallest->people)
			smallest = group;
	}
	if (smallest != NULL && count_people(wall, &left) > 0 && !is_enough(wall, &left))
		smallest->withheld = WITHHELD_COMPLEMENT;
}

static void decide_parts(struct wall *wall, struct wall_group *parent)
{
	for (size_t i = 0; i < wall->n_groups; i++)
		if (is_child(&wall->groups[i], parent))
			wall->groups[i].withheld = first_look(wall, &wall->groups[i], parent);
	if (parent->withheld == WITHHELD_UNSPECIFIED)
		look_at_what_is_left(wall, parent);
}

struct wall_group *wall_decide(const struct wall_person *people, size_t count, struct arena *arena, size_t *ret_count)
{
	struct wall wall = { .people = people, .n_people = count, .arena = arena };

	gather_groups(&wall);
	for (size_t i = 0; i < wall.n_groups; i++) {
		const struct set own = set_of(&wall, wall.groups[i].path);

		wall.groups[i].people = count_people(&wall, &own);
		wall.groups[i].coaches = count_coaches(&wall, &own);
	}
	wall.groups[0].withheld = first_look(&wall, &wall.groups[0], NULL);
	for (size_t i = 0; i < wall.n_groups; i++)
		decide_parts(&wall, &wall.groups[i]);
	*ret_count = wall.n_groups;
	return wall.groups;
}
