"""One file of the tree as the checks see it: its text, its C without comments and strings, its
functions and its statements. The C reader knows only what clang-format leaves possible."""

import re
from collections import namedtuple

Finding = namedtuple("Finding", "path line rule what remedy")
Token = namedtuple("Token", "text line")
Function = namedtuple("Function", "name first last parameters nesting")
Chunk = namedtuple("Chunk", "text line body")  # file scope: what stands before ';' or '{'

LITERAL = re.compile(
    r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])+'", re.S)
TOKEN = re.compile(r"[A-Za-z_]\w*|\d[\w.]*|[{}()\[\];:,=?]|[^\s\w{}()\[\];:,=?]+")
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)
CONTROL = {"if", "for", "while", "switch"}


def blank(text):
    """The same lines and columns with nothing in them."""
    return re.sub(r"[^\n]", " ", text)


def strip_literals(text):
    def empty(match):
        whole = match.group(0)
        if whole[0] == "/":
            return blank(whole)
        return whole[0] + blank(whole[1:-1]) + whole[-1]
    return LITERAL.sub(empty, text)


class File:
    def __init__(self, path, raw):
        self.path = path
        self.raw = raw
        self.text = raw.decode("utf-8", "replace")
        self.lines = self.text.split("\n")
        self.ending = path.rsplit(".", 1)[-1] if "." in path.rsplit("/", 1)[-1] else ""
        self.is_c = self.ending in ("c", "h")
        self.top = path.split("/", 1)[0]
        parts = path.split("/")
        self.folder = parts[1] if parts[0] == "src" and len(parts) > 2 else ""
        self.name = parts[-1]
        self._code = self._plain = self._functions = self._chunks = None

    @property
    def code(self):
        """C without comments and without what stands in quotes."""
        if self._code is None:
            self._code = strip_literals(self.text)
        return self._code

    @property
    def plain(self):
        """The code without preprocessor lines."""
        if self._plain is None:
            self._plain = DIRECTIVE.sub(lambda m: blank(m.group(0)), self.code)
        return self._plain

    @property
    def functions(self):
        if self._functions is None:
            self._read_file_scope()
        return self._functions

    @property
    def chunks(self):
        if self._chunks is None:
            self._read_file_scope()
        return self._chunks

    def _read_file_scope(self):
        tokens = tokens_of(self.plain)
        self._functions, self._chunks = [], []
        at, start = 0, 0
        while at < len(tokens):
            text = tokens[at].text
            if text in ("(", "["):
                at = after_group(tokens, at)
            elif text == "{" and is_function_head(tokens[start:at]):
                end = after_group(tokens, at)
                self._functions.append(function_of(tokens, start, at, end))
                at = start = end
            elif text == "{":
                at = after_group(tokens, at)
            elif text == ";":
                self._chunks.append(chunk_of(tokens[start:at]))
                at = start = at + 1
            else:
                at += 1


def tokens_of(plain):
    return [Token(m.group(0), line) for line, row in enumerate(plain.split("\n"), 1)
            for m in TOKEN.finditer(row)]


CLOSING = {"(": ")", "[": "]", "{": "}"}


def after_group(tokens, at):
    """The index behind the bracket that closes the one at `at`."""
    opening, closing, depth = tokens[at].text, CLOSING[tokens[at].text], 0
    while at < len(tokens):
        if tokens[at].text == opening:
            depth += 1
        elif tokens[at].text == closing:
            depth -= 1
            if depth == 0:
                return at + 1
        at += 1
    return at


def is_function_head(head):
    texts = [t.text for t in head]
    return "(" in texts and "=" not in texts and texts[-1] not in ("=", ",")


def chunk_of(tokens):
    words, body, depth = [], False, 0
    for t in tokens:
        if t.text == "{":
            depth += 1
            body = True
        elif t.text == "}":
            depth -= 1
        elif depth == 0:
            words.append(t.text)
    return Chunk(" ".join(words), tokens[0].line if tokens else 0, body)


def function_of(tokens, start, brace, end):
    name, parameters, at = "?", 0, start
    while at < brace:
        if tokens[at].text == "__attribute__":
            at = after_group(tokens, at + 1)
            continue
        if tokens[at].text == "(":
            name = tokens[at - 1].text
            if name == "TEST":
                name = tokens[at + 1].text
            parameters = count_parameters(tokens, at)
            break
        at += 1
    nesting = Statements(tokens, brace, end).deepest()
    return Function(name, tokens[start].line, tokens[end - 1].line, parameters, nesting)


def count_parameters(tokens, at):
    end = after_group(tokens, at) - 1
    inside = [t.text for t in tokens[at + 1:end]]
    if not inside or inside == ["void"]:
        return 0
    depth, count = 0, 1
    for text in inside:
        depth += text in CLOSING
        depth -= text in CLOSING.values()
        count += depth == 0 and text == ","
    return count


class Statements:
    """How deep the control statements of one body stand in each other."""

    def __init__(self, tokens, start, end):
        self.tokens, self.at, self.end, self.deep = tokens, start, end, 0

    def deepest(self):
        self.statement(0)
        return self.deep

    def peek(self):
        return self.tokens[self.at].text if self.at < self.end else ""

    def statement(self, depth):
        text = self.peek()
        self.deep = max(self.deep, depth)
        if text == "{":
            self.compound(depth)
        elif text in CONTROL:
            self.control(text, depth)
        elif text == "do":
            self.at += 1
            self.statement(depth + 1)
            self.simple()
        elif text in ("case", "default"):
            self.label()
        else:
            self.simple()

    def compound(self, depth):
        self.at += 1
        while self.at < self.end and self.peek() != "}":
            self.statement(depth)
        self.at += 1

    def control(self, text, depth):
        self.at += 1
        if self.peek() == "(":
            self.at = after_group(self.tokens, self.at)
        self.statement(depth + 1)
        if text == "if" and self.peek() == "else":
            self.at += 1
            self.statement(depth if self.peek() == "if" else depth + 1)

    def label(self):
        while self.at < self.end and self.peek() not in (":", "}"):
            self.at += 1
        if self.peek() == ":":
            self.at += 1

    def simple(self):
        while self.at < self.end:
            text = self.peek()
            if text in CLOSING:
                self.at = after_group(self.tokens, self.at)
                continue
            if text == "}":
                return
            self.at += 1
            if text == ";":
                return
