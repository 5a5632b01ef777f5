/* clients/client — services of the contract as protobuf-c knows them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"
#include "proto/status.h"

struct service {
	ProtobufCService base; /* first: protobuf-c's stubs are handed this */
	struct ridealong_client *client;
	struct service *next;
};

static void invoke(ProtobufCService *base, unsigned index, const ProtobufCMessage *input, ProtobufCClosure closure,
	void *closure_data)
{
	struct service *service = (struct service *)base;
	const ProtobufCMethodDescriptor *method = &base->descriptor->methods[index];
	ProtobufCMessage *reply = NULL;
	char name[200];

	snprintf(name, sizeof(name), "%s/%s", base->descriptor->name, method->name);
	if (ridealong_call(service->client, name, input, NULL, method->output, &reply, &service->client->last_error) !=
		STATUS_OK)
		reply = NULL;
	closure(reply, closure_data);
	if (reply != NULL)
		protobuf_c_message_free_unpacked(reply, NULL);
}

/* It lives as long as its client. */
static void destroy(ProtobufCService *base)
{
	(void)base;
}

ProtobufCService *ridealong_client_service(
	struct ridealong_client *client, const ProtobufCServiceDescriptor *descriptor)
{
	struct service *service;

	for (service = client->services; service != NULL; service = service->next)
		if (service->base.descriptor == descriptor)
			return &service->base;
	service = calloc(1, sizeof(*service));
	if (service == NULL)
		return NULL;
	service->base.descriptor = descriptor;
	service->base.invoke = invoke;
	service->base.destroy = destroy;
	service->client = client;
	service->next = client->services;
	client->services = service;
	return &service->base;
}

void client_services_destroy(struct ridealong_client *client)
{
	while (client->services != NULL) {
		struct service *service = client->services;

		client->services = service->next;
		free(service);
	}
}

const struct ridealong_error *ridealong_last_error(const struct ridealong_client *client)
{
	return &client->last_error;
}
