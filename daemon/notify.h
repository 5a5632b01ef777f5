/* daemon/ — word to the service manager (sd_notify(3)), without its library. */
#ifndef RIDEALONG_DAEMON_NOTIFY_H
#define RIDEALONG_DAEMON_NOTIFY_H

/** Sends "READY=1" or the like to $NOTIFY_SOCKET; nothing without one. */
void notify(const char *state);

#endif
