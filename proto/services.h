/* proto/ — the contract's services, named once. contract_init() fails when one is missing here. */
#ifndef RIDEALONG_PROTO_SERVICES_H
#define RIDEALONG_PROTO_SERVICES_H

#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/calendar.pb-c.h"
#include "ridealong/v1/checklist.pb-c.h"
#include "ridealong/v1/debrief.pb-c.h"
#include "ridealong/v1/envelope.pb-c.h"
#include "ridealong/v1/event.pb-c.h"
#include "ridealong/v1/gate.pb-c.h"
#include "ridealong/v1/meeting.pb-c.h"
#include "ridealong/v1/one_on_one.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/plugin.pb-c.h"
#include "ridealong/v1/preparation.pb-c.h"
#include "ridealong/v1/privacy.pb-c.h"
#include "ridealong/v1/reminder.pb-c.h"
#include "ridealong/v1/report.pb-c.h"
#include "ridealong/v1/session.pb-c.h"
#include "ridealong/v1/template.pb-c.h"
#include "ridealong/v1/timer.pb-c.h"
#include "ridealong/v1/working_note.pb-c.h"

/** The service's type as generated, and the stem of its symbols. */
#define CONTRACT_SERVICES(X)                                                                                           \
	X(ActionPoints, action_points)                                                                                 \
	X(Admin, admin)                                                                                                \
	X(Calendars, calendars)                                                                                        \
	X(Calls, calls)                                                                                                \
	X(Checklists, checklists)                                                                                      \
	X(Debriefs, debriefs)                                                                                          \
	X(Events, events)                                                                                              \
	X(Gate, gate)                                                                                                  \
	X(Meetings, meetings)                                                                                          \
	X(OneOnOnes, one_on_ones)                                                                                      \
	X(People, people)                                                                                              \
	X(Plugins, plugins)                                                                                            \
	X(Preparations, preparations)                                                                                  \
	X(Privacy, privacy)                                                                                            \
	X(Reminders, reminders)                                                                                        \
	X(Reports, reports)                                                                                            \
	X(Sessions, sessions)                                                                                          \
	X(Templates, templates)                                                                                        \
	X(Timers, timers)                                                                                              \
	X(WorkingNotes, working_notes)

#endif
