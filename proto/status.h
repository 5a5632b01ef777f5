/* proto/ — the one vocabulary of errors: gRPC's. Open to every storey. */
#ifndef RIDEALONG_PROTO_STATUS_H
#define RIDEALONG_PROTO_STATUS_H

/** Name, code on the wire (grpc/doc/statuscodes.md), exit code of the CLI. */
#define STATUS_TABLE(X)                                                                                                \
	X(OK, 0, 0)                                                                                                    \
	X(CANCELLED, 1, 130)                                                                                           \
	X(UNKNOWN, 2, 1)                                                                                               \
	X(INVALID_ARGUMENT, 3, 2)                                                                                      \
	X(DEADLINE_EXCEEDED, 4, 7)                                                                                     \
	X(NOT_FOUND, 5, 3)                                                                                             \
	X(ALREADY_EXISTS, 6, 5)                                                                                        \
	X(PERMISSION_DENIED, 7, 6)                                                                                     \
	X(RESOURCE_EXHAUSTED, 8, 8)                                                                                    \
	X(FAILED_PRECONDITION, 9, 4)                                                                                   \
	X(ABORTED, 10, 9)                                                                                              \
	X(OUT_OF_RANGE, 11, 2)                                                                                         \
	X(UNIMPLEMENTED, 12, 10)                                                                                       \
	X(INTERNAL, 13, 1)                                                                                             \
	X(UNAVAILABLE, 14, 11)                                                                                         \
	X(DATA_LOSS, 15, 12)                                                                                           \
	X(UNAUTHENTICATED, 16, 6)

enum status {
#define STATUS_MEMBER(name, code, exit) STATUS_##name = code,
	STATUS_TABLE(STATUS_MEMBER)
#undef STATUS_MEMBER
};

/** Why a call failed. Plain value: copy it as you like. `reason` (UPPER_SNAKE_CASE) and `field` are string constants or
 *  NULL; `message` is one sentence for a person, without a final dot. */
struct error {
	enum status status;
	const char *reason;
	const char *field;
	char message[400];
};

/** "NOT_FOUND"; "UNKNOWN" for a code that is none. */
const char *status_name(enum status status);

/** The CLI's exit code. */
int status_exit_code(enum status status);

/** Fills *reterr (NULL is fine) and returns the status, so that a failure is one line. A message that does not fit is
 *  cut at a character's edge. */
enum status error_set(struct error *reterr, enum status status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/** The same with the machine's side: a constant reason and the field at fault (each may be NULL). */
enum status error_detail(struct error *reterr, enum status status, const char *reason, const char *field,
	const char *format, ...) __attribute__((format(printf, 5, 6)));

#endif
