// Embeds the files of protocol/catalog: a line with the name, one with the file, in the order of their names. The build looks at
// a file again when it has changed, since the compiler lists it among what the object was made of.
#include "embedded.h"

// The language of C targets is C11, where this compiler has `#embed` as an extension.
#pragma clang diagnostic ignored "-Wc23-extensions"

#define FILE(name) {name, (const unsigned char[]){
#define END }},

static const gridward_embedded_file catalog[] = {
FILE("accident.yaml")
#embed "../../protocol/catalog/accident.yaml" suffix(, 0)
END
FILE("accountability_review.yaml")
#embed "../../protocol/catalog/accountability_review.yaml" suffix(, 0)
END
FILE("admonition.yaml")
#embed "../../protocol/catalog/admonition.yaml" suffix(, 0)
END
FILE("alarm.yaml")
#embed "../../protocol/catalog/alarm.yaml" suffix(, 0)
END
FILE("assignment.yaml")
#embed "../../protocol/catalog/assignment.yaml" suffix(, 0)
END
FILE("audit_finding.yaml")
#embed "../../protocol/catalog/audit_finding.yaml" suffix(, 0)
END
FILE("baseline.yaml")
#embed "../../protocol/catalog/baseline.yaml" suffix(, 0)
END
FILE("blacklist_entry.yaml")
#embed "../../protocol/catalog/blacklist_entry.yaml" suffix(, 0)
END
FILE("campaign.yaml")
#embed "../../protocol/catalog/campaign.yaml" suffix(, 0)
END
FILE("certificate.yaml")
#embed "../../protocol/catalog/certificate.yaml" suffix(, 0)
END
FILE("checklist.yaml")
#embed "../../protocol/catalog/checklist.yaml" suffix(, 0)
END
FILE("checkpoint.yaml")
#embed "../../protocol/catalog/checkpoint.yaml" suffix(, 0)
END
FILE("classes.yaml")
#embed "../../protocol/catalog/classes.yaml" suffix(, 0)
END
FILE("code_table.yaml")
#embed "../../protocol/catalog/code_table.yaml" suffix(, 0)
END
FILE("committee.yaml")
#embed "../../protocol/catalog/committee.yaml" suffix(, 0)
END
FILE("daily_report.yaml")
#embed "../../protocol/catalog/daily_report.yaml" suffix(, 0)
END
FILE("directive.yaml")
#embed "../../protocol/catalog/directive.yaml" suffix(, 0)
END
FILE("duty_report.yaml")
#embed "../../protocol/catalog/duty_report.yaml" suffix(, 0)
END
FILE("duty_roster.yaml")
#embed "../../protocol/catalog/duty_roster.yaml" suffix(, 0)
END
FILE("emergency_report.yaml")
#embed "../../protocol/catalog/emergency_report.yaml" suffix(, 0)
END
FILE("enforcement_case.yaml")
#embed "../../protocol/catalog/enforcement_case.yaml" suffix(, 0)
END
FILE("enterprise.yaml")
#embed "../../protocol/catalog/enterprise.yaml" suffix(, 0)
END
FILE("expert.yaml")
#embed "../../protocol/catalog/expert.yaml" suffix(, 0)
END
FILE("expert_diagnosis.yaml")
#embed "../../protocol/catalog/expert_diagnosis.yaml" suffix(, 0)
END
FILE("extension.yaml")
#embed "../../protocol/catalog/extension.yaml" suffix(, 0)
END
FILE("fulfilment.yaml")
#embed "../../protocol/catalog/fulfilment.yaml" suffix(, 0)
END
FILE("grant.yaml")
#embed "../../protocol/catalog/grant.yaml" suffix(, 0)
END
FILE("grid_cell.yaml")
#embed "../../protocol/catalog/grid_cell.yaml" suffix(, 0)
END
FILE("guarantee.yaml")
#embed "../../protocol/catalog/guarantee.yaml" suffix(, 0)
END
FILE("hazard.yaml")
#embed "../../protocol/catalog/hazard.yaml" suffix(, 0)
END
FILE("held_action.yaml")
#embed "../../protocol/catalog/held_action.yaml" suffix(, 0)
END
FILE("held_confidential.yaml")
#embed "../../protocol/catalog/held_confidential.yaml" suffix(, 0)
END
FILE("informant.yaml")
#embed "../../protocol/catalog/informant.yaml" suffix(, 0)
END
FILE("injury.yaml")
#embed "../../protocol/catalog/injury.yaml" suffix(, 0)
END
FILE("inspection.yaml")
#embed "../../protocol/catalog/inspection.yaml" suffix(, 0)
END
FILE("insurance.yaml")
#embed "../../protocol/catalog/insurance.yaml" suffix(, 0)
END
FILE("interview.yaml")
#embed "../../protocol/catalog/interview.yaml" suffix(, 0)
END
FILE("listing.yaml")
#embed "../../protocol/catalog/listing.yaml" suffix(, 0)
END
FILE("major_hazard_installation.yaml")
#embed "../../protocol/catalog/major_hazard_installation.yaml" suffix(, 0)
END
FILE("notice.yaml")
#embed "../../protocol/catalog/notice.yaml" suffix(, 0)
END
FILE("obligation.yaml")
#embed "../../protocol/catalog/obligation.yaml" suffix(, 0)
END
FILE("observation.yaml")
#embed "../../protocol/catalog/observation.yaml" suffix(, 0)
END
FILE("pass.yaml")
#embed "../../protocol/catalog/pass.yaml" suffix(, 0)
END
FILE("patrol.yaml")
#embed "../../protocol/catalog/patrol.yaml" suffix(, 0)
END
FILE("penalty.yaml")
#embed "../../protocol/catalog/penalty.yaml" suffix(, 0)
END
FILE("permit.yaml")
#embed "../../protocol/catalog/permit.yaml" suffix(, 0)
END
FILE("post.yaml")
#embed "../../protocol/catalog/post.yaml" suffix(, 0)
END
FILE("publication.yaml")
#embed "../../protocol/catalog/publication.yaml" suffix(, 0)
END
FILE("random_draw.yaml")
#embed "../../protocol/catalog/random_draw.yaml" suffix(, 0)
END
FILE("receipt.yaml")
#embed "../../protocol/catalog/receipt.yaml" suffix(, 0)
END
FILE("rectification_order.yaml")
#embed "../../protocol/catalog/rectification_order.yaml" suffix(, 0)
END
FILE("redaction.yaml")
#embed "../../protocol/catalog/redaction.yaml" suffix(, 0)
END
FILE("referral.yaml")
#embed "../../protocol/catalog/referral.yaml" suffix(, 0)
END
FILE("rescue_team.yaml")
#embed "../../protocol/catalog/rescue_team.yaml" suffix(, 0)
END
FILE("revocation.yaml")
#embed "../../protocol/catalog/revocation.yaml" suffix(, 0)
END
FILE("risk_assessment.yaml")
#embed "../../protocol/catalog/risk_assessment.yaml" suffix(, 0)
END
FILE("risk_point.yaml")
#embed "../../protocol/catalog/risk_point.yaml" suffix(, 0)
END
FILE("roles.yaml")
#embed "../../protocol/catalog/roles.yaml" suffix(, 0)
END
FILE("roll_up.yaml")
#embed "../../protocol/catalog/roll_up.yaml" suffix(, 0)
END
FILE("rule_setting.yaml")
#embed "../../protocol/catalog/rule_setting.yaml" suffix(, 0)
END
FILE("score.yaml")
#embed "../../protocol/catalog/score.yaml" suffix(, 0)
END
FILE("sensor_alarm.yaml")
#embed "../../protocol/catalog/sensor_alarm.yaml" suffix(, 0)
END
FILE("supervision_task.yaml")
#embed "../../protocol/catalog/supervision_task.yaml" suffix(, 0)
END
FILE("supply.yaml")
#embed "../../protocol/catalog/supply.yaml" suffix(, 0)
END
FILE("suspension.yaml")
#embed "../../protocol/catalog/suspension.yaml" suffix(, 0)
END
FILE("target.yaml")
#embed "../../protocol/catalog/target.yaml" suffix(, 0)
END
FILE("team.yaml")
#embed "../../protocol/catalog/team.yaml" suffix(, 0)
END
FILE("tip_off.yaml")
#embed "../../protocol/catalog/tip_off.yaml" suffix(, 0)
END
FILE("toolbox_talk.yaml")
#embed "../../protocol/catalog/toolbox_talk.yaml" suffix(, 0)
END
FILE("training.yaml")
#embed "../../protocol/catalog/training.yaml" suffix(, 0)
END
FILE("violation.yaml")
#embed "../../protocol/catalog/violation.yaml" suffix(, 0)
END
FILE("warning_notice.yaml")
#embed "../../protocol/catalog/warning_notice.yaml" suffix(, 0)
END
FILE("withdrawal.yaml")
#embed "../../protocol/catalog/withdrawal.yaml" suffix(, 0)
END
};

static const gridward_embedded_file codes[] = {
FILE("accident-type-1986.yaml")
#embed "../../protocol/catalog/codes/accident-type-1986.yaml" suffix(, 0)
END
FILE("calendar-2023.yaml")
#embed "../../protocol/catalog/codes/calendar-2023.yaml" suffix(, 0)
END
FILE("calendar-2024.yaml")
#embed "../../protocol/catalog/codes/calendar-2024.yaml" suffix(, 0)
END
FILE("calendar-2025.yaml")
#embed "../../protocol/catalog/codes/calendar-2025.yaml" suffix(, 0)
END
FILE("calendar-2026.yaml")
#embed "../../protocol/catalog/codes/calendar-2026.yaml" suffix(, 0)
END
FILE("hazard-category.yaml")
#embed "../../protocol/catalog/codes/hazard-category.yaml" suffix(, 0)
END
FILE("hazard-factor-2022.yaml")
#embed "../../protocol/catalog/codes/hazard-factor-2022.yaml" suffix(, 0)
END
FILE("industry-2017.yaml")
#embed "../../protocol/catalog/codes/industry-2017.yaml" suffix(, 0)
END
FILE("inspection-interval.yaml")
#embed "../../protocol/catalog/codes/inspection-interval.yaml" suffix(, 0)
END
FILE("law.yaml")
#embed "../../protocol/catalog/codes/law.yaml" suffix(, 0)
END
FILE("penalty-kind-2021.yaml")
#embed "../../protocol/catalog/codes/penalty-kind-2021.yaml" suffix(, 0)
END
FILE("principal-duty-2002.yaml")
#embed "../../protocol/catalog/codes/principal-duty-2002.yaml" suffix(, 0)
END
FILE("principal-duty-2014.yaml")
#embed "../../protocol/catalog/codes/principal-duty-2014.yaml" suffix(, 0)
END
FILE("principal-duty-2021.yaml")
#embed "../../protocol/catalog/codes/principal-duty-2021.yaml" suffix(, 0)
END
FILE("remedial-measure.yaml")
#embed "../../protocol/catalog/codes/remedial-measure.yaml" suffix(, 0)
END
FILE("resumption-item.yaml")
#embed "../../protocol/catalog/codes/resumption-item.yaml" suffix(, 0)
END
FILE("sector.yaml")
#embed "../../protocol/catalog/codes/sector.yaml" suffix(, 0)
END
FILE("violation-type.yaml")
#embed "../../protocol/catalog/codes/violation-type.yaml" suffix(, 0)
END
};

size_t gridward_catalog_count(void) { return sizeof catalog / sizeof catalog[0]; }

gridward_embedded_file gridward_catalog_file(size_t place) { return catalog[place]; }

size_t gridward_codes_count(void) { return sizeof codes / sizeof codes[0]; }

gridward_embedded_file gridward_codes_file(size_t place) { return codes[place]; }
