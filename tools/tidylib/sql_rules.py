"""What SQL must look like: one text that SQLite and PostgreSQL both take (docs/decisions)."""

import re
from .source import Finding, blank

BANNED = [
    (r"\bFOR\s+UPDATE\b", "FOR UPDATE", "lock by updating the row's version"),
    (r"\b(?:I?LIKE|GLOB|SIMILAR\s+TO|REGEXP)\b", "LIKE",
     "the engines differ; compare exactly or search by range"),
    (r"(?<!CAST\()(?<!CAST\(COALESCE\()\b(?:sum|avg)\s*\(", "bare sum()",
     "write CAST(sum(x) AS BIGINT)"),
    (r"\bSELECT\s+(?:\w+\.)?\*", "SELECT *", "name the columns"),
    (r"\bAUTOINCREMENT\b|\b(?:BIG|SMALL)?SERIAL\b|\bGENERATED\s+(?:ALWAYS|BY)\b",
     "AUTOINCREMENT/SERIAL", "the program makes ids before the insert"),
    (r"\bBOOLEAN\b|\bBOOL\b|\bTRUE\b|\bFALSE\b", "a boolean", "BIGINT, 0 or 1"),
    (r"\b(?:now|datetime|date|julianday|strftime|unixepoch|to_char|to_timestamp|date_trunc|age"
     r"|extract)\s*\(|\bCURRENT_(?:TIMESTAMP|DATE|TIME)\b|\bINTERVAL\b", "a date function",
     "the program gives the time"),
    (r"\b(?:json\w*|jsonb\w*)\s*\(|->>?", "a JSON function", "read the JSON in the program"),
    (r"\bRANDOM\s*\(|\bgen_random_uuid\b", "a random function",
     "the program makes random bytes"),
    (r"\bIFNULL\s*\(|\bNVL\s*\(", "IFNULL", "write COALESCE"),
    (r"(?<!OR )\bREPLACE\s+INTO\b|\bINSERT\s+OR\b", "INSERT OR", "write ON CONFLICT"),
    (r"\?", "a ? placeholder", "write $1, $2"),
]
BANNED = [(re.compile(p, re.I), what, remedy) for p, what, remedy in BANNED]
NAME = re.compile(r"^-- ([a-z0-9_]+): (\S.*)$", re.M)
TABLES = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+([a-z_]+)\b(?!\s*\()", re.I)
WITH = re.compile(r"\b(?:WITH(?:\s+RECURSIVE)?|,)\s+([a-z_]+)(?:\s*\([^()]*\))?\s+AS\s*"
                  r"(?:MATERIALIZED\s*)?\(", re.I)


def strip_sql(text):
    return re.sub(r"--[^\n]*|'(?:''|[^'])*'", lambda m: blank(m.group(0)), text)


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def statements(f):
    """(name, line, text) of each named block."""
    marks = list(NAME.finditer(f.text))
    for at, m in enumerate(marks):
        end = marks[at + 1].start() if at + 1 < len(marks) else len(f.text)
        yield m.group(1), line_of(f.text, m.start()), f.text[m.end():end]


def check_words(f):
    code = strip_sql(f.text)
    for pattern, what, remedy in BANNED:
        for m in pattern.finditer(code):
            yield Finding(f.path, line_of(code, m.start()), "sql-word", what, remedy)


def check_names(f, owners):
    prefixes = tuple({f.folder} | {t for t, owner in owners.items() if not owner})
    head = f.text[:f.text.find("\n-- ")] if not NAME.match(f.text) else ""
    if strip_sql(head).strip():
        yield Finding(f.path, 1, "sql-name", "SQL before the first name",
                      "begin each statement with -- name: what it does")
    for name, line, text in statements(f):
        body = strip_sql(text).strip()
        if not name.startswith(prefixes):
            yield Finding(f.path, line, "sql-name", f"{name} does not begin with {f.folder}",
                          f"call it {f.folder}_...")
        if not body.endswith(";") or body.count(";") != 1:
            yield Finding(f.path, line, "sql-name", f"{name} is not exactly one statement",
                          "one statement, one semicolon at its end")


def check_owner(f, owners):
    """A domain's SQL knows only tables of its own; a lower domain's rows are had by a call. Only
    the checks of invariants (X_check_...) look across."""
    for name, line, text in statements(f):
        if name.startswith(f.folder + "_check_"):
            continue
        code = strip_sql(text)
        own = {m.group(1).lower() for m in WITH.finditer(code)}
        for m in TABLES.finditer(code):
            table = m.group(1).lower()
            owner = owners.get(table, "")
            if table in own or table in ("set", "select") or owner in ("", f.folder):
                continue
            yield Finding(f.path, line, "sql-owner", f"{name} touches {table} of {owner}",
                          f"ask {owner} through {owner}/{owner}.h")


COLUMN = re.compile(r"^\s+([a-z_]+)\s+(\w+)", re.M)
CREATE = re.compile(r"CREATE\s+TABLE\s+(?:IF NOT EXISTS\s+)?(\w+)\s*\((.*?)\n\)\s*;", re.S | re.I)


def check_schema(f, reference_tables):
    code = strip_sql(f.text)
    for m in CREATE.finditer(code):
        table, body, line = m.group(1), m.group(2), line_of(code, m.start())
        for column in COLUMN.finditer(body):
            name, kind = column.groups()
            if kind.isupper() and name.islower() and kind not in ("BIGINT", "TEXT", "BYTEA"):
                yield Finding(f.path, line + body.count("\n", 0, column.start(1)), "schema",
                              f"{table}.{name} is {kind}", "types are BIGINT, TEXT and BYTEA")
        key = re.search(r"PRIMARY KEY \((\w+)|(\w+) \w+(?: NOT NULL)? PRIMARY KEY", body)
        first = (key.group(1) or key.group(2)) if key else "nothing"
        if first != "region" and table not in reference_tables:
            yield Finding(f.path, line, "schema", f"the key of {table} begins with {first}",
                          "begin it with region, or name the table in the list of reference tables"
                          " at the head of the schema")


def reference_tables(files):
    """The heads of the schema's files name the tables that are copied to every node."""
    tables = set()
    for f in files:
        head = re.sub(r"\n--", " ", f.text)
        m = re.search(r"copied\s+to\s+every\s+node:\s*(.*?)\.\s*$", head, re.S | re.M)
        if m:
            tables |= set(re.findall(r"[a-z_]+", m.group(1)))
    return tables
