/* plugins/net: libcurl's transfers on a libuv loop, never blocking it.
 *
 * One object a counterpart, so that neither connections nor passwords are shared between them. Each connection is
 * checked when it is made, by the address to which the name has led: one of a private network (address.h) is refused
 * unless that is allowed. The loop's thread; out of memory aborts. */
#ifndef NET_MULTI_H
#define NET_MULTI_H

#include <curl/curl.h>
#include <netinet/in.h>
#include <stdbool.h>

struct uv_loop_s;
struct net_multi;

/** A transfer, first member of its owner, who makes its handle, sets what it asks for, and cleans it up. */
struct net_transfer {
	CURL *curl;
	bool allow_private;
	/** It is over, and may begin again or be freed. On the loop, never from within net_multi_begin(). */
	void (*ended)(struct net_transfer *transfer, CURLcode code);
	char refused[INET6_ADDRSTRLEN]; /* the private address that it led to, or "" */
	curl_socket_t fd;               /* the last that was opened for it, or CURL_SOCKET_BAD */
	struct net_multi *multi;        /* NULL: not under way */
};

struct net_multi *net_multi_start(struct uv_loop_s *loop);

/** Its handle's CURLOPT_PRIVATE, CURLOPT_OPENSOCKETFUNCTION and CURLOPT_NOSIGNAL are ours. */
void net_multi_begin(struct net_multi *multi, struct net_transfer *transfer);
/** Breaks a transfer off: ended() does not come any more. One that is not under way is fine. */
void net_multi_leave(struct net_transfer *transfer);

/** No transfer is under way any more, nor begins. stopped() comes when all handles are closed. May be called from
 * within ended(). */
void net_multi_stop(struct net_multi *multi, void (*stopped)(void *arg), void *arg);

#endif
