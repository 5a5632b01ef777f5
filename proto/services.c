/* proto/ — the contract's services and methods, as protobuf-c's descriptors have them. */
#include "proto/services.h"

#include <string.h>

#include "proto/contract.h"

#define SERVICE_ROW(Name, name) &name##__descriptor,
const ProtobufCServiceDescriptor *const contract_services[] = { CONTRACT_SERVICES(SERVICE_ROW) NULL };
#undef SERVICE_ROW

const ProtobufCMethodDescriptor *contract_method_named(const char *full_name)
{
	const char *slash = strchr(full_name, '/');

	if (slash == NULL)
		return NULL;
	for (size_t i = 0; contract_services[i] != NULL; i++) {
		const char *service = contract_services[i]->name;

		if (strlen(service) == (size_t)(slash - full_name) && strncmp(service, full_name, strlen(service)) == 0)
			return protobuf_c_service_descriptor_get_method_by_name(contract_services[i], slash + 1);
	}
	return NULL;
}
