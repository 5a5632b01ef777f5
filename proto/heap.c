/* proto/ — advice to malloc. */
#include "proto/heap.h"

#include <stdlib.h> /* says whose library it is */

#ifdef __GLIBC__
#include <malloc.h>
#endif

void heap_keep_messages(void)
{
#ifdef M_TRIM_THRESHOLD
	mallopt(M_MMAP_THRESHOLD, 4 * 1024 * 1024); /* above every message */
	mallopt(M_TRIM_THRESHOLD, 8 * 1024 * 1024);
#endif
}
