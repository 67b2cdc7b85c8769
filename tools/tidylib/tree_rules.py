"""What holds between files: layers, headers, statements, routes and their flows, dead code."""

import os
import re
import subprocess
import tempfile
from .source import Finding
from . import sql_rules

INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]+([<\"])([^>\"]+)[>\"]", re.M)
SYSTEM_OWNERS = {"sqlite3.h": "src/db/", "libpq-fe.h": "src/db/", "microhttpd.h": "src/http/",
                 "curl/curl.h": "src/http/", "jansson.h": "src/base/", "yaml.h": "src/scene/",
                 "cyaml/cyaml.h": "src/scene/", "sodium.h": "src/base/",
                 "libxml/parser.h": "src/report/", "libxml/tree.h": "src/report/",
                 "geos_c.h": "src/cadastre/"}
GENERATED = {"sql.h"}


class Layers:
    """tools/layers.txt: one layer a line from bottom to top. A folder may include those of lower
    lines, and the folders named behind its own colon."""

    def __init__(self, text):
        self.rank, self.extra, self.limited = {}, {}, {}
        for number, row in enumerate(text.split("\n")):
            row = row.split("#")[0].strip()
            if not row:
                continue
            if row.startswith("only "):
                what, who = row[5:].split(":")
                self.limited[what.strip()] = set(who.split())
                continue
            names, _, extra = row.partition(":")
            for name in names.split():
                self.rank[name] = number
                self.extra.setdefault(name, set()).update(extra.split())

    def may(self, folder, other):
        if folder == other:
            return True
        if other in self.limited and folder not in self.limited[other]:
            return False
        if other in self.extra.get(folder, ()):
            return True
        return self.rank.get(other, 999) < self.rank.get(folder, -1)


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def check_layers(files, layers):
    for f in files:
        if f.ending not in ("c", "h", "def") or f.top not in ("src", "sandbox"):
            continue
        folder = f.folder or ("sandbox" if f.top == "sandbox" else "main")
        if folder not in layers.rank:
            yield Finding(f.path, 1, "layer", f"{folder} has no layer",
                          "name it in tools/layers.txt")
            continue
        for m in INCLUDE.finditer(f.text):
            yield from check_include(f, folder, m, layers)


def check_include(f, folder, m, layers):
    line, target = line_of(f.text, m.start()), m.group(2)
    if m.group(1) == "<":
        owner = SYSTEM_OWNERS.get(target)
        if owner and not f.path.startswith(owner):
            yield Finding(f.path, line, "layer", f"{target} outside {owner}",
                          f"call through the header of {owner}")
        return
    if "/" not in target:
        if target not in GENERATED and f.top != "sandbox":
            yield Finding(f.path, line, "layer", f'"{target}" without its folder',
                          f'write "{folder}/{target}"')
        return
    other, name = target.split("/", 1)
    if not layers.may(folder, other):
        yield Finding(f.path, line, "layer", f"{folder} includes {other}",
                      "calls go down; news goes up as a message of the same transaction")
    if other != folder and re.search(r"_(store|engine|verify|internal)\.h$", name):
        yield Finding(f.path, line, "layer", f"{target} is private to {other}",
                      f"include {other}/{other}.h")
    if f.name.endswith("_rules.c") and target in ("db/db.h", "base/log.h"):
        yield Finding(f.path, line, "pure", f"rules include {target}",
                      "take values in and give findings out")


IMPURE = re.compile(r"\b(db_\w+|SQL_\w+|when_now_ms|when_monotonic_us|log_\w+|file_\w+|http_\w+"
                    r"|id_make|id_random_\w+)\s*\(?")


def check_rules_pure(files):
    for f in files:
        if f.top != "src" or not f.name.endswith("_rules.c"):
            continue
        for m in IMPURE.finditer(f.code):
            yield Finding(f.path, line_of(f.code, m.start()), "pure", f"rules use {m.group(1)}",
                          "take values in and give findings out")


def check_readmes(paths, folders):
    for folder in sorted(folders):
        if folder + "/README.md" not in paths:
            yield Finding(folder, 0, "readme", "no README.md",
                          "say what the folder is, who calls it and which invariants are its own")


def check_statements(files):
    code = "\n".join(f.code for f in files if f.is_c or f.ending == "def")
    used = set(re.findall(r"\bSQL_(\w+)", code))
    names = {}
    for f in files:
        if f.ending != "sql" or f.top != "src":
            continue
        for name, line, _ in sql_rules.statements(f):
            if name in names:
                yield Finding(f.path, line, "sql-name", f"{name} stands in {names[name]} too",
                              "give it another name")
            names[name] = f.path
            if name not in used:
                yield Finding(f.path, line, "statement", f"SQL_{name} is used nowhere", "delete it")


ROUTE = re.compile(r"^[ \t]*(?:ROUTE\(|READS\(\w+,\s*\w+,)\s*(\w+)\s*,\s*\"([^\"]+)\"", re.M)
REQUEST = re.compile(r"^(?:wait\s+)?(GET|POST|PUT|PATCH|DELETE|HEAD)\s+(\S+)", re.M)
SHORT = [(re.compile(r"^as\s+\w", re.M), "POST", "/sessions"),
         (re.compile(r"^clock\s+\S", re.M), "POST", "/test/clock")]
LISTEN = re.compile(r"^listen\s+(\S+)", re.M)


def requests_of(text):
    """(method, path) of all that a story asks, also by its short lines."""
    asked = {(m.group(1), m.group(2).split("?")[0]) for m in REQUEST.finditer(text)}
    asked |= {("GET", m.group(1)) for m in LISTEN.finditer(text)}
    asked |= {(method, path) for pattern, method, path in SHORT if pattern.search(text)}
    return asked


def check_routes(files):
    routes = [f for f in files if f.path == "src/app/routes.def"]
    if not routes:
        return
    asked = set()
    for f in files:
        if f.path.startswith("test/flow/") and f.ending == "flow":
            asked |= requests_of(f.text)
    for f in routes:
        for m in ROUTE.finditer(f.text):
            method, path = m.group(1), m.group(2)
            pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))
            pattern = re.compile(re.sub(r"\\\{\w+(?:\\\.){3}\\\}", ".+", pattern) + "$")
            if not any(a == method and pattern.match(p) for a, p in asked):
                yield Finding(f.path, line_of(f.text, m.start()), "route",
                              f"no flow asks {method} {path}", "write one in test/flow")


MACRO = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(\w+)((?:[^\n]*\\\n)*[^\n]*)", re.M)
PROTOTYPE = re.compile(r"(\w+)\s*\(")


def check_unused(files):
    """A function that a header promises and that nobody uses outside the file that has it."""
    sources = [f for f in files if f.is_c]
    users = {}
    for f in sources:
        for word in set(re.findall(r"\b[A-Za-z_]\w+\b", f.code)):
            users.setdefault(word, set()).add(f.path)
    in_tables = set(re.findall(r"\b[a-z]\w+\b", strip_strings(
        "\n".join(f.text for f in files if f.ending == "def"))))
    in_tables |= called_by_macros(sources)
    for f in sources:
        if f.ending != "h" or f.top not in ("src", "sandbox"):
            continue
        for name, line in promised(f):
            paths = users.get(name, set())
            bodies = [p for p in paths if p.endswith(".c")]
            if len(bodies) < 2 and len(paths) - len(bodies) < 2 and name not in in_tables:
                yield Finding(f.path, line, "unused",
                              f"{name} is used by {'only its own file' if bodies else 'nobody'}",
                              "make it static, or delete it")


def called_by_macros(sources):
    """Functions that a header's macro calls for its users: used wherever the macro is."""
    bodies, users = {}, {}
    for f in sources:
        for word in set(re.findall(r"\b[A-Za-z_]\w+\b", f.code)):
            users.setdefault(word, set()).add(f.path)
        for m in MACRO.finditer(f.code) if f.ending == "h" else ():
            bodies[(f.path, m.group(1))] = m.group(2)
    called = set()
    for (path, name), body in bodies.items():
        if users.get(name, set()) - {path}:
            called |= set(re.findall(r"\b[a-z]\w+(?=\s*\()", body))
    return called


def promised(f):
    """The functions that a header declares."""
    for chunk in f.chunks:
        name = PROTOTYPE.search(chunk.text.replace("__attribute__", ""))
        if name and not chunk.body and not chunk.text.startswith("typedef") \
                and not name.group(1).isupper():
            yield name.group(1), chunk.line


def strip_strings(text):
    return re.sub(r"\"(?:\\.|[^\"\\\n])*\"", '""', text)


def compile_headers(root, files, compiler="gcc"):
    """Every header must stand alone."""
    headers = [f.path for f in files if f.ending == "h" and f.top in ("src", "sandbox", "test")]
    if not headers:
        return
    with tempfile.TemporaryDirectory() as gen:
        sql = sorted(f.path for f in files if f.ending == "sql" and f.top == "src")
        subprocess.run(["awk", "-v", f"header={gen}/sql.h", "-v", f"source={gen}/sql.c", "-f",
                        "tools/sql.awk"] + sql, cwd=root, check=False, capture_output=True)
        flags = subprocess.run(["pkg-config", "--cflags", "sqlite3", "libpq", "pangocairo"],
                               capture_output=True, text=True, check=False).stdout.split()
        base = [compiler, "-std=gnu17", "-D_GNU_SOURCE", "-fsyntax-only", "-w", "-x", "c", "-Isrc",
                "-I" + gen, "-Itest/unit"] + flags
        halves = [headers[0::2], headers[1::2]]
        running = [subprocess.Popen(base + half, cwd=root, stderr=subprocess.PIPE, text=True)
                   for half in halves if half]
        messages = "".join(process.communicate()[1] for process in running)
        yield from header_faults(messages, set(headers))


def header_faults(messages, headers):
    seen = set()
    for m in re.finditer(r"^([^:\n]+):(\d+):(?:\d+:)? (?:fatal )?error: (.*)$", messages, re.M):
        path = os.path.normpath(m.group(1))
        if path in headers and path not in seen:
            seen.add(path)
            yield Finding(path, int(m.group(2)), "header", f"does not compile alone: {m.group(3)}",
                          "include what it needs")
