/* service/ — all services, found by the contract's descriptors. */
#include "daemon/service/service.h"

#include "daemon/service/erased.h"
#include "daemon/service/refuse.h"
#include "proto/services.h"

/** The services that the daemon answers itself; each in the file of its noun. */
#define SERVICES(X)                                                                                                    \
	X(ActionPoints, action_points)                                                                                 \
	X(Admin, admin)                                                                                                \
	X(Checklists, checklists)                                                                                      \
	X(Debriefs, debriefs)                                                                                          \
	X(Events, events)                                                                                              \
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

#define DECLARE(Name, stem) extern Name##_Service service_##stem;
SERVICES(DECLARE)
#undef DECLARE

static ProtobufCService *find(const ProtobufCServiceDescriptor *descriptor)
{
#define ROW(Name, stem) &service_##stem.base,
	static ProtobufCService *const services[] = { SERVICES(ROW) };
#undef ROW

	for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++)
		if (services[i]->descriptor == descriptor)
			return services[i];
	return NULL;
}

static void take_no_answer(const ProtobufCMessage *message, void *data)
{
	(void)message;
	(void)data;
}

enum status service_invoke(struct call *call, const ProtobufCMessage *in)
{
	ProtobufCService *service = find(call->method->service);

	call->status = STATUS_OK;
	call->reply = NULL;
	if (service == NULL)
		return call->status = service_refuse(call, STATUS_UNIMPLEMENTED, NULL, NULL,
			       "the daemon does not answer %s itself", "de daemon beantwoordt %s niet zelf",
			       call->method->full_name);
	service->invoke(service, call->method->index, in, take_no_answer, call);
	if (call->status != STATUS_OK)
		service_refuse_for_store(call);
	else
		service_erased_say(call);
	return call->status;
}
