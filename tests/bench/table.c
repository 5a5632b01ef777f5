/* tests/bench/ — rows, and the table of them. */
#include "table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_size(const void *left, const void *right)
{
	const double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

double bench_median(double *numbers, size_t count)
{
	qsort(numbers, count, sizeof(*numbers), by_size);
	return numbers[count / 2];
}

double bench_resident_mib(int pid)
{
	char path[64], line[256];
	double kib = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	file = fopen(path, "r");
	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
		if (sscanf(line, "VmRSS: %lf", &kib) == 1)
			break;
	if (file != NULL)
		fclose(file);
	return kib / 1024;
}

static double result_of(const struct bench_row *row)
{
	return row->by_difference ? row->ours - row->floor : row->ours / row->floor;
}

static const char *judge(const struct bench_row *row)
{
	const double result = result_of(row);

	if (row->must == 0)
		return "";
	if (row->at_least ? result >= row->aim : result <= row->aim)
		return "aim";
	if (row->at_least ? result >= row->must : result <= row->must)
		return "must";
	return "MISSED";
}

/* Three figures, so that the eye finds the large ones. */
static const char *figure(double value, char ret[24])
{
	if (value == 0)
		return "";
	if (fabs(value) >= 1000)
		snprintf(ret, 24, "%.0f", value);
	else
		snprintf(ret, 24, "%.3g", value);
	return ret;
}

static void print_number(const char *format, double value)
{
	char text[24];

	printf(format, figure(value, text));
}

static void print(const struct bench_row *row)
{
	char bound[48] = "", text[24], other[24];

	if (row->must != 0)
		snprintf(bound, sizeof(bound), "%s%s (%s)", row->at_least ? ">=" : "<=", figure(row->must, text),
			figure(row->aim, other));
	printf("%-52s ", row->name);
	print_number("%8s", row->ours);
	print_number(" %8s", row->floor);
	printf(" %-4s ", row->unit);
	printf("%s%7.2f", row->by_difference ? "+" : " ", result_of(row));
	printf(" %-15s %-6s", bound, judge(row));
	print_number(" %8s", row->p50);
	print_number(" %8s", row->p99);
	print_number(" %7s", row->memory_mib);
	printf("  %s\n", row->floor_is);
	fflush(stdout);
}

static void print_head(void)
{
	printf("%-52s %8s %8s %-4s  %7s %-15s %-6s %8s %8s %7s  %s\n", "row", "ours", "floor", "", "ratio",
		"must (aim)", "is", "p50 us", "p99 us", "MiB", "the floor");
}

static void save(const struct bench_row *row, const char *path)
{
	FILE *file = fopen(path, "a");

	if (file == NULL ||
		fprintf(file, "%s\t%s\t%s\t%.9g\t%.9g\t%.9g\t%.9g\t%d\t%d\t%.9g\t%.9g\t%.9g\n", row->name, row->unit,
			row->floor_is, row->ours, row->floor, row->must, row->aim, row->at_least, row->by_difference,
			row->p50, row->p99, row->memory_mib) < 0 ||
		fclose(file) != 0) {
		perror(path);
		exit(1);
	}
}

void bench_row(const struct bench_row *row)
{
	const char *path = getenv("RIDEALONG_BENCH_ROWS");

	print(row);
	if (path != NULL)
		save(row, path);
}

bool bench_table_print(const char *path)
{
	char name[200], unit[16], floor_is[200];
	struct bench_row row = { .name = name, .unit = unit, .floor_is = floor_is };
	FILE *file = fopen(path, "r");
	int at_least, by_difference;

	if (file == NULL)
		return false;
	print_head();
	while (fscanf(file, "%199[^\t]\t%15[^\t]\t%199[^\t]\t%lf\t%lf\t%lf\t%lf\t%d\t%d\t%lf\t%lf\t%lf\n", name, unit,
		       floor_is, &row.ours, &row.floor, &row.must, &row.aim, &at_least, &by_difference, &row.p50,
		       &row.p99, &row.memory_mib) == 12) {
		row.at_least = at_least;
		row.by_difference = by_difference;
		print(&row);
	}
	fclose(file);
	return true;
}
