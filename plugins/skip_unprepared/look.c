/* skip_unprepared — what the check found, as it is kept. */
#include "look.h"

#include "settings.h"

void look_fill(struct look *look, const struct rule_facts *facts, const struct rule_verdict *verdict)
{
	gate_look__init(&look->message);
	timestamp__init(&look->time);
	look->time.seconds = facts->now / 1000000;
	look->time.nanos = (int32_t)(facts->now % 1000000) * 1000;
	settings_put(facts->settings != NULL ? facts->settings : &rule_defaults, &look->settings);
	look->message.look_time = &look->time;
	look->message.cutoff_time = facts->session->cutoff_time;
	look->message.decision = verdict->decision;
	look->message.rule = (char *)RULE_NAME;
	look->message.settings = &look->settings;
	for (size_t i = 0; i < verdict->n_findings; i++) {
		gate_finding__init(&look->findings[i]);
		look->findings[i].reason = verdict->findings[i].reason;
		look->findings[i].key = (char *)verdict->findings[i].key;
		look->findings[i].count = verdict->findings[i].count;
		look->list[i] = &look->findings[i];
	}
	look->message.findings = look->list;
	look->message.n_findings = verdict->n_findings;
}
