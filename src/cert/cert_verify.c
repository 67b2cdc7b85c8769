/* Invariants of certificates over the whole store. */
#include "cert/cert.h"
#include "db/db.h"

static const struct registry_check checks[] = {
    {SQL_cert_check_right, "I13 a certificate is valid exactly while its right lives"},
    {SQL_cert_check_entry, "I13 a certificate is not older than its entry"},
    {SQL_cert_check_names, "I13 a certificate names the unit and the entry of its right"},
    {SQL_cert_check_twice, "I13 one valid certificate per right and holder"},
    {SQL_cert_check_missing, "I13 a right made by a filing has its certificate"},
};

err cert_verify(struct ctx *ctx, struct registry_breach **ret)
{
    return registry_check_all(ctx, checks, COUNT(checks), ret);
}
