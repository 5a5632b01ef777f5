/* service/ — Reports: its methods' parts that have a file of their own. */
#ifndef RIDEALONG_SERVICE_REPORT_H
#define RIDEALONG_SERVICE_REPORT_H

#include "daemon/service/call.h"
#include "daemon/store/report.h"
#include "ridealong/v1/report.pb-c.h"

/** Who reads what of whom, and about which days. */
struct report {
	struct store_report_filter filter;
	const char *zone; /* in which days are counted */
	int from, until;  /* days; `until` is the one after the last */
	int today;
};

/** All that is counted of one coachee, as the filter's person may know it. */
enum status service_report_coachee(
	struct call *call, const struct report *report, const struct store_report_coachee *of, CoacheeReport **ret);

/** What became of action points and promises, how they teach and what they are about; days are those of `zone`. */
void service_report_points(
	struct call *call, const char *zone, ActionPoint *const *points, size_t count, CoacheeReport *out);

/** A new message of that type with nothing in it, in the call's arena. */
void *service_report_blank(struct call *call, const ProtobufCMessageDescriptor *type);

#endif
