/* Which domain implements which kind of step: the one place where they meet. */
#include "app/steps.h"

#include "cert/cert.h"
#include "credit/credit.h"
#include "exchange/exchange.h"
#include "filing/filing.h"
#include "filing/filing_announce.h"
#include "money/money.h"

const struct step_kind step_kinds[] = {
    {"accept", NULL, NULL, NULL}, /* done by POST /filings/{filing}/accept */
    {"share", exchange_share_start, exchange_share_answered, NULL},
    {"check", filing_check_start, NULL, NULL},
    {"review", filing_human_start, NULL, filing_review_approved},
    {"assess", money_assess_start, NULL, money_assess_start},
    {"pay", money_pay_start, money_pay_answered, NULL},
    {"announce", filing_announce_start, NULL, NULL}, /* ends by the schedule */
    {"record", filing_record_start, NULL, filing_record_start},
    {"certify", cert_certify_start, NULL, NULL},
    {"issue", filing_human_start, NULL, cert_issue_approved},
    {"deliver", exchange_deliver_start, exchange_effect_answered, NULL},
    {"handover", exchange_handover_start, exchange_effect_answered, NULL},
    {NULL, NULL, NULL, NULL},
};

const struct registry_hooks entry_hooks = {.entered = cert_entered, .spares = filing_spares};
const struct rule_hooks rule_hooks = {.standings = credit_of_parties};
