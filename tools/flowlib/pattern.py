"""JSON with a little more, for what a story sends and what it expects.

    $name       sends the variable; in an expected reply it binds the variable, or must equal it
    "a$name"    a variable inside a text
    "/regex/"   expected: a text (or number) in which the regular expression is found
    _           expected: any value
    absent      expected: the key is not there
    >5  <5      expected: a number on that side
    [..., a]    expected: the list holds something like a, besides whatever else

An expected object names only the keys that matter. An expected list without ... has the same
length as the reply's."""

import json
import re


class Fault(Exception):
    """What is wrong, in a sentence."""


class Name:
    def __init__(self, name):
        self.name = name


class Word:
    def __init__(self, word):
        self.word = word


class Side:
    def __init__(self, sign, bound):
        self.sign, self.bound = sign, bound


ANY, ABSENT, REST = Word("_"), Word("absent"), Word("...")
TOKEN = re.compile(r"\s*(?:(\"(?:\\.|[^\"\\])*\")|(\$\w+)|(\.\.\.)|([<>])(-?\d+)"
                   r"|(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|(\w+)|([{}\[\]:,]))")
WORDS = {"true": True, "false": False, "null": None, "_": ANY, "absent": ABSENT}


class Reader:
    def __init__(self, text):
        self.text, self.at = text, 0

    def next(self):
        m = TOKEN.match(self.text, self.at)
        if not m:
            raise Fault(f"not understood: {self.text[self.at:self.at + 30]!r}")
        self.at = m.end()
        text, name, rest, sign, bound, number, word, mark = m.groups()
        if text is not None:
            return "value", json.loads(text)
        if name:
            return "value", Name(name[1:])
        if rest:
            return "value", REST
        if sign:
            return "value", Side(sign, int(bound))
        if number:
            return "value", json.loads(number)
        if word:
            if word not in WORDS:
                raise Fault(f"not understood: {word!r}")
            return "value", WORDS[word]
        return mark, None

    def value(self, token=None):
        kind, value = token or self.next()
        if kind == "value":
            return value
        if kind == "{":
            return self.object()
        if kind == "[":
            return self.list()
        raise Fault(f"{kind!r} in an odd place")

    def object(self):
        result = {}
        token = self.next()
        while token[0] != "}":
            if token[0] != "value" or not isinstance(token[1], str):
                raise Fault("a key must be a text in quotes")
            if token[1] in result:
                raise Fault(f"the key {token[1]!r} stands twice")
            if self.next()[0] != ":":
                raise Fault(f"no ':' behind {token[1]!r}")
            result[token[1]] = self.value()
            token = self.after_item("}")
        return result

    def list(self):
        result = []
        token = self.next()
        while token[0] != "]":
            result.append(self.value(token))
            token = self.after_item("]")
        return result

    def after_item(self, end):
        token = self.next()
        if token[0] == end:
            return token
        if token[0] != ",":
            raise Fault(f"',' or '{end}' is missing")
        return self.next()


def parse(text):
    reader = Reader(text)
    value = reader.value()
    if reader.text[reader.at:].strip():
        raise Fault(f"something is left over: {reader.text[reader.at:].strip()[:30]!r}")
    return value


def end_of(text):
    """Where the first bracketed value of `text` ends; -1 while its brackets are still open."""
    depth, at, quoted = 0, 0, False
    while at < len(text):
        ch = text[at]
        if quoted:
            at += ch == "\\"
            quoted = ch != '"'
        elif ch == '"':
            quoted = True
        elif ch in "{[":
            depth += 1
        elif ch in "}]":
            depth -= 1
            if depth == 0:
                return at + 1
        at += 1
    return -1


def fill_text(text, names, strict=True):
    """Puts variables into a text; $$ is a dollar sign."""
    def put(m):
        if m.group(0) == "$$":
            return "$"
        name = m.group(1) or m.group(2)
        if name not in names:
            if strict:
                raise Fault(f"${name} has no value yet")
            return m.group(0)
        return str(names[name])
    return re.sub(r"\$\$|\$\{(\w+)\}|\$(\w+)", put, text)


def fill(value, names):
    """What is sent: the tree with every variable replaced."""
    if isinstance(value, Name):
        if value.name not in names:
            raise Fault(f"${value.name} has no value yet")
        return names[value.name]
    if isinstance(value, (Word, Side)):
        raise Fault("this can be expected, but not sent")
    if isinstance(value, str):
        return fill_text(value, names)
    if isinstance(value, dict):
        return {fill_text(k, names): fill(v, names) for k, v in value.items()}
    if isinstance(value, list):
        return [fill(v, names) for v in value]
    return value


def names_in(value):
    """The variables that stand alone in a tree."""
    if isinstance(value, Name):
        return {value.name}
    if isinstance(value, (dict, list)):
        parts = value.values() if isinstance(value, dict) else value
        return set().union(*(names_in(v) for v in parts))
    return set()


def show(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else text[:200] + "..."


def match(expected, actual, names, where="$"):
    """Raises Fault where the reply differs. Binds new variables into `names`."""
    if isinstance(expected, Name):
        if expected.name in names:
            if names[expected.name] != actual or isinstance(actual, bool) != isinstance(
                    names[expected.name], bool):
                raise Fault(f"{where} is {show(actual)}, but ${expected.name} is"
                            f" {show(names[expected.name])}")
        else:
            names[expected.name] = actual
    elif expected is ANY:
        return
    elif isinstance(expected, Side):
        if isinstance(actual, bool) or not isinstance(actual, (int, float)) or not (
                actual > expected.bound if expected.sign == ">" else actual < expected.bound):
            raise Fault(f"{where} is {show(actual)}, not {expected.sign}{expected.bound}")
    elif isinstance(expected, dict):
        match_object(expected, actual, names, where)
    elif isinstance(expected, list):
        match_list(expected, actual, names, where)
    elif isinstance(expected, str):
        match_text(expected, actual, names, where)
    elif expected != actual or isinstance(expected, bool) != isinstance(actual, bool):
        raise Fault(f"{where} is {show(actual)}, not {show(expected)}")


def match_text(expected, actual, names, where):
    if len(expected) > 1 and expected[0] == "/" and expected[-1] == "/":
        pattern = fill_text(expected[1:-1], {k: re.escape(str(v)) for k, v in names.items()}, False)
        if isinstance(actual, (dict, list, bool)) or actual is None \
                or not re.search(pattern, str(actual)):
            raise Fault(f"{where} is {show(actual)}, which /{pattern}/ does not fit")
        return
    text = fill_text(expected, names, False)
    if text != actual:
        raise Fault(f"{where} is {show(actual)}, not {show(text)}")


def match_object(expected, actual, names, where):
    if not isinstance(actual, dict):
        raise Fault(f"{where} is {show(actual)}, not an object")
    for key, value in expected.items():
        if value is ABSENT:
            if key in actual:
                raise Fault(f"{where}.{key} is there: {show(actual[key])}")
        elif key not in actual:
            raise Fault(f"{where}.{key} is missing; there are {', '.join(actual) or 'no keys'}")
        else:
            match(value, actual[key], names, f"{where}.{key}")


def match_list(expected, actual, names, where):
    if not isinstance(actual, list):
        raise Fault(f"{where} is {show(actual)}, not a list")
    wanted = [v for v in expected if v is not REST]
    if len(wanted) == len(expected):
        if len(wanted) != len(actual):
            raise Fault(f"{where} has {len(actual)} items, not {len(wanted)}: {show(actual)}")
        for at, value in enumerate(wanted):
            match(value, actual[at], names, f"{where}[{at}]")
        return
    at = 0
    for value in wanted:
        at = find_in(value, actual, at, names, where)


def find_in(value, actual, start, names, where):
    reason = "the list ends before it"
    for at in range(start, len(actual)):
        tried = dict(names)
        try:
            match(value, actual[at], tried, f"{where}[{at}]")
        except Fault as fault:
            reason = str(fault)
            continue
        names.update(tried)
        return at + 1
    raise Fault(f"{where} holds nothing like the expected item: {reason}")
