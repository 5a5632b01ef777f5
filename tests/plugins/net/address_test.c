/* Which addresses are everybody's, and which only those of a house. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plugins/net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static bool is_public(const char *text)
{
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
	struct sockaddr_in four = { .sin_family = AF_INET };

	if (inet_pton(AF_INET, text, &four.sin_addr) == 1)
		return net_address_is_public((const struct sockaddr *)(const void *)&four);
	assert_int_equal(inet_pton(AF_INET6, text, &six.sin6_addr), 1);
	return net_address_is_public((const struct sockaddr *)(const void *)&six);
}

static void hosts_of_the_internet_are_public(void **state)
{
	static const char *const addresses[] = { "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255",
		"100.128.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255", "172.15.255.255", "172.32.0.0",
		"192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700::1111",
		"2a00:1450::1", "2001:200::1", "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::1" };

	(void)state;
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++)
		if (!is_public(addresses[i]))
			fail_msg("%s", addresses[i]);
}

static void everything_else_is_not(void **state)
{
	static const char *const addresses[] = { "0.0.0.0", "10.0.0.1", "10.255.255.255", "100.64.0.1",
		"100.127.255.255", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1", "172.31.255.255",
		"192.0.0.8", "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255", "224.0.0.1",
		"239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "fe80::1", "fec0::1",
		"fc00::1", "fdff:ffff::1", "ff02::1", "2001::1", "2001:db8::1", "3fff::1", "4000::1",
		"::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a00:1", "64:ff9b:1::a00:1",
		"2002:7f00:1::1", "2002:c0a8:1::1" };
	struct sockaddr other = { .sa_family = AF_UNIX };

	(void)state;
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++)
		if (is_public(addresses[i]))
			fail_msg("%s", addresses[i]);
	assert_false(net_address_is_public(&other));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosts_of_the_internet_are_public),
		cmocka_unit_test(everything_else_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
