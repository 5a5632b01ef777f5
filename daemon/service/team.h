/* service/ — a coach's team: methods of People, kept in a file of their own. */
#ifndef RIDEALONG_SERVICE_TEAM_H
#define RIDEALONG_SERVICE_TEAM_H

#include "daemon/service/call.h"
#include "ridealong/v1/person.pb-c.h"

enum status service_team_get(struct call *call, const GetTeamRequest *in, Team **ret);
/** Records, or takes back, when the team was told that sessions may be unannounced. The day is today or before, in the
 *  coach's zone. Event: team.updated. Write lane. */
enum status service_team_update(struct call *call, const UpdateTeamRequest *in, Team **ret);

#endif
