/* tests/bench/ — bench_table FILE: the rows of a run as one table. */
#include <stdio.h>

#include "table.h"

int main(int argc, char **argv)
{
	if (argc == 2 && bench_table_print(argv[1]))
		return 0;
	fprintf(stderr, "usage: bench_table FILE, the rows of a run\n");
	return 2;
}
