/* domain/ — what became of an intention, in two pairs of eyes. */
#include "daemon/domain/outcome.h"

bool outcome_known(Outcome outcome)
{
	return outcome >= OUTCOME_HAPPENED && outcome <= OUTCOME_NOT_OBSERVABLE;
}

bool outcome_contested(const Intention *intention)
{
	if (intention->outcome == OUTCOME_UNSPECIFIED)
		return false;
	if (intention->coachee_outcome == OUTCOME_UNSPECIFIED)
		return intention->contest_text != NULL && intention->contest_text[0] != '\0';
	return intention->coachee_outcome != intention->outcome;
}
