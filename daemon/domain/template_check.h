/* domain/ — whether a template that somebody made can be asked. */
#ifndef RIDEALONG_DOMAIN_TEMPLATE_CHECK_H
#define RIDEALONG_DOMAIN_TEMPLATE_CHECK_H

#include <ridealong/v1/template.pb-c.h>
#include <stdbool.h>

#include "proto/status.h"

#define TEMPLATE_KEY_MOST    40   /* bytes of a key */
#define TEMPLATE_LINE_MOST   500  /* bytes of a text, hint, name or notice */
#define TEMPLATE_ANSWER_MOST 1000 /* bytes of a default answer */
#define TEMPLATE_BEFORE_MOST 16   /* questions before the meeting */
#define TEMPLATE_MOST        60   /* questions in all */

/** Whether KEY can be a template's: a small letter, then small letters, digits or "-". INVALID_ARGUMENT, field
 *  template_id. */
enum status template_check_key(const char *key, const char *locale, struct error *reterr);

/** Looks at texts, questions, confidential and unannounced_allowed of a whole template: INVALID_ARGUMENT with the key
 * of the first question that cannot be, and why. Pure. */
enum status template_check(const Template *template, const char *locale, struct error *reterr);

/** Whether two have the same texts, questions, confidential and unannounced_allowed, in the same order. */
bool template_same(const Template *one, const Template *other);

#endif
