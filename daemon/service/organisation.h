/* service/ — what the organisation amounts to, a quarter at a time. */
#ifndef RIDEALONG_SERVICE_ORGANISATION_H
#define RIDEALONG_SERVICE_ORGANISATION_H

#include "daemon/service/call.h"
#include "ridealong/v1/report.pb-c.h"

/** A quarter is counted so many days after its last, at three in the morning of the machine's zone: by then what took
 *  place in it is signed, or closed without an answer. */
#define SERVICE_ORGANISATION_DAYS   14
#define SERVICE_ORGANISATION_MINUTE 180

/** The timer of the service that does it, "quarter/next". */
#define SERVICE_ORGANISATION_TIMER "quarter/"

/** Counts every quarter that is due and was not counted, from the one of the first session on, and sets the timer for
 * the next one. Again does nothing more. Event: organisation_report.counted, for administrators and plugins. Write
 * lane. */
enum status service_organisation_due(struct call *call);

/** Reports' method. What it reads was decided when it was counted. */
enum status service_organisation_report(
	struct call *call, const ReportOrganisationRequest *in, OrganisationReport **ret);

#endif
