"""From the trace of one filing (--trace) to a pgbench script in which every run is a filing of its
own: the same transactions and statements in the same order, with ids, unit, persons and numbers
made anew.

Left out: the outbox's looks at what is due that find nothing, the sign-in of officers and the upload
of papers (once a day, not once a filing), printing the certificate (on demand). Kept: everything
else, also the look-ups of sessions and the applicant's looks at how far it is. Added: one SELECT at
the start that makes the ids. Not the same: bodies of messages and notices keep the ids of the traced
filing, and time stands still, which changes nothing that an index would see."""

import re

KEY_LENGTH_MAX = 80
TOKENS = re.compile(
    r"(?P<unit>\d{12}GB\w{14})|(?P<number>第\d+号)|(?P<request>replay-\w+-[0-9a-f]{32})"
    r"|(?P<id>(?<![0-9A-Za-z])(?:\d{6})?[0-9A-HJKMNP-TV-Z]{16}(?![0-9A-Za-z]))"
    r"|(?P<person>(?<!\d)\d{17}[\dX](?!\w))")
# Where a statement takes the number of an entry, counted from 1.
ENTRY_AT = {"registry_unit_entry": 3, "registry_right_add": 14, "registry_entry_add": 2,
            "registry_right_end": 4, "cert_add": 9, "registry_node_add": 3, "registry_node_get": 3}
POSITIONS = ("registry_node_add", "registry_node_get")
SKIP_ALONE = {"message_due", "staff_by_login", "staff_session_sweep", "staff_session_add",
              "paper_note", "message_release"}


def read_statements(paths):
    found, name = {}, None
    for path in paths:
        with open(path, encoding="utf-8") as at:
            for row in at:
                head = re.match(r"-- ([a-z0-9_]+):", row)
                if head:
                    name = head.group(1)
                    found[name] = ""
                elif name and row.strip() and not row.startswith("--"):
                    found[name] += " " + row.strip()
    return {name: sql.strip().rstrip(";") for name, sql in found.items()}


def read_trace(path):
    """A list of (first line, rows, last line), each row a name and its values."""
    transactions, rows, first = [], [], None
    with open(path, encoding="utf-8") as at:
        for line in at:
            name, *values = line.rstrip("\n").split("\t")
            if name.startswith("begin"):
                first, rows = name, []
            elif name in ("commit", "rollback"):
                transactions.append((first, rows, name))
            else:
                rows.append((name, [(v[0], v[2:]) for v in values]))
    return transactions


def of_one_filing(transactions):
    """From the first registration of the unit to the applicant's last look."""
    names = [[row[0] for row in rows] for _, rows, _ in transactions]
    first = next(i for i, n in enumerate(names) if "registry_unit_add" in n)
    last = next(i for i, n in enumerate(names) if i > first and n and n[0] == "filing_list")
    while names[last][0] != "filing_get":
        last -= 1
    return [t for t, n in zip(transactions[first:last + 1], names[first:last + 1])
            if not set(n) <= SKIP_ALONE]


def unescape(text):
    return re.sub(r"\\(.)", lambda m: {"t": "\t", "n": "\n"}.get(m.group(1), m.group(1)), text)


def quote(text):
    """A literal; a colon in it would be the beginning of a variable to pgbench."""
    plain = "'" + text.replace("'", "''") + "'"
    return plain if ":" not in text else "E" + plain.replace("\\", "\\\\").replace(":", "\\x3a")


class Maker:
    def __init__(self, statements):
        self.statements = statements
        self.fresh = {}    # a key's text -> its variable
        self.entries = {}  # the number of an entry in the trace -> its variable
        self.rows = []
        self.region = None

    def made_key(self, token, kind, nth):
        """SQL for a fresh token that looks like the traced one and sorts as it did: by time."""
        run_hex = "lpad(to_hex(run), 13, '0')"
        if kind == "unit":
            return f"region || {quote(token[6:19])} || 'F' || lpad(run::text, 8, '0')"
        if kind == "number":
            return "'第' || run || '号'"
        if kind == "request":
            return f"{quote(token[:-32])} || lpad(to_hex(run), 32, '0')"
        if kind == "person":
            return f"region || lpad(run::text, 11, '0') || '{nth % 10}'"
        prefix = "region || " if len(token) == 22 else ""
        return f"{prefix}{run_hex} || lpad(to_hex({nth}), 3, '0')"

    def key(self, text):
        """The variable of a text that names something of this filing; None when it does not."""
        if text in self.fresh:
            return self.fresh[text][0]
        if len(text) > KEY_LENGTH_MAX or text[:1] in "{[" or not TOKENS.search(text):
            return None
        parts, at = [], 0
        for m in TOKENS.finditer(text):
            nth = self.tokens.setdefault(m.group(0), len(self.tokens))
            parts += [quote(text[at:m.start()])] if m.start() > at else []
            parts.append(self.made_key(m.group(0), m.lastgroup, nth))
            at = m.end()
        parts += [quote(text[at:])] if at < len(text) else []
        name = f"k{len(self.fresh)}"
        self.fresh[text] = (name, " || ".join(parts))
        return name

    def value(self, name, at, kind, text):
        if kind == "n":
            return "NULL"
        if kind == "b":
            return f"'\\x{text}'::bytea"
        if kind == "i":
            number = int(text) + (name in POSITIONS)
            if ENTRY_AT.get(name) == at and number > 0:
                wanted = number if number in self.entries else max(self.entries)
                return f":{self.entries[wanted]}" + (" - 1" if name in POSITIONS else "")
            return text
        text = unescape(text)
        if text == self.region and not name.startswith("staff_session"):
            return ":region"
        key = self.key(text)
        return f":{key}" if key else quote(text)

    def statement(self, name, values):
        sql = self.statements[name]
        made = [self.value(name, i + 1, kind, text) for i, (kind, text) in enumerate(values)]
        sql = re.sub(r"\$(\d+)", lambda m: made[int(m.group(1)) - 1], sql)
        if name == "registry_book_next":
            variable = f"entry{len(self.entries) + 1}"
            self.entries[len(self.entries) + 1] = f"{variable}_size"
            self.rows.append(f"{sql} \\gset {variable}_")
        else:
            self.rows.append(sql + ";")

    def make(self, transactions, regions):
        self.tokens = {}
        self.region = transactions[0][1][0][1][0][1]
        for first, rows, last in transactions:
            self.rows.append("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;" if "read" in first
                             else "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;")
            for name, values in rows:
                self.statement(name, values)
            self.rows.append(last.upper() + ";")
        keys = ", ".join(f"{sql} AS {name}" for name, sql in self.fresh.values())
        names = ", ".join(quote(r) for r in regions)
        head = (f"SELECT region, {keys} FROM (SELECT run, (ARRAY[{names}])[1 + run % {len(regions)}]"
                " AS region FROM nextval('bench_run') AS run) AS fresh \\gset")
        return "\n".join([head] + self.rows) + "\n"


def make_script(statements, transactions, regions):
    """The script and how many statements it has beside BEGIN and COMMIT."""
    chosen = of_one_filing(transactions)
    return (Maker(statements).make(chosen, regions), len(chosen),
            sum(len(rows) for _, rows, _ in chosen))
