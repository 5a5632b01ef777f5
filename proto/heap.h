/* proto/ — the heap of a program through which messages pass. */
#ifndef RIDEALONG_PROTO_HEAP_H
#define RIDEALONG_PROTO_HEAP_H

/** Lets malloc keep a few messages' worth of memory that was freed, instead of giving it back after each: a message is
 *  up to 1 MiB, copied a few times on its way, and the kernel would clear its pages anew each time, which takes longer
 *  than all that is done with it. For a program's main(), before threads start; a library leaves that to its program.
 *  Does nothing where malloc takes no such advice. */
void heap_keep_messages(void);

#endif
