/* domain/ — whether sessions help. */
#include "daemon/domain/helped.h"

/* Of a block's points, two for a yes and one for a little. */
#define MOSTLY_FROM 7
#define PARTLY_FROM 4

bool helped_known(Helped answer)
{
	return answer == HELPED_YES || answer == HELPED_A_LITTLE || answer == HELPED_NO;
}

HelpLevel helped_level(const Helped *answers, size_t count)
{
	int points = 0;

	if (count < HELPED_BLOCK)
		return HELP_LEVEL_UNSPECIFIED;
	for (size_t i = 0; i < HELPED_BLOCK; i++)
		points += answers[i] == HELPED_YES ? 2 : answers[i] == HELPED_A_LITTLE ? 1 : 0;
	if (points >= MOSTLY_FROM)
		return HELP_LEVEL_MOSTLY;
	return points >= PARTLY_FROM ? HELP_LEVEL_PARTLY : HELP_LEVEL_HARDLY;
}

HelpDirection helped_direction(const HelpLevel *levels, size_t count)
{
	if (count < 2)
		return HELP_DIRECTION_UNSPECIFIED;
	if (levels[count - 1] == levels[count - 2])
		return HELP_DIRECTION_LEVEL;
	return levels[count - 1] > levels[count - 2] ? HELP_DIRECTION_UP : HELP_DIRECTION_DOWN;
}
