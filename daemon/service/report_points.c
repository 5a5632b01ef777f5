/* service/ — Reports: what became of action points and promises. */
#include <stdlib.h>
#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/service/report.h"

/* Days past its date when it was done, or today when it is open; not positive when it is not late. */
static int days_late(const ActionPoint *point, int today, const char *zone)
{
	int due;

	if (!day_parse(point->due_date, &due))
		return 0;
	if (point->state == ACTION_POINT_STATE_DONE)
		return day_of(instant_us(point->end_time), zone, NULL) - due;
	return point->state == ACTION_POINT_STATE_OPEN ? today - due : 0;
}

static void count_point(ActionPointReport *counts, const ActionPoint *point, bool late)
{
	const bool done = point->state == ACTION_POINT_STATE_DONE, open = point->state == ACTION_POINT_STATE_OPEN;

	counts->agreed++;
	counts->done += done;
	counts->done_late += done && late;
	counts->open += open;
	counts->overdue += open && late;
	counts->dropped += point->state == ACTION_POINT_STATE_DROPPED;
	counts->extended += point->extensions > 0;
}

static void count_learning(LearningReport *counts, const ActionPoint *point)
{
	counts->experience += point->learning == LEARNING_KIND_EXPERIENCE;
	counts->coaching += point->learning == LEARNING_KIND_COACHING;
	counts->training += point->learning == LEARNING_KIND_TRAINING;
	counts->untagged += point->learning == LEARNING_KIND_UNSPECIFIED;
}

/* Skills are the same but for case (ASCII's); they are written as they were the last time. */
static void count_skill(struct call *call, CoacheeReport *out, const ActionPoint *point)
{
	SkillReport *skill = NULL, **slot;

	if (point->skill[0] == '\0')
		return;
	for (size_t i = 0; i < out->n_skills && skill == NULL; i++)
		if (strcasecmp(out->skills[i]->skill, point->skill) == 0)
			skill = out->skills[i];
	if (skill == NULL) {
		slot = arena_push(call->arena, &out->skills, &out->n_skills, sizeof(*slot));
		skill = *slot = service_report_blank(call, &skill_report__descriptor);
	}
	skill->skill = point->skill;
	skill->agreed++;
	skill->done += point->state == ACTION_POINT_STATE_DONE;
}

static int most_first(const void *left, const void *right)
{
	const SkillReport *a = *(SkillReport *const *)left, *b = *(SkillReport *const *)right;

	return a->agreed != b->agreed ? b->agreed - a->agreed : strcasecmp(a->skill, b->skill);
}

void service_report_points(
	struct call *call, const char *zone, ActionPoint *const *points, size_t count, CoacheeReport *out)
{
	const int today = day_of(call->now, zone, NULL);

	out->agreed = service_report_blank(call, &action_point_report__descriptor);
	out->promised = service_report_blank(call, &action_point_report__descriptor);
	out->learning = service_report_blank(call, &learning_report__descriptor);
	for (size_t i = 0; i < count; i++) {
		const bool own = strcmp(points[i]->owner, out->coachee) == 0;

		count_point(own ? out->agreed : out->promised, points[i], days_late(points[i], today, zone) > 0);
		if (!own)
			continue;
		count_learning(out->learning, points[i]);
		count_skill(call, out, points[i]);
	}
	if (out->n_skills > 1)
		qsort(out->skills, out->n_skills, sizeof(*out->skills), most_first);
	out->action_points = out->agreed->agreed;
	out->action_points_done = out->agreed->done;
	out->action_points_late = out->agreed->done_late + out->agreed->overdue;
	out->promises = out->promised->agreed;
	out->promises_done = out->promised->done;
}
