/* store/ — pages. */
#include "daemon/store/page.h"

enum status store_page_invalid(struct error *reterr)
{
	return error_detail(reterr, STATUS_INVALID_ARGUMENT, "PAGE_TOKEN", "page_token",
		"page_token is not one of this list; begin again without it");
}
