/* base/ — ids and secrets out of a key. */
#include "daemon/base/id.h"

#include <sodium.h>
#include <string.h>

static void hmac_text(crypto_auth_hmacsha256_state *state, const char *text)
{
	/* With its NUL: "ab" + "c" is another caller and request than "a" + "bc". */
	crypto_auth_hmacsha256_update(state, (const unsigned char *)text, strlen(text) + 1);
}

void id_origin_init(
	struct id_origin *origin, const uint8_t key[ID_KEY_BYTES], const char *caller, const char *request_id)
{
	crypto_auth_hmacsha256_init(&origin->state, key, ID_KEY_BYTES);
	hmac_text(&origin->state, caller);
	hmac_text(&origin->state, request_id);
}

/* RFC 9562 section 4. */
static void uuid_write(const unsigned char id[16], char ret[ID_SIZE])
{
	static const char digits[] = "0123456789abcdef";

	for (int i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*ret++ = '-';
		*ret++ = digits[id[i] >> 4];
		*ret++ = digits[id[i] & 15];
	}
	*ret = '\0';
}

void id_make(const struct id_origin *origin, int64_t now_us, uint32_t ordinal, char ret[ID_SIZE])
{
	const uint64_t ms = now_us < 0 ? 0 : (uint64_t)now_us / 1000;
	unsigned char counted[4] = { (unsigned char)(ordinal >> 24), (unsigned char)(ordinal >> 16),
		(unsigned char)(ordinal >> 8), (unsigned char)ordinal };
	unsigned char id[crypto_auth_hmacsha256_BYTES];
	crypto_auth_hmacsha256_state state = origin->state;

	crypto_auth_hmacsha256_update(&state, counted, sizeof(counted));
	crypto_auth_hmacsha256_final(&state, id);
	for (int i = 0; i < 6; i++)
		id[i] = (unsigned char)(ms >> (40 - 8 * i));
	id[6] = (unsigned char)(0x70 | (id[6] & 0x0f));
	id[8] = (unsigned char)(0x80 | (id[8] & 0x3f));
	uuid_write(id, ret);
}

/* RFC 4648 section 6 in lower case, without padding. */
static void base32(const unsigned char *bytes, size_t size, char *ret)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned held = 0, bits = 0;

	for (size_t i = 0; i < size; i++) {
		held = (held << 8 | bytes[i]) & 0xfff;
		for (bits += 8; bits >= 5; bits -= 5)
			*ret++ = digits[held >> (bits - 5) & 31];
	}
	if (bits > 0)
		*ret++ = digits[held << (5 - bits) & 31];
	*ret = '\0';
}

void id_secret(const uint8_t key[ID_KEY_BYTES], const char *text, size_t bytes, char *ret)
{
	unsigned char mac[crypto_auth_hmacsha256_BYTES];
	crypto_auth_hmacsha256_state state;

	crypto_auth_hmacsha256_init(&state, key, ID_KEY_BYTES);
	crypto_auth_hmacsha256_update(&state, (const unsigned char *)text, strlen(text));
	crypto_auth_hmacsha256_final(&state, mac);
	base32(mac, bytes < sizeof(mac) ? bytes : sizeof(mac), ret);
}

void id_hash(const void *bytes, size_t size, char ret[65])
{
	unsigned char hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(hash, bytes, size);
	sodium_bin2hex(ret, 65, hash, sizeof(hash));
}

void id_digest(const void *bytes, size_t size, char ret[33])
{
	unsigned char hash[16];

	crypto_generichash(hash, sizeof(hash), bytes, size, NULL, 0);
	sodium_bin2hex(ret, 33, hash, sizeof(hash));
}
