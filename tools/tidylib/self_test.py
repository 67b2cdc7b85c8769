"""Every rule fires on a bad snippet and is silent on a good one. TAP on stdout."""

import os
import tempfile

LAYERS = "base\ndb http\nparty\nfiling\napp\nmain\nsandbox\n" \
         "only db: party filing app\nonly http: app\n"
HEAD = "/* What it is for. */\n"
GOOD = {
    "tools/layers.txt": LAYERS,
    "tools/words.txt": "helper util -> the thing that it does\n",
    "tools/forbidden.txt": "[s]ecret word -> say nothing\n",
    "schema/0001_core.sql": "-- These are copied to\n-- every node: place.\n\n"
                            "CREATE TABLE place (\n    id TEXT PRIMARY KEY\n);\n"
                            "CREATE TABLE party (\n    region TEXT NOT NULL,\n"
                            "    id TEXT NOT NULL,\n    PRIMARY KEY (region, id)\n);\n",
    "src/party/README.md": "# Party\n",
    "src/party/party.h": HEAD + "#pragma once\n#include <stdint.h>\n\nstruct party {\n"
                                "    int64_t age;\n};\n\nint party_count(const struct party *p);\n",
    "src/party/party.c": HEAD + "#include \"party/party.h\"\n\nstatic const int limit = 3;\n\n"
                                "int party_count(const struct party *p)\n{\n"
                                "    if (p->age > limit)\n        return 1;\n    return 0;\n}\n",
    "src/party/party_store.c": HEAD + "#include \"party/party.h\"\n\n"
                                      "int party_use(struct party *p)\n{\n"
                                      "    return party_count(p) + SQL_party_add;\n}\n",
    "src/party/party.sql": "-- party_add: one more\n"
                           "INSERT INTO party (region, id) VALUES ($1, $2);\n",
    "src/app/README.md": "# App\n",
    "src/app/routes.def": "/* The routes. */\nROUTE(GET, \"/parties/{party}\", party_show)\n",
    "test/README.md": "# Tests\n",
    "test/flow/party.flow": "# one party\nGET /parties/7?full=1\n200\n",
}


def body(*rows):
    return HEAD + "int f(void)\n{\n" + "".join(f"    {row}\n" for row in rows) + "}\n"


def sql(statement):
    return "-- party_add: one more\n" + statement + "\n"


def nested(depth):
    return ["if (1)"] * depth + ["return 1;", "return 0;"]


P, Q = "src/party/x.c", "src/party/party.sql"
# rule, path, content: the good tree with this file in it breaks the rule
BAD = [
    ("utf-8", P, b"/* \xff */\n"),
    ("end", P, HEAD + "int f;"),
    ("end", P, HEAD + "\n\n"),
    ("space", P, HEAD + "int f(void); \n"),
    ("space", P, HEAD + "int f(void);\r\n"),
    ("tab", P, HEAD + "\tint f(void);\n"),
    ("columns", P, "/* " + "x" * 100 + " */\n"),
    ("control", P, "/* a\u200bb */\n"),
    ("leftover", P, "/* TO" "DO: later */\n"),
    ("leftover", "docs/x.md", "<<<<<<< mine\n"),
    ("forbidden", "docs/x.md", "a Secret word\n"),
    ("glossary", P, body("return helper_one;")),
    ("glossary", "src/party/util.c", body("return 0;")),
    ("file-size", P, HEAD + "\n" * 600 + "int f(void);\n"),
    ("function-size", P, body(*["f();"] * 69)),
    ("parameters", P, HEAD + "int f(int a, int b, int c, int d, int (*e)(int, int), int g)\n"
                             "{\n}\n"),
    ("nesting", P, body(*nested(4))),
    ("nesting", P, body("for (;;) {", "while (1) {", "do {", "switch (1) {", "case 1:", "f();", "}",
                        "} while (0);", "}", "}")),
    ("banned", P, body("return malloc(3);")),
    ("banned", P, body("strcpy(a, b);")),
    ("banned", P, body("goto out;")),
    ("banned", P, body("return time(0);")),
    ("banned", P, body("return strlen(s);")),
    ("banned", P, body("printf(\"x\");")),
    ("banned", P, body("use(STR(take_text(&row)));")),
    ("banned", "src/base/x.c", body("return atoi(rand());")),
    ("float", P, body("double x = 1;")),
    ("typedef", P, HEAD + "typedef struct x {\n    int a;\n} x;\n"),
    ("typedef", P, HEAD + "struct x_t {\n    int a;\n};\n"),
    ("global", P, HEAD + "static int count;\n"),
    ("global", P, HEAD + "int count = 3;\n"),
    ("global", P, HEAD + "static struct party list[3] = {{0}};\n"),
    ("comment", P, body("return 0; // why")),
    ("dead-code", P, body("/* return 1; */", "return 0;")),
    ("dead-code", P, body("/*", " * count = f(3);", " */", "return 0;")),
    ("dead-code", P, HEAD + "#if 0\nint f(void);\n#endif\n"),
    ("head", P, "int f(void);\n"),
    ("head", P, "/* Copyright me. */\nint f(void);\n"),
    ("header", "src/party/x.h", HEAD + "int f(void);\n"),
    ("header", "src/party/x.h", HEAD + "#pragma once\nint party_x(struct party p, int64_t n);\n"),
    ("sql-in-c", P, body("return g(\"SELECT id FROM party\");")),
    ("sql-word", Q, sql("SELECT id FROM party WHERE region = $1 FOR UPDATE;")),
    ("sql-word", Q, sql("SELECT id FROM party WHERE id LIKE $1;")),
    ("sql-word", Q, sql("SELECT sum(id) FROM party;")),
    ("sql-word", Q, sql("SELECT * FROM party;")),
    ("sql-word", Q, sql("SELECT p.* FROM party p;")),
    ("sql-word", Q, sql("SELECT json_extract(id, '$.a') FROM party;")),
    ("sql-word", Q, sql("SELECT id FROM party WHERE id < now();")),
    ("sql-word", Q, sql("SELECT id FROM party WHERE id = ?;")),
    ("sql-word", Q, sql("UPDATE party SET id = TRUE;")),
    ("sql-name", Q, "INSERT INTO party (region) VALUES ($1);\n"),
    ("sql-name", Q, sql("SELECT id FROM party; SELECT region FROM party;")),
    ("sql-name", Q, "-- other_add: x\nSELECT id FROM party;\n"),
    ("sql-owner", "src/app/app.sql", "-- app_add: x\nSELECT id FROM party;\n"),
    ("schema", "schema/0002_x.sql", "CREATE TABLE x (\n    region TEXT,\n    id SERIAL,\n"
                                    "    PRIMARY KEY (region, id)\n);\n"),
    ("schema", "schema/0002_x.sql", "CREATE TABLE x (\n    id TEXT PRIMARY KEY\n);\n"),
    ("layer", P, HEAD + "#include \"filing/filing.h\"\n"),
    ("layer", P, HEAD + "#include \"http/http.h\"\n"),
    ("layer", P, HEAD + "#include \"party.h\"\n"),
    ("layer", P, HEAD + "#include <sqlite3.h>\n"),
    ("layer", "src/app/x.c", HEAD + "#include \"party/party_store.h\"\n"),
    ("layer", "src/attic/x.c", HEAD),
    ("pure", "src/party/party_rules.c", HEAD + "#include \"db/db.h\"\n"),
    ("pure", "src/party/party_rules.c", body("return when_now_ms();")),
    ("readme", "src/filing/filing.c", HEAD),
    ("statement", Q, sql("SELECT id FROM party;") + "-- party_old: x\nSELECT id FROM party;\n"),
    ("route", "src/app/routes.def", "/* Routes. */\n"
                                    "ROUTE(POST, \"/parties/{party}\", party_show)\n"),
    ("unused", "src/party/x.h", HEAD + "#pragma once\nint party_lonely(void);\n"),
    ("unused", "src/party/x.h", HEAD + "#pragma once\nint party_lonely(void);\n"
                                "#define PARTY_LONELY() party_lonely()\n"),
    ("allow", "tools/tidy.allow", "count 0\nsrc/party/party.c: banned: because\n"),
    ("allow", "tools/tidy.allow", "count 1\nsrc/party/party.c: banned: because\n"),
    ("allow", "tools/tidy.allow", "count 1\nsrc/party/party.c: banned:\n"),
]
# path, content: the good tree with this file in it breaks nothing (but for `only`)
FINE = [
    (P, body(*["f();"] * 66)),
    (P, body("if (1)", "return 1;", "else if (2)", "return 2;", "else if (3)", "return 3;",
             "else if (4)", "return 4;", "return 0;")),
    (P, body(*nested(3))),
    (P, body("return g(\"malloc(3) goto double\");")),
    (P, body("return row->time + when.rand;")),
    (P, HEAD + "/* We return early; a unit, of course, may be closed. */\nint f(void);\n"),
    (P, HEAD + "#define EACH(x) \\\n    for (;;) \\\n        for (;;) \\\n            return x\n"),
    (P, HEAD + "struct party;\nextern const int limits[];\n"
               "static const char *const name = \"x\";\n"),
    (P, HEAD + "static int f(void (*g)(int, int), int a, int b, int c, int d)\n{\n"
               "    return a + b + c + d;\n}\n"),
    ("src/base/README.md", "# Base\n"),
    (Q, sql("SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM party WHERE id = 'SELECT * LIKE';")),
    (Q, sql("WITH old AS (SELECT id FROM party) SELECT id FROM old;")),
    ("src/party/party_rules.c", body("return 0;")),
    ("docs/x.md", "x" * 200 + "\n"),
]


def check(tidy, files):
    with tempfile.TemporaryDirectory() as root:
        for path, content in files.items():
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "wb") as at:
                at.write(content if isinstance(content, bytes) else content.encode())
        allow = tidy.Allow(tidy.read_list(root, "tidy.allow"))
        return allow.filter(list(tidy.check_tree(root)))


def point(number, good, what, findings):
    print(f"{'ok' if good else 'not ok'} {number} - {what}")
    if not good:
        for f in findings:
            print(f"# {f.path}:{f.line}: {f.what} [{f.rule}]")
    return 0 if good else 1


def run(tidy):
    failed, number = 0, 1
    print(f"1..{len(BAD) + len(FINE) + 2}")
    findings = check(tidy, GOOD)
    failed += point(number, not findings, "a good tree is silent", findings)
    for rule, path, content in BAD:
        number += 1
        findings = check(tidy, {**GOOD, path: content})
        fired = any(f.rule == rule for f in findings)
        failed += point(number, fired, f"{rule} fires on {path} ({str(content)[-40:]!r})", findings)
    for path, content in FINE:
        number += 1
        findings = check(tidy, {**GOOD, path: content})
        what = f"silent on {path} ({str(content)[-40:]!r})"
        failed += point(number, not findings, what, findings)
    number += 1
    untested = [r for r in tidy.RULES if r not in {b[0] for b in BAD}]
    failed += point(number, not untested, f"every rule has a bad snippet {untested or ''}", [])
    return 1 if failed else 0
