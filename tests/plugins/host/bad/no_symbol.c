/* A shared object that is no plugin. */
#include <ridealong/plugin.h>

RIDEALONG_EXPORT int something_else(void);

int something_else(void)
{
	return 1;
}
