/* proto/ — words that a stranger wrote, before a person reads them. */
#ifndef RIDEALONG_PROTO_DEFUSE_H
#define RIDEALONG_PROTO_DEFUSE_H

/** Control characters but line ends, and the marks that turn the direction of what follows (U+202A to U+202E, U+2066 to
 *  U+2069), each become a space: neither a terminal nor a reader is led astray. UTF-8, in place,
 *  never longer; a text in which nothing is to change is not written to. */
void defuse(char *text);
/** The same for what stays within its line: line ends, too. */
void defuse_line(char *text);

#endif
