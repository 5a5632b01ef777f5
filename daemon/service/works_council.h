/* service/ — the works council's report. */
#ifndef RIDEALONG_SERVICE_WORKS_COUNCIL_H
#define RIDEALONG_SERVICE_WORKS_COUNCIL_H

#include "daemon/service/call.h"
#include "ridealong/v1/report.pb-c.h"

/** What is processed, why, how long and who sees it, in the caller's language: written from the store's tables and
 * their rules, the rules of access, and the configuration that runs, so that it says what holds. */
enum status service_works_council(struct call *call, WorksCouncilReport **ret);

#endif
