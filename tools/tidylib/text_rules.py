"""What any text file must look like, and words that may not stand in the project."""

import re
from .source import Finding

COLUMNS_MAX = 100
COLUMNS_MAX_SCRIPT = 104  # nothing lays these out by machine
# The last three are laid out by prettier (tools/web format), which leaves sentences whole.
WIDE_OK = {"allow", "md", "csv", "def", "flow", "sql", "json", "yaml", "svg", "vec", "txt", "html",
           "css", "ts", "vue", "mjs"}
TABS_OK = {"csv", "mk", "vec"}
LEFTOVER = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b|^(<{7}|>{7}|={7})( |$)")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\ufeff]")


def columns_max(f):
    return COLUMNS_MAX if f.ending in ("c", "h") else COLUMNS_MAX_SCRIPT


def columns(row):
    """Chinese takes two columns on the screen but clang-format counts one; so does this."""
    return len(row)


def check(f, forbidden):
    try:
        f.raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        yield Finding(f.path, f.raw.count(b"\n", 0, fault.start) + 1, "utf-8", "not UTF-8",
                      "save it as UTF-8")
    if f.raw and not f.raw.endswith(b"\n"):
        yield Finding(f.path, len(f.lines), "end", "no newline at the end", "add one")
    if f.raw.endswith(b"\n\n"):
        yield Finding(f.path, len(f.lines) - 1, "end", "empty lines at the end", "remove them")
    for number, row in enumerate(f.lines, 1):
        yield from check_row(f, number, row)
    if f.path != "tools/forbidden.txt":
        yield from check_forbidden(f, forbidden)


def check_row(f, number, row):
    if row != row.rstrip():
        what = "a carriage return" if row.endswith("\r") else "a space at the end"
        yield Finding(f.path, number, "space", what, "remove it")
    if "\t" in row and f.name != "Makefile" and f.ending not in TABS_OK:
        yield Finding(f.path, number, "tab", "a tab", "write spaces")
    if columns(row) > columns_max(f) and f.ending not in WIDE_OK:
        yield Finding(f.path, number, "columns", f"{columns(row)} columns",
                      f"break the line: at most {COLUMNS_MAX}")
    if CONTROL.search(row):
        yield Finding(f.path, number, "control", "a control or invisible character", "remove it")
    leftover = LEFTOVER.search(row)
    if leftover and not re.search(r"\\?\b[Xx]{3,}\d|mktemp|\.X+", row):
        yield Finding(f.path, number, "leftover", leftover.group(0).strip(),
                      "do it now, or open an issue")


def check_forbidden(f, forbidden):
    for pattern, remedy in forbidden:
        for m in pattern.finditer(f.text):
            yield Finding(f.path, f.text.count("\n", 0, m.start()) + 1, "forbidden",
                          repr(m.group(0)), remedy)


def read_forbidden(text):
    """Rows `pattern -> what to do`."""
    rows = []
    for row in text.split("\n"):
        if row and not row.startswith("#"):
            pattern, remedy = row.split(" -> ", 1)
            rows.append((re.compile(pattern.strip(), re.I | re.M), remedy.strip()))
    return rows


def read_glossary(text):
    """Rows `word word -> the word of the glossary`: the left ones may not be parts of names."""
    table = {}
    for row in text.split("\n"):
        if row and not row.startswith("#"):
            words, remedy = row.split(" -> ", 1)
            for word in words.split():
                table[word] = remedy.strip()
    return table


NAME = re.compile(r"\b[A-Za-z_][A-Za-z0-9_]*\b")


def check_glossary(f, glossary):
    """Names in C use the words of docs/glossary.md and no others."""
    pattern = re.compile(
        r"(?:^|_|\b)(" + "|".join(sorted(glossary)) + r")s?(?=_|\b|$)", re.I)
    stem = f.name.rsplit(".", 1)[0]
    found = pattern.search(stem)
    if found:
        yield Finding(f.path, 1, "glossary", f"{found.group(1)} in the file's name",
                      f"say {glossary[found.group(1).lower()]}")
    if not f.is_c or f.top not in ("src", "sandbox"):
        return
    seen = set()
    for number, row in enumerate(f.plain.split("\n"), 1):
        for m in pattern.finditer(row):
            word = m.group(1).lower()
            if word not in seen:
                seen.add(word)
                yield Finding(f.path, number, "glossary", f"the word {m.group(1)}",
                              f"say {glossary[word]}")
