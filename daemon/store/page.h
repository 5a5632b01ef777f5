/* store/ — pages: a token is the name of the last row that this viewer was shown. */
#ifndef RIDEALONG_STORE_PAGE_H
#define RIDEALONG_STORE_PAGE_H

#include "proto/status.h"

/** Says that a page token names nothing this viewer was shown in this list (AIP-158): INVALID_ARGUMENT. */
enum status store_page_invalid(struct error *reterr);

#endif
