/* domain/ — when a coach may come unannounced. */
#include "daemon/domain/unannounced.h"

#include "daemon/domain/day.h"
#include "daemon/domain/words.h"

static enum status refuse(
	const struct unannounced_ask *ask, const char *reason, const char *en, const char *nl, struct error *reterr)
{
	return error_detail(
		reterr, STATUS_FAILED_PRECONDITION, reason, "unannounced", "%s", words_pick(ask->locale, en, nl));
}

enum status unannounced_may_plan(const struct unannounced_ask *ask, struct error *reterr)
{
	int told;

	if (!ask->template_allows)
		return refuse(ask, "TEMPLATE_FORBIDS", "with these confidential conversations nobody comes unannounced",
			"bij deze vertrouwelijke gesprekken komt niemand onaangekondigd", reterr);
	if (!day_parse(ask->told_date, &told) || told > ask->today)
		return refuse(ask, "TEAM_NOT_TOLD",
			"tell the team first, and record the day: only then may you come unannounced",
			"vertel het eerst aan het team en leg de dag vast: pas dan kun je onaangekondigd mee", reterr);
	if (ask->before == 0)
		return refuse(ask, "FIRST_SESSION",
			"the first session of the two of you is never unannounced: plan an announced one before it",
			"jullie eerste sessie is nooit onaangekondigd: plan er een aangekondigde voor", reterr);
	if (ask->in_quarter > 0)
		return refuse(ask, "ONE_A_QUARTER",
			"one unannounced session a quarter is the most for one person: announce this one",
			"meer dan één onaangekondigde sessie per kwartaal is te veel voor één persoon: kondig deze aan",
			reterr);
	if (ask->sessions + 1 >= UNANNOUNCED_SHARE_FROM && (ask->unannounced + 1) * 4 > ask->sessions + 1)
		return refuse(ask, "ONE_IN_FOUR",
			"at most one in four of your sessions together may be unannounced: announce this one",
			"hooguit één op de vier van jullie sessies mag onaangekondigd zijn: kondig deze aan", reterr);
	return STATUS_OK;
}

const char *unannounced_policy(const char *told_date, const char *locale, struct arena *arena)
{
	int told, year, month, day_of_month;

	if (!day_parse(told_date, &told))
		return words_pick(locale,
			"Every session is announced. That stays so until the coach has told the team that some may not "
			"be.",
			"Elke sessie wordt aangekondigd. Dat blijft zo totdat de coach het team heeft verteld dat het "
			"ook anders kan.");
	day_split(told, &year, &month, &day_of_month);
	return arena_printf(arena,
		words_pick(locale,
			"Since %s %d, as told to the team, a session may be unannounced: never your first one with "
			"this coach, at most one a quarter, and from the fifth session on at most one in four. You "
			"hear it an hour before departure. Confidential conversations are always announced.",
			"Sinds %s %d, zoals aan het team verteld, kan een sessie onaangekondigd zijn: nooit je eerste "
			"met deze coach, hooguit één per kwartaal, en vanaf de vijfde sessie hooguit één op de vier. "
			"Je hoort het een uur voor vertrek. Vertrouwelijke gesprekken worden altijd aangekondigd."),
		day_text(told, locale, arena), year);
}
