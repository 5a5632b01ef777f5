/* domain/ — who sits at the table. */
#include "daemon/domain/attendance.h"

#include <string.h>
#include <strings.h>

/* Hosts of mail for everybody: an address there says nothing about for whom somebody works. */
static const char *const for_everybody[] = { "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.nl",
	"live.com", "live.nl", "msn.com", "icloud.com", "me.com", "yahoo.com", "gmx.com", "gmx.net", "proton.me",
	"protonmail.com", "ziggo.nl", "kpnmail.nl", "planet.nl", "hetnet.nl", "xs4all.nl", "home.nl" };

static const char *host_of(const char *email)
{
	const char *at = email == NULL ? NULL : strrchr(email, '@');

	return at == NULL ? "" : at + 1;
}

static bool same_house(const char *left, const char *right)
{
	const char *host = host_of(left);

	if (host[0] == '\0' || strcasecmp(host, host_of(right)) != 0)
		return false;
	for (size_t i = 0; i < sizeof(for_everybody) / sizeof(for_everybody[0]); i++)
		if (strcasecmp(host, for_everybody[i]) == 0)
			return false;
	return true;
}

static bool is_known(const struct attendance_guest *guest)
{
	return guest->person != NULL && guest->person[0] != '\0';
}

static bool is_host(const struct attendance_guest *guest, const struct attendance_host *host)
{
	if (is_known(guest))
		return strcmp(guest->person, host->person) == 0;
	return strcasecmp(guest->email, host->email) == 0;
}

/* Whether the same somebody stands before it on the list. */
static bool again(const struct attendance_guest *guests, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (is_known(&guests[i]) && is_known(&guests[at]) && strcmp(guests[i].person, guests[at].person) == 0)
			return true;
		if (strcasecmp(guests[i].email, guests[at].email) == 0)
			return true;
	}
	return false;
}

struct attendance attendance_count(const struct attendance_guest *guests, size_t count,
	const struct attendance_host *coach, const struct attendance_host *coachee)
{
	struct attendance at_table = { .ours = 2 };

	for (size_t i = 0; i < count; i++) {
		if (is_host(&guests[i], coach) || is_host(&guests[i], coachee) || again(guests, i))
			continue;
		if (is_known(&guests[i]) || same_house(guests[i].email, coach->email) ||
			same_house(guests[i].email, coachee->email))
			at_table.ours++;
		else
			at_table.theirs++;
	}
	return at_table.theirs > 0 ? at_table : (struct attendance){ 0 };
}

bool attendance_outnumbers(const struct attendance *attendance)
{
	return attendance->theirs > 0 && attendance->ours > attendance->theirs;
}
