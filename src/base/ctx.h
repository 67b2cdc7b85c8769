/* What a use case works with: the request's arena, the moment, who asks, and the reasons collected
 * so far. A use case is a function of its inputs: it reads no clock and owns nothing. */
#pragma once

#include "base/arena.h"
#include "base/output.h"
#include "base/tree.h"

struct app;     /* process: app/app.h */
struct city;    /* what this city has set up: scenes, calendar, rules, places: place/city.h */
struct db_conn; /* a transaction's connection: db/db.h */

/* How much a finding weighs. STOP refuses; REASON lets an officer pass with a typed reason; INFORM
 * is shown. */
enum severity { SEVERITY_INFORM, SEVERITY_REASON, SEVERITY_STOP };

/* One rule of law or form: its id, weight, what it says, where it comes from, what to do. Tables of
 * these stand in each domain's .def. */
struct rule {
    const char *id;
    enum severity severity;
    const char *text_zh, *text_en;
    const char *law; /* article or clause, e.g. 民法典 406 */
    const char *remedy_zh, *remedy_en;
};

/* The two readings of a table of rules, whose rows are RULE(NAME, severity, zh, en, law, remedy_zh,
 * remedy_en): in a header
 *
 *   #define RULE RULE_DECLARE
 *   #include "party/party.def"
 *   #undef RULE
 *
 * and in one .c file the same with RULE_DEFINE. The rule's id is its name as text. */
#define RULE_DECLARE(name, severity, zh, en, law, remedy_zh, remedy_en)                            \
    extern const struct rule name;
#define RULE_DEFINE(name, severity, zh, en, law, remedy_zh, remedy_en)                             \
    const struct rule name = {#name, severity, zh, en, law, remedy_zh, remedy_en};

/* What a rule says of this request (核验结果). */
struct finding {
    const struct rule *rule;
    str field;  /* which input or fact: "parties.1.document_number" */
    str detail; /* the value or number that matters here; may be empty */
    struct finding *next;
};

/* Who asks. `staff` is empty for the public; roles are blank-separated names. */
struct who {
    str staff; /* id of the officer */
    str name;
    str roles;
    str office; /* id of the office where the officer sits */
    str session;
    str csrf;           /* of the session */
    bool second_factor; /* the officer has one in force */
    bool one_time;      /* signed in with a one-time password, to be changed first */
    str department;     /* set when the caller is a department with a verified signature */
};

struct ctx {
    struct app *app;
    const struct city *city;
    struct arena *arena;
    struct db_conn *conn; /* NULL outside a transaction */
    int64_t now_ms;       /* read once per request */
    str region;           /* six digits: the region whose book this request works on */
    struct who who;
    str request_id;
    bool english; /* language of the reader; Chinese otherwise */
    str touched;  /* the filing that this request changed: live pages are told after the commit */
    str upload;   /* the body as it came, on routes that take a file */
    str upload_type;
    struct finding *why_first, *why_last;
    uint64_t statements; /* SQL statements run, for the log line and the bench */
};

/* Collects a reason (一次性告知: a request is refused with all of them). */
void why_add(struct ctx *ctx, const struct rule *rule, str field, str detail);
/* E_REFUSED when a reason of severity STOP has been collected, else OK. */
MUST_CHECK err why_refuse(const struct ctx *ctx);
bool why_has(const struct ctx *ctx, const struct rule *rule);
#define FINDING_OUT(F, O)                                                                          \
    F(text, rule, "规则编号", "rule")                                                              \
    F(words("inform reason stop"), severity, "分量：提示、须说明理由、不可通过",                   \
        "weight: informs, needs a reason, stops")                                                  \
    F(text, field, "所指字段", "field concerned")                                                  \
    F(text, detail, "所涉内容", "value concerned")                                                 \
    F(text, text, "说明", "what it says")                                                          \
    F(text, law, "依据", "law or standard")                                                        \
    F(text, remedy, "补救办法", "what to do")
OUTPUT(finding_out)
/* The findings as a list of finding_out. */
void why_show(const struct ctx *ctx, struct tree *list);
void why_clear(struct ctx *ctx);
