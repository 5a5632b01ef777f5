/* service/ — pages of lists (AIP-158). */
#ifndef RIDEALONG_SERVICE_PAGE_H
#define RIDEALONG_SERVICE_PAGE_H

#include "daemon/service/call.h"

/** How many a page holds: 50 when 0 is given, at most 1000. INVALID_ARGUMENT when negative. */
enum status service_page_size(struct call *call, int32_t given, int *ret);

/** Ends a page that was read one row longer than its size: the row too many goes off *count, and the answer is the
 * token for the next page, the name of the last row shown; "" when there is none. `items` is an array of pointers to
 * messages with a field "name". */
char *service_page_end(const void *items, size_t *count, int size);

#endif
