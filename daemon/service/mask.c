/* service/ — which fields an update writes. */
#include "daemon/service/mask.h"

#include <string.h>

#include "daemon/service/refuse.h"

static bool among(const char *list, const char *word)
{
	size_t length;

	for (const char *at = list; *at != '\0'; at += length + strspn(at + length, " ")) {
		length = strcspn(at, " ");
		if (strlen(word) == length && strncmp(at, word, length) == 0)
			return true;
	}
	return false;
}

enum status service_mask_check(struct call *call, const FieldMask *mask, const char *allowed)
{
	if (mask == NULL)
		return STATUS_OK;
	for (size_t i = 0; i < mask->n_paths; i++)
		if (strcmp(mask->paths[i], "*") != 0 && !among(allowed, mask->paths[i]))
			return service_refuse(call, STATUS_INVALID_ARGUMENT, "UPDATE_MASK", "update_mask",
				"update_mask: \"%.100s\" cannot be changed here; these can: %.250s",
				"update_mask: \"%.100s\" kan hier niet worden gewijzigd; deze wel: %.250s",
				mask->paths[i], allowed);
	return STATUS_OK;
}

bool service_mask_has(const FieldMask *mask, const char *field)
{
	if (mask == NULL || mask->n_paths == 0)
		return true;
	for (size_t i = 0; i < mask->n_paths; i++)
		if (strcmp(mask->paths[i], "*") == 0 || strcmp(mask->paths[i], field) == 0)
			return true;
	return false;
}
