/* domain/ — how often a coach means to go along. */
#include "daemon/domain/rhythm.h"

#include "daemon/domain/day.h"

bool rhythm_starter(const Coaching *coaching, int day)
{
	int until;

	return day_parse(coaching->starter_until, &until) && day <= until;
}

int rhythm_every(const Coaching *coaching, const struct policy *policy, int day)
{
	const int starter = policy_value(policy, POLICY_STARTER_DAYS);
	int every = coaching->cadence_days > 0 ? coaching->cadence_days : policy_value(policy, POLICY_CADENCE_DAYS);

	return rhythm_starter(coaching, day) && every > starter ? starter : every;
}

int rhythm_slips(const Coaching *coaching, const struct policy *policy, int last, int postponed)
{
	int from = 0, day;

	day_parse(coaching->start_date, &from);
	if (last > from)
		from = last;
	day = from + (rhythm_every(coaching, policy, from) * policy_value(policy, POLICY_CADENCE_TOLD) + 999) / 1000;
	return postponed > day ? postponed : day;
}
