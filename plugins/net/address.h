/* plugins/net: which addresses of the network are everybody's. */
#ifndef NET_ADDRESS_H
#define NET_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/** Whether an address is out on the internet: not loopback, link-local, of a private or shared network (RFC 1918, 4193,
 *  6598), multicast, or otherwise kept for a purpose (the IANA registries of RFC 6890). An IPv6 address that stands for
 *  an IPv4 one (RFC 4291 2.5.5.2, 6052, 3056) is what that is. Any other family is not. */
bool net_address_is_public(const struct sockaddr *address);

#endif
