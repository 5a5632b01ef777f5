/* service/ — templates: the versions that are asked with, and the methods that change one. All in the call's arena. */
#ifndef RIDEALONG_SERVICE_TEMPLATE_H
#define RIDEALONG_SERVICE_TEMPLATE_H

#include "daemon/service/call.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/session.pb-c.h"
#include "ridealong/v1/template.pb-c.h"

/* ---- versions (template_version.c): for whatever was pinned to one; who may see that was decided before ---- */

/** A template, whole, by its name; version 0 is the latest. *ret is NULL when there is none. */
enum status service_template_load(struct call *call, const char *name, int32_t version, Template **ret);
/** The same, said in the caller's language and without its other texts; what is gone falls back to the default. */
enum status service_template_say(struct call *call, const char *name, int32_t version, Template **ret);
/** The same for whoever needs none of its questions; they may be missing. */
enum status service_template_say_head(struct call *call, const char *name, int32_t version, Template **ret);
/** The name and latest version of what a person is asked. */
enum status service_template_of_person(struct call *call, const Person *person, char **ret_name, int32_t *ret_version);
/** What is asked about a meeting: as its preparation began; else as an announced session was planned; else what its
 *  owner is asked now. A hidden session pins nothing that others could see. */
enum status service_template_of_meeting(
	struct call *call, const char *meeting, const Person *owner, char **ret_name, int32_t *ret_version);
/** Whether a person may be asked that: there is such a template, on offer, that the caller may use. */
enum status service_template_check_person(struct call *call, const char *key);
/** At a start: keeps today's versions of what is built in, so that an upgrade that changes them leaves alone what began
 *  with them. */
enum status service_template_keep(struct store *store, int64_t now, struct error *reterr);

/* ---- methods ---- */

/** The template a request names for the call's method, as the caller may see it; NOT_FOUND. Version 0 is the latest. */
enum status service_template_open(
	struct call *call, const char *field, const char *name, int32_t version, Template **ret);
/** With its etag, in that language ("": the caller's). */
enum status service_template_show(struct call *call, Template *template, const char *language, Template **ret);

/* template_write.c */
enum status service_template_create(struct call *call, const CreateTemplateRequest *in, Template **ret);
enum status service_template_update(struct call *call, const UpdateTemplateRequest *in, Template **ret);
enum status service_template_copy(struct call *call, const CopyTemplateRequest *in, Template **ret);
enum status service_template_delete(struct call *call, const DeleteTemplateRequest *in, Template **ret);
enum status service_template_undelete(struct call *call, const UndeleteTemplateRequest *in, Template **ret);

#endif
