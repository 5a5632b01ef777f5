/* service/ — the way there and back, and what limits it. */
#include "daemon/domain/instant.h"
#include "daemon/service/policy.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"

#define MOST INT64_C(43200000000)

int64_t service_session_usual_travel(const struct policy *policy, SessionFormat format)
{
	return format == SESSION_FORMAT_ON_SITE ? policy_value(policy, POLICY_TRAVEL) * SERVICE_POLICY_MINUTE : 0;
}

enum status service_session_check_travel(struct call *call, const char *field, const Duration *given)
{
	int64_t travel = instant_length_us(given);

	if (travel >= 0 && travel <= MOST)
		return STATUS_OK;
	return service_refuse(call, STATUS_INVALID_ARGUMENT, "TRAVEL", field,
		"%s must be between nothing and twelve hours", "%s moet tussen niets en twaalf uur liggen", field);
}

enum status service_session_check_format(struct call *call, const char *field, SessionFormat given)
{
	if (given >= SESSION_FORMAT_UNSPECIFIED && given <= SESSION_FORMAT_SIDE_BY_SIDE)
		return STATUS_OK;
	return service_refuse(call, STATUS_INVALID_ARGUMENT, "FORMAT", field, "%s is no way to go along",
		"%s is geen manier van meegaan", field);
}

enum status service_session_check_together(struct call *call, const char *field, TravelTogether given)
{
	if (given >= TRAVEL_TOGETHER_UNSPECIFIED && given <= TRAVEL_TOGETHER_BOTH)
		return STATUS_OK;
	return service_refuse(call, STATUS_INVALID_ARGUMENT, "TOGETHER", field,
		"%s says neither there nor back nor both nor none", "%s is geen heen, terug, allebei of geen", field);
}

void service_session_journey(struct call *call, Session *session)
{
	bool back =
		session->travel_together == TRAVEL_TOGETHER_BACK || session->travel_together == TRAVEL_TOGETHER_BOTH;

	session->departure_time =
		instant_new(call->arena, instant_us(session->start_time) - instant_length_us(session->travel));
	session->debrief_after_travel = session->debrief_after_travel && back;
	if (!back)
		session->travel_back = NULL;
	else if (session->travel_back == NULL)
		session->travel_back = instant_length_new(call->arena, instant_length_us(session->travel));
	service_session_debrief_times(call, session);
}
