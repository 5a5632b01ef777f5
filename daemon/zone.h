/* daemon/ — the machine's time zone, for people of whom none is said. */
#ifndef RIDEALONG_DAEMON_ZONE_H
#define RIDEALONG_DAEMON_ZONE_H

#define ZONE_SIZE 64

/** IANA name of the zone the machine is set to (TZ, /etc/localtime); "UTC" when it cannot be told. Before threads
 * start. */
void zone_of_machine(char ret[ZONE_SIZE]);

#endif
