/* service/ — a checklist: what it is filled from, as the caller may see it. All in the call's arena. */
#ifndef RIDEALONG_SERVICE_CHECKLIST_H
#define RIDEALONG_SERVICE_CHECKLIST_H

#include "daemon/service/call.h"
#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/checklist.pb-c.h"
#include "ridealong/v1/debrief.pb-c.h"
#include "ridealong/v1/preparation.pb-c.h"
#include "ridealong/v1/session.pb-c.h"
#include "ridealong/v1/template.pb-c.h"

/** Everything but the template is absent from a blank page; preparation and debrief also where the caller has none. */
struct checklist_page {
	Session *session;
	Template *template; /* said, the names filled in */
	Question **steps;   /* of the debrief; TEMPLATE_STEPS */
	Preparation *preparation;
	Debrief *debrief;
	char **actions, **promises; /* what was agreed, in words */
	char **carried;             /* what they look back at, likewise; its numbers are those of =a1 */
	size_t n_actions, n_promises, n_carried;
};

/** Lays the page out, in the call's language; its content is still to be written (checklist_fill.c). */
enum status service_checklist_fill(struct call *call, const struct checklist_page *page, Checklist **ret);

#endif
