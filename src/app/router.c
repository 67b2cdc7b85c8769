/* The route table, and finding a row of it. */
#include "access/access.h"
#include "app/app.h"
#include "app/catalogue.h"
#include "app/check.h"
#include "app/inputs.h"
#include "app/outputs.h"
#include "app/setup.h"
#include "app/track.h"
#include "archive/archive.h"
#include "archive/archive_out.h"
#include "cadastre/cadastre.h"
#include "cadastre/cadastre_out.h"
#include "calendar/calendar.h"
#include "cert/cert.h"
#include "cert/cert_out.h"
#include "cert/cert_search.h"
#include "credit/credit.h"
#include "credit/credit_out.h"
#include "exchange/exchange.h"
#include "exchange/exchange_out.h"
#include "exchange/exchange_prefill.h"
#include "filing/filing.h"
#include "filing/filing_announce.h"
#include "filing/filing_out.h"
#include "filing/filing_page.h"
#include "hall/hall.h"
#include "hall/hall_out.h"
#include "message/message.h"
#include "money/money.h"
#include "money/money_out.h"
#include "money/money_receipt.h"
#include "place/place.h"
#include "rating/rating.h"
#include "rating/rating_out.h"
#include "registry/registry.h"
#include "registry/registry_log.h"
#include "registry/registry_out.h"
#include "registry/registry_time.h"
#include "report/report.h"
#include "report/report_out.h"
#include "rule/rule_lock.h"
#include "rule/rule_log.h"
#include "rule/rule_out.h"
#include "scene/scene_out.h"
#include "staff/staff.h"
#include "staff/staff_grant.h"
#include "staff/staff_kin.h"
#include "staff/staff_out.h"

#define INPUT_HERE struct scene_name_in
INPUT_TABLE(scene_name_in, SCENE_NAME_IN)
#undef INPUT_HERE
#define INPUT_HERE struct events_in
INPUT_TABLE(events_in, EVENTS_IN)
#undef INPUT_HERE
#define INPUT_HERE struct scenes_in
INPUT_TABLE(scenes_in, SCENES_IN)
#undef INPUT_HERE
#define INPUT_HERE struct scene_check_in
INPUT_TABLE(scene_check_in, SCENE_CHECK_IN)
#undef INPUT_HERE
#define INPUT_HERE struct department_one_in
INPUT_TABLE(department_one_in, DEPARTMENT_ONE_IN)
#undef INPUT_HERE
#define INPUT_HERE struct rules_in
INPUT_TABLE(rules_in, RULES_IN)
#undef INPUT_HERE
#define INPUT_HERE struct rates_in
INPUT_TABLE(rates_in, RATES_IN)
#undef INPUT_HERE
#define INPUT_HERE struct paper_hash_in
INPUT_TABLE(paper_hash_in, PAPER_HASH_IN)
#undef INPUT_HERE
#define INPUT_HERE struct paper_put_in
INPUT_TABLE(paper_put_in, PAPER_PUT_IN)
#undef INPUT_HERE
#define INPUT_HERE struct cert_token_in
INPUT_TABLE(cert_token_in, CERT_TOKEN_IN)
#undef INPUT_HERE
#define INPUT_HERE struct test_clock_in
INPUT_TABLE(test_clock_in, TEST_CLOCK_IN)
#undef INPUT_HERE

#define ROUTE_READ_USE(use) use, NULL
#define ROUTE_WRITE_USE(use) use, NULL
#define ROUTE_OWN_USE(use) NULL, use
#define ROUTE_FILE_USE(use) NULL, use

const struct route routes[] = {
#define ROUTE(method, path, access, mode, use, in, out, status, zh, en)                            \
    {#method, path, access, ROUTE_##mode, ROUTE_##mode##_USE(use), &in##_input, &out##_output,     \
        status, zh, en, NULL, NULL},
#define READS(record, purpose, method, path, access, mode, use, in, out, status, zh, en)           \
    {#method, path, access, ROUTE_##mode, ROUTE_##mode##_USE(use), &in##_input, &out##_output,     \
        status, zh, en, #record, #purpose},
#include "app/routes.def"
#undef READS
#undef ROUTE
};
const size_t routes_count = COUNT(routes);

/* True when `path` has the form of `pattern`; what stands in {braces} becomes a member of params:
 * one part of the path, or all the rest of it for {name...}. */
static bool path_fits(str pattern, str path, struct tree *params)
{
    while (pattern.len > 0 && path.len > 0) {
        str rest = path, want = str_cut(&pattern, '/'), have = str_cut(&path, '/');

        if (str_ends(want, S("...}"))) {
            if (params != NULL)
                tree_text(params, str_slice(want, 1, want.len - 5), rest);
            return true;
        }
        if ((pattern.len > 0) != (path.len > 0))
            return false;
        if (!str_starts(want, S("{"))) {
            if (!str_eq(want, have))
                return false;
            continue;
        }
        if (have.len == 0)
            return false;
        if (params != NULL)
            tree_text(params, str_slice(want, 1, want.len - 2), have);
    }
    return pattern.len == 0 && path.len == 0;
}

const struct route *route_find(str method, str path, struct tree *params, str *ret_allowed)
{
    struct tree *found = tree_new(params->arena, TREE_OBJECT);

    *ret_allowed = (str){0};
    for (size_t i = 0; i < routes_count; i++) {
        const struct route *r = &routes[i];

        if (!path_fits(str_of(r->path), path, NULL))
            continue;
        if (str_is(method, r->method)) {
            (void)path_fits(str_of(r->path), path, params);
            return r;
        }
        *ret_allowed = arena_printf(found->arena, "%.*s%s%s", STR(*ret_allowed),
            ret_allowed->len > 0 ? ", " : "", r->method);
    }
    return NULL;
}
