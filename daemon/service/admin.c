/* service/ — the daemon itself: status, tokens, metrics, backup. */
#include <ctype.h>
#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "daemon/base/clock.h"
#include "daemon/domain/instant.h"
#include "daemon/service/event.h"
#include "daemon/service/policy.h"
#include "daemon/service/refuse.h"
#include "daemon/service/service.h"
#include "daemon/store/erasure.h"
#include "daemon/store/identity.h"
#include "daemon/store/meta.h"
#include "daemon/store/timer.h"
#include "daemon/store/token.h"
#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/plugin.pb-c.h"

#define RPC_SERVICE Admin_Service

#define DEFAULT_PAGE      50
#define LARGEST_PAGE      1000
#define DISPLAY_NAME_SIZE 200
#define SCOPES            40

/* GetStatus */

static int count_plugins(const struct service *service)
{
	int count = 0;

	while (service->plugins != NULL && service->plugins[count] != NULL)
		count++;
	return count;
}

static int count_running(struct call *call)
{
	const struct service *service = call->service;
	int running = 0;

	for (int i = 0; service->fill_plugin != NULL && i < count_plugins(service); i++) {
		Plugin plugin = PLUGIN__INIT;

		service->fill_plugin(service->fill_arg, call->arena, service->plugins[i], &plugin.base);
		running += plugin.state == PLUGIN_STATE_RUNNING;
	}
	return running;
}

static enum status fill_timers(struct call *call, Status *status)
{
	enum status st;
	int64_t next;

	st = store_timer_count(call->conn, &status->timers, &call->error);
	if (st == STATUS_OK)
		st = store_timer_next(call->conn, call->now, &next, &call->error);
	if (st == STATUS_OK && next != INT64_MAX)
		status->next_timer_time = instant_new(call->arena, next);
	return st;
}

/* What happens by itself to what is kept. */
static enum status fill_keeping(struct call *call, Status *status)
{
	int64_t swept = 0, erasures = 0;
	enum status st = fill_timers(call, status);

	if (st == STATUS_OK)
		st = store_meta_get_sweep(call->conn, &swept, &call->error);
	if (st == STATUS_OK)
		st = store_erasure_count(call->conn, &erasures, &call->error);
	if (st == STATUS_OK)
		st = service_policy_strangers(call, &status->unknown_teams, &status->n_unknown_teams);
	status->sweep_time = instant_new(call->arena, swept);
	status->erasures = (int32_t)erasures;
	return st;
}

static void fill_addresses(const struct service *service, struct arena *arena, Status *status)
{
	for (size_t i = 0; service->listen != NULL && service->listen[i] != NULL; i++) {
		char **slot = arena_push(arena, &status->listen, &status->n_listen, sizeof(*slot));

		*slot = arena_strdup(arena, service->listen[i]);
	}
}

RPC_METHOD(get_status, GetStatusRequest, Status)
(struct call *call, const GetStatusRequest *in, Status **ret)
{
	const struct service *service = call->service;
	Status *status = arena_alloc(call->arena, sizeof(*status));

	(void)in;
	status__init(status);
	status->version = (char *)RIDEALONG_VERSION;
	status->clock_time = instant_new(call->arena, call->now);
	status->simulation = service->simulation;
	status->start_time = instant_new(call->arena, service->start_time);
	status->schema_version = service->schema_version;
	status->caller = (char *)call->actor->name;
	status->admin = call->actor->admin;
	*ret = status;
	if (!call->actor->admin)
		return STATUS_OK;
	fill_addresses(service, call->arena, status);
	status->data_dir = (char *)service->data_dir;
	status->plugins_configured = count_plugins(service);
	status->plugins_running = count_running(call);
	return fill_keeping(call, status);
}

/* Tokens */

static bool is_service(const char *name, size_t length)
{
	for (size_t i = 0; contract_services[i] != NULL; i++) {
		const char *known = contract_services[i]->short_name;

		if (strlen(known) == length && strncasecmp(known, name, length) == 0)
			return true;
	}
	return false;
}

/* "admin", a service's name in lower case with ".read" or ".write", or the one right that a mail server needs. */
static bool is_scope(const char *scope)
{
	const char *dot = strchr(scope, '.');

	if (strcmp(scope, "admin") == 0 || strcmp(scope, "reminders.receive") == 0)
		return true;
	for (const char *at = scope; *at != '\0'; at++)
		if (isupper((unsigned char)*at))
			return false;
	return dot != NULL && (strcmp(dot, ".read") == 0 || strcmp(dot, ".write") == 0) &&
	       is_service(scope, (size_t)(dot - scope));
}

static enum status check_scopes(struct call *call, const Token *token)
{
	if (token->n_scopes > SCOPES)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "SCOPES_TOO_MANY", "token.scopes",
			"a token has at most %d scopes", "een token heeft hooguit %d bevoegdheden", SCOPES);
	for (size_t i = 0; i < token->n_scopes; i++)
		if (!is_scope(token->scopes[i]))
			return service_refuse(call, STATUS_INVALID_ARGUMENT, "SCOPE_UNKNOWN", "token.scopes",
				"\"%.60s\" is no scope, such as meetings.read or admin",
				"\"%.60s\" is geen bevoegdheid, zoals meetings.read of admin", token->scopes[i]);
	if (token->n_scopes == 0)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "SCOPES_MISSING", "token.scopes",
			"a token needs at least one scope, such as meetings.read",
			"een token heeft minstens één bevoegdheid nodig, zoals meetings.read");
	return STATUS_OK;
}

static enum status check_token(struct call *call, const Token *token)
{
	if (token == NULL || token->display_name[0] == '\0')
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "DISPLAY_NAME_MISSING", "token.display_name",
			"say what the token is for", "zeg waar het token voor is");
	if (strlen(token->display_name) > DISPLAY_NAME_SIZE)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "DISPLAY_NAME_TOO_LONG", "token.display_name",
			"the token's display name is longer than %d bytes",
			"de naam van het token is langer dan %d bytes", DISPLAY_NAME_SIZE);
	if (token->expire_time != NULL && instant_us(token->expire_time) <= call->now)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "EXPIRED_ALREADY", "token.expire_time",
			"the token would have expired already",
			"het token zou al verlopen zijn: kies een later tijdstip");
	return check_scopes(call, token);
}

static enum status find_person(struct call *call, const char *address, char **ret)
{
	const char *person = NULL;
	enum status status;

	*ret = (char *)"";
	if (address[0] == '\0')
		return STATUS_OK;
	status = store_identity_of_address(call->conn, address, call->arena, &person, &call->error);
	if (status != STATUS_OK)
		return status;
	if (person == NULL)
		return service_refuse(call, STATUS_NOT_FOUND, "PERSON_NOT_FOUND", "token.person",
			"there is nobody with the address %.200s", "er is niemand met het adres %.200s", address);
	*ret = (char *)person;
	return STATUS_OK;
}

/* "ra_" and 256 random bits. */
static char *new_secret(struct arena *arena)
{
	uint8_t random[ID_KEY_BYTES];
	char text[64];

	randombytes_buf(random, sizeof(random));
	id_secret(random, "token", ID_KEY_BYTES, text);
	sodium_memzero(random, sizeof(random));
	return arena_printf(arena, "ra_%s", text);
}

RPC_METHOD(create_token, CreateTokenRequest, Token)
(struct call *call, const CreateTokenRequest *in, Token **ret)
{
	Token *token = arena_alloc(call->arena, sizeof(*token));
	enum status status;
	char hash[65];

	status = check_token(call, in->token);
	if (status != STATUS_OK)
		return status;
	token__init(token);
	status = find_person(call, in->token->person, &token->person);
	if (status != STATUS_OK)
		return status;
	token->name = call_new_name(call, "tokens");
	token->display_name = in->token->display_name;
	token->scopes = in->token->scopes;
	token->n_scopes = in->token->n_scopes;
	token->expire_time = in->token->expire_time;
	token->create_time = instant_new(call->arena, call->now);
	token->secret = new_secret(call->arena);
	id_hash(token->secret, strlen(token->secret), hash);
	status = store_token_insert(call->conn, token, hash, &call->error);
	if (status != STATUS_OK)
		return status;
	*ret = token;
	return service_event_append(call, "token.created", token->name, NULL, NULL, NULL, NULL);
}

RPC_METHOD(revoke_token, RevokeTokenRequest, Token)
(struct call *call, const RevokeTokenRequest *in, Token **ret)
{
	enum status status;

	status = store_token_revoke(call->conn, in->name, call->now, &call->error);
	if (status == STATUS_OK)
		status = store_token_get(call->conn, in->name, call->arena, ret, &call->error);
	if (status != STATUS_OK)
		return status;
	return service_event_append(call, "token.revoked", in->name, NULL, NULL, NULL, NULL);
}

RPC_METHOD(list_tokens, ListTokensRequest, ListTokensResponse)
(struct call *call, const ListTokensRequest *in, ListTokensResponse **ret)
{
	ListTokensResponse *response = arena_alloc(call->arena, sizeof(*response));
	int size = in->page_size == 0 ? DEFAULT_PAGE : in->page_size > LARGEST_PAGE ? LARGEST_PAGE : in->page_size;
	enum status status;
	Token *last;

	if (in->page_size < 0)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "PAGE_SIZE_INVALID", "page_size",
			"page_size is negative", "page_size mag niet negatief zijn");
	if (in->page_token[0] != '\0' &&
		store_token_get(call->conn, in->page_token, call->arena, &last, &call->error) != STATUS_OK)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "PAGE_TOKEN_INVALID", "page_token",
			"the page token is not of this list",
			"page_token hoort niet bij deze lijst; begin opnieuw zonder");
	list_tokens_response__init(response);
	status = store_token_list(call->conn, in->page_token, size + 1, call->arena, &response->tokens,
		&response->n_tokens, &call->error);
	if (status != STATUS_OK)
		return status;
	if (response->n_tokens > (size_t)size) {
		response->n_tokens = (size_t)size;
		response->next_page_token = response->tokens[size - 1]->name;
	}
	*ret = response;
	return STATUS_OK;
}

/* GetMetrics, BackupStore, AdvanceClock */

/* How many wait, and since when the first of those that are due has been. */
static enum status fill_waiting_timers(struct call *call, Metrics *metrics)
{
	struct store_timer *due;
	size_t count;
	enum status st;

	st = store_timer_count(call->conn, &metrics->timers, &call->error);
	if (st == STATUS_OK)
		st = store_timer_due(call->conn, NULL, call->now, 1, call->arena, &due, &count, &call->error);
	if (st == STATUS_OK && count > 0)
		metrics->timer_lag = instant_length_new(call->arena, call->now - due[0].due);
	return st;
}

RPC_METHOD(get_metrics, GetMetricsRequest, Metrics)
(struct call *call, const GetMetricsRequest *in, Metrics **ret)
{
	Metrics *metrics = arena_alloc(call->arena, sizeof(*metrics));

	(void)in;
	metrics__init(metrics);
	metrics->start_time = instant_new(call->arena, call->service->start_time);
	if (call->service->fill_metrics != NULL)
		call->service->fill_metrics(call->service->fill_arg, call->arena, &metrics->base);
	*ret = metrics;
	return fill_waiting_timers(call, metrics);
}

/* Named by the machine's own time, also in a simulation: two backups never want the same file. */
static char *backup_name(struct arena *arena)
{
	struct timespec now;
	struct tm utc;
	char second[32];

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	strftime(second, sizeof(second), "%Y-%m-%dT%H%M%S", &utc);
	return arena_printf(arena, "ridealong-%s.%06ldZ.db", second, now.tv_nsec / 1000);
}

RPC_METHOD(backup_store, BackupStoreRequest, BackupStoreResponse)
(struct call *call, const BackupStoreRequest *in, BackupStoreResponse **ret)
{
	BackupStoreResponse *response = arena_alloc(call->arena, sizeof(*response));
	const char *folder = arena_printf(call->arena, "%s/backups", call->service->data_dir);
	const char *path;
	enum status status;

	(void)in;
	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		return service_refuse(call, STATUS_UNAVAILABLE, NULL, NULL, "the folder %s cannot be made: %s",
			"de map %s is niet te maken: %s", folder, strerror(errno));
	backup_store_response__init(response);
	response->file = backup_name(call->arena);
	path = arena_printf(call->arena, "%s/%s", folder, response->file);
	status = store_backup(call->conn, path, &response->size, &call->error);
	if (status == STATUS_OK)
		*ret = response;
	return status;
}

RPC_METHOD_ELSEWHERE(advance_clock, AdvanceClockRequest, AdvanceClockResponse);

Admin_Service service_admin = ADMIN__INIT(handle_);
