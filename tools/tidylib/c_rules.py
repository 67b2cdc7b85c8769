"""What C must look like: sizes, words that may not stand in it, comments, globals."""

import re
from .source import Finding, LITERAL

FUNCTION_LINES_MAX = 70
FILE_LINES_MAX = 600
PARAMETERS_MAX = 5
NESTING_MAX = 3
HEAD_LINES_MAX = {"c": 12, "h": 30}

BASE = {"base"}
SYSTEM = {"base", "db", "http"}
PROCESS = SYSTEM | {"app", "main", "sandbox"}
PRINT = {"app", "main", "sandbox"}

# Words, the folders where they may stand (src/NAME, or "main" and "sandbox"), what to do instead.
BANNED = [
    ("malloc calloc realloc free strdup strndup asprintf vasprintf alloca aligned_alloc",
     SYSTEM | {"sandbox"}, "take memory from the arena"),
    ("strcpy strcat strncat sprintf vsprintf strtok strtok_r gets stpcpy", set(),
     "use str, buf_printf or arena_printf"),
    ("atoi atol atoll strtol strtoll strtoul strtoull strtod sscanf", BASE, "use str_to_i64"),
    ("strlen strncpy strcmp strncmp strcasecmp strchr strstr", SYSTEM | {"app", "main", "sandbox"},
     "use str and its functions"),
    ("time localtime gmtime localtime_r gmtime_r strftime mktime timegm", BASE,
     "use ctx->now_ms and base/when.h"),
    ("gettimeofday clock_gettime when_now_ms", PROCESS, "use ctx->now_ms"),
    ("rand srand random drand48 rand_r", set(), "use id_random_bytes"),
    ("system popen execv execvp execl execlp fork vfork", {"main"},
     "the program starts no other program"),
    ("printf fprintf puts fputs perror putchar", PRINT | BASE,
     "return an err; only the dispatcher, the jobs and the command line write"),
    ("log_line", PRINT | BASE, "return an err; only the dispatcher and the jobs log"),
    ("setjmp longjmp sigsetjmp siglongjmp _setjmp", BASE, "return an err"),
    ("pthread_create pthread_mutex_lock pthread_mutex_init", PROCESS,
     "domain code has no thread and no lock"),
    ("fopen open openat creat unlink rename socket connect", PROCESS,
     "use base/file.h; domain code opens nothing"),
    ("abort exit _exit quick_exit", {"base", "main", "app", "sandbox"}, "return an err, or assert"),
    ("goto", set(), "return early"),
    ("register auto", set(), "leave it out"),
]
NUMBERS_OK = {"cert"}  # paper has millimetres; the library that draws it wants double
PREFIXED = re.compile(r"(?:->|\.)\s*$")


def words_table():
    table = {}
    for words, folders, remedy in BANNED:
        for word in words.split():
            table[word] = (folders, remedy)
    return table


BANNED_WORDS = words_table()
BANNED_RE = re.compile(r"\b(" + "|".join(sorted(BANNED_WORDS)) + r")\b")
CALLED = re.compile(r"\s*\(")
KEYWORDS = {"goto", "register", "auto"}


def area_of(f):
    if f.top == "sandbox":
        return "sandbox"
    return f.folder or ("main" if f.top == "src" else f.top)


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def check_sizes(f):
    count = len(f.lines) - 1
    if count > FILE_LINES_MAX:
        yield Finding(f.path, count, "file-size", f"{count} lines",
                      f"split it: a file has at most {FILE_LINES_MAX} lines")
    for fn in f.functions:
        lines = fn.last - fn.first + 1
        if lines > FUNCTION_LINES_MAX:
            yield Finding(f.path, fn.first, "function-size", f"{fn.name} has {lines} lines",
                          f"split it: at most {FUNCTION_LINES_MAX}")
        if fn.parameters > PARAMETERS_MAX:
            yield Finding(f.path, fn.first, "parameters",
                          f"{fn.name} has {fn.parameters} parameters",
                          f"pass a struct: at most {PARAMETERS_MAX}")
        if fn.nesting > NESTING_MAX:
            yield Finding(f.path, fn.first, "nesting",
                          f"{fn.name} stands {fn.nesting} levels deep",
                          f"return early or name the inner part: at most {NESTING_MAX}")


def check_banned(f):
    area = area_of(f)
    for m in BANNED_RE.finditer(f.code):
        word = m.group(1)
        folders, remedy = BANNED_WORDS[word]
        if area in folders or PREFIXED.search(f.code[max(0, m.start() - 3):m.start()]):
            continue
        if word not in KEYWORDS and not CALLED.match(f.code, m.end()):
            continue
        yield Finding(f.path, line_of(f.code, m.start()), "banned", f"{word} may not stand here",
                      remedy)


# STR(x) says x twice, in an order that compilers choose: what takes or draws is not called in it.
SAID_TWICE = re.compile(r"\bSTR\((take_\w+|str_cut|id_make|id_random_\w+|db_\w+)\(")


def check_said_twice(f):
    for m in SAID_TWICE.finditer(f.code):
        yield Finding(f.path, line_of(f.code, m.start()), "banned",
                      f"{m.group(1)} runs twice within STR", "give its result a name first")


def check_numbers(f):
    if area_of(f) in NUMBERS_OK:
        return
    for m in re.finditer(r"\b(float|double)\b", f.code):
        yield Finding(f.path, line_of(f.code, m.start()), "float", f"{m.group(1)}",
                      "count in whole units: fen, cm2, ms, parts per million")


def check_typedef(f):
    if f.folder == "base":
        return
    for chunk in f.chunks:
        if re.match(r"typedef (struct|enum|union)\b", chunk.text):
            yield Finding(f.path, chunk.line, "typedef", "a second name for a struct or enum",
                          "write struct x where it is used")
    for m in re.finditer(r"\b(?:struct|enum|union)\s+(\w+_t)\s*\{", f.code):
        yield Finding(f.path, line_of(f.code, m.start()), "typedef", f"the name {m.group(1)}",
                      "names in _t belong to the system")


TABLE_ROW = re.compile(r"^[A-Z][A-Z0-9_]*\s*\(")


def check_globals(f):
    for chunk in f.chunks:
        text = chunk.text.split("=", 1)[0].strip().removeprefix("__extension__ ")
        words = text.split()
        if len(words) < 2 or words[0] in ("typedef", "_Static_assert", "extern") or "(" in text:
            continue
        if f.ending == "h" and words[0] != "static":
            continue  # functions declared by the name of their type
        if words[0] in ("struct", "enum", "union") and (chunk.body or len(words) == 2) \
                and "=" not in chunk.text:
            continue
        if "const" in words or TABLE_ROW.match(text):
            continue
        yield Finding(f.path, chunk.line, "global", f"{text}",
                      "hang it on struct app, struct ctx or the module's own handle")


def comments_of(f):
    for m in LITERAL.finditer(f.text):
        if m.group(0)[0] == "/":
            yield line_of(f.text, m.start()), m.group(0)


CODE_IN_COMMENT = re.compile(
    r"^[\s*]*(?:(?:if|for|while|return|switch|else)\b.*[;{]|\w[\w>.-]*\s*\(.*\);"
    r"|\w[\w>.\[\]-]* [+-]?= .*;|#\s*(?:if|include|define)\b.*)\s*(?:\*/)?$")


def check_comments(f):
    for line, text in comments_of(f):
        if text.startswith("//"):
            yield Finding(f.path, line, "comment", "a // comment", "write /* ... */")
            continue
        if "#define" in text and f.ending == "h":
            continue  # a header shows how its macros are used
        for offset, row in enumerate(text[2:-2].split("\n")):
            if CODE_IN_COMMENT.match(row):
                yield Finding(f.path, line + offset, "dead-code", "code in a comment",
                              "delete it; the history keeps it")
    for m in re.finditer(r"^[ \t]*#[ \t]*if[ \t]+0\b", f.code, re.M):
        yield Finding(f.path, line_of(f.code, m.start()), "dead-code", "#if 0",
                      "delete it; the history keeps it")


def check_head(f):
    first = f.text.lstrip()
    if not first.startswith("/*"):
        yield Finding(f.path, 1, "head", "no comment at the head",
                      "say in one to five lines what this file is for")
        return
    head = first[:first.find("*/")]
    if head.count("\n") + 1 > HEAD_LINES_MAX[f.ending]:
        yield Finding(f.path, 1, "head", f"a head of {head.count(chr(10)) + 1} lines",
                      "shorten it, or move the essay to the folder's README")
    if re.search(r"@author|copyright", head, re.I):
        yield Finding(f.path, 1, "head", "author or licence in the head", "leave it to LICENSE")


def check_header(f):
    if f.ending == "h" and not re.search(r"^#pragma once$", f.code, re.M):
        yield Finding(f.path, 1, "header", "no #pragma once", "add it behind the head comment")


SQL_TEXT = re.compile(r"\"\s*(?:SELECT\s|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM"
                      r"|CREATE\s+(?:TABLE|INDEX))", re.I)


def check_sql_in_c(f):
    if f.folder == "db":
        return
    for m in SQL_TEXT.finditer(f.text):
        yield Finding(f.path, line_of(f.text, m.start()), "sql-in-c", "SQL in C",
                      "give it a name in the domain's .sql")


STRICT = (check_sizes, check_banned, check_said_twice, check_numbers, check_typedef, check_globals,
          check_comments, check_head, check_header, check_sql_in_c)
TESTS = (check_sizes, check_comments, check_head, check_header)


def check(f):
    """src/ and sandbox/ obey everything; tests and benches the shape only."""
    for rule in (STRICT if f.top in ("src", "sandbox") else TESTS):
        yield from rule(f)
