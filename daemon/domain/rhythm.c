/* domain/ — how often a coach means to go along. */
#include "daemon/domain/rhythm.h"

#include "daemon/domain/day.h"

bool rhythm_starter(const Coaching *coaching, int day)
{
	int until;

	return day_parse(coaching->starter_until, &until) && day <= until;
}

int rhythm_every(const Coaching *coaching, int day)
{
	int every = coaching->cadence_days > 0 ? coaching->cadence_days : RHYTHM_DAYS;

	return rhythm_starter(coaching, day) && every > RHYTHM_STARTER_DAYS ? RHYTHM_STARTER_DAYS : every;
}

int rhythm_slips(const Coaching *coaching, int last, int postponed)
{
	int from = 0, day;

	day_parse(coaching->start_date, &from);
	if (last > from)
		from = last;
	day = from + (rhythm_every(coaching, from) * 5 + 3) / 4;
	return postponed > day ? postponed : day;
}
