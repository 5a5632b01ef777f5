/* domain/ — what the build asks before it is content: a rule for every method and every field. */
#include <stdio.h>
#include <stdlib.h>

#include "daemon/domain/see.h"

int main(void)
{
	struct error error;

	if (see_check(&error) == STATUS_OK)
		return EXIT_SUCCESS;
	fprintf(stderr, "%s\n", error.message);
	return EXIT_FAILURE;
}
