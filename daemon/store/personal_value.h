/* store/ — a column of any table as fields of an ExportRecord; for the files of this storey alone. */
#ifndef RIDEALONG_STORE_PERSONAL_VALUE_H
#define RIDEALONG_STORE_PERSONAL_VALUE_H

#include <sqlite3.h>

#include "daemon/base/arena.h"
#include "ridealong/v1/privacy.pb-c.h"

/** Adds what the column holds, under its own name: by the field of that name in `type` (NULL: there is none), codes get
 *  their names and packed columns are read; else by what it is. What is empty adds nothing. */
void personal_value_add(ExportRecord *record, const ProtobufCMessageDescriptor *type, sqlite3_stmt *row, int column,
	struct arena *arena);

#endif
