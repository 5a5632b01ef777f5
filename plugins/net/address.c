/* plugins/net: see address.h. */
#include "plugins/net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

struct net4 {
	uint32_t base;
	unsigned bits;
};

/* What is no host of the internet. */
static const struct net4 kept4[] = {
	{ 0x00000000, 8 },  /* 0.0.0.0: this network */
	{ 0x0a000000, 8 },  /* 10.0.0.0: private */
	{ 0x64400000, 10 }, /* 100.64.0.0: shared by a provider's customers */
	{ 0x7f000000, 8 },  /* 127.0.0.0: loopback */
	{ 0xa9fe0000, 16 }, /* 169.254.0.0: link-local */
	{ 0xac100000, 12 }, /* 172.16.0.0: private */
	{ 0xc0000000, 24 }, /* 192.0.0.0: protocols */
	{ 0xc0000200, 24 }, /* 192.0.2.0: documentation */
	{ 0xc0586300, 24 }, /* 192.88.99.0: 6to4 relays */
	{ 0xc0a80000, 16 }, /* 192.168.0.0: private */
	{ 0xc6120000, 15 }, /* 198.18.0.0: benchmarks */
	{ 0xc6336400, 24 }, /* 198.51.100.0: documentation */
	{ 0xcb007100, 24 }, /* 203.0.113.0: documentation */
	{ 0xe0000000, 3 },  /* 224.0.0.0 and up: multicast, reserved, broadcast */
};

struct net6 {
	uint8_t base[4];
	unsigned bits;
};

/* Of 2000::/3, outside of which nothing is public. */
static const struct net6 kept6[] = {
	{ { 0x20, 0x01, 0x00, 0x00 }, 23 }, /* 2001::/23: protocols, Teredo among them */
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32 }, /* 2001:db8::/32: documentation */
	{ { 0x3f, 0xff, 0x00, 0x00 }, 20 }, /* 3fff::/20: documentation */
};

static uint32_t word(const uint8_t *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool within(uint32_t address, uint32_t base, unsigned bits)
{
	return (address ^ base) >> (32 - bits) == 0;
}

static bool is_public4(uint32_t address)
{
	for (size_t i = 0; i < sizeof(kept4) / sizeof(kept4[0]); i++)
		if (within(address, kept4[i].base, kept4[i].bits))
			return false;
	return true;
}

static bool is_public6(const uint8_t address[16])
{
	static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
	static const uint8_t translated[12] = { 0x00, 0x64, 0xff, 0x9b };

	if (memcmp(address, mapped, sizeof(mapped)) == 0 || memcmp(address, translated, sizeof(translated)) == 0)
		return is_public4(word(address + 12));
	if (address[0] == 0x20 && address[1] == 0x02) /* 6to4 */
		return is_public4(word(address + 2));
	for (size_t i = 0; i < sizeof(kept6) / sizeof(kept6[0]); i++)
		if (within(word(address), word(kept6[i].base), kept6[i].bits))
			return false;
	return address[0] >> 5 == 1;
}

bool net_address_is_public(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET)
		return is_public4(ntohl(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr));
	if (address->sa_family == AF_INET6)
		return is_public6(((const struct sockaddr_in6 *)(const void *)address)->sin6_addr.s6_addr);
	return false;
}
