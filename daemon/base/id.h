/* base/ — ids without counters. */
#ifndef RIDEALONG_BASE_ID_H
#define RIDEALONG_BASE_ID_H

#include <sodium/crypto_auth_hmacsha256.h>
#include <stddef.h>
#include <stdint.h>

#define ID_SIZE      37 /* UUID in text and its NUL */
#define ID_KEY_BYTES 32

/** Where the ids of one write come from: what they have in common, hashed once. A plain value. */
struct id_origin {
	crypto_auth_hmacsha256_state state;
};

void id_origin_init(
	struct id_origin *origin, const uint8_t key[ID_KEY_BYTES], const char *caller, const char *request_id);

/** UUIDv7 (RFC 9562 section 5.7) of now_us, its random bits taken from HMAC(key, caller, request id, ordinal): the same
 *  write retried has the same ids, and they tell nothing of anybody else's work. Pure; any thread. */
void id_make(const struct id_origin *origin, int64_t now_us, uint32_t ordinal, char ret[ID_SIZE]);

/** HMAC-SHA-256 of text under the key, the first `bytes` (at most 32) of it in lower-case base32 without padding, as a
 *  local part of a mail address may hold. ret has room for bytes * 8 / 5 + 2. */
void id_secret(const uint8_t key[ID_KEY_BYTES], const char *text, size_t bytes, char *ret);

/** SHA-256 of bytes as 64 hex digits and NUL: what is kept in the store. */
void id_hash(const void *bytes, size_t size, char ret[65]);

/** 128 bits of BLAKE2b (RFC 7693) as 32 hex digits and NUL, in a fraction of the time: to tell two contents apart that
 *  are both at hand. Not kept. */
void id_digest(const void *bytes, size_t size, char ret[33]);

#endif
