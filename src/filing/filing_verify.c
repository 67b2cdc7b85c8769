/* Invariants of filings over the whole store. */
#include "db/db.h"
#include "filing/filing.h"

static const struct registry_check checks[] = {
    {SQL_filing_check_entry, "I14 a filing is recorded exactly when it has an entry"},
    {SQL_filing_check_officers, "I19 who accepts a filing does not record it"},
    {SQL_filing_check_own, "I19 no officer handles an own matter"},
    {SQL_filing_check_kin, "I19 no officer handles a matter of kin on file"},
    {SQL_filing_check_money, "I16 nothing is recorded before it is paid"},
    {SQL_filing_check_task, "I14 a filing that has ended has no task"},
    {SQL_filing_check_gone, "I14 the journal is as it was written"},
    {SQL_filing_check_outbox, "I18 what an entry owes is in the outbox"},
};

err filing_verify(struct ctx *ctx, struct registry_breach **ret)
{
    return registry_check_all(ctx, checks, COUNT(checks), ret);
}
