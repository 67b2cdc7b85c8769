"""The text of a story (test/flow/*.flow) as a list of lines with a meaning.

    # why                                   a comment
    as NAME [password WORD | secret WORD]   go on as this officer; as nobody: signed out
    code NAME SECRET [+30s]                 bind the one-time code of a secret, now or then
    METHOD /path [{json} | @FILE [TYPE]]    ask; the body may span lines until its brackets close
    STATUS [{pattern} | /regex/]            what the reply must be; see pattern.py
    reply NAME: VALUE | /regex/             a header of that reply
    take NAME /regex/                       bind what the group finds in that reply
    offline FILE {pattern}                  yichuang verify-certificate finds it good and says so
    witness STATUS [REGION]                 yichuang witness looks once and ends with this status
    witness joins                           the service is told the witness's key
    alter FILE NEW                          a copy of a kept file in which one bit is changed
    keep FILE                               keep that reply's body for a later @FILE
    key WORD                                Idempotency-Key of the next request; otherwise fresh
    send NAME: VALUE                        a header of the next request
    clock 2026-03-02 09:00 | clock +3d      set the service's clock; s, m, h and d move it; all sign
                                            in anew, but for `clock +9h same-sessions`
    fault DEPARTMENT MODE [TIMES]           make a department misbehave
    fact DEPARTMENT SHARE KEY {json}        what a department knows
    pay ORDER                               the payer pays at the gateway
    sandbox METHOD /path [{json}]           ask the sandbox; then STATUS
    wait METHOD /path [{pattern}] [within SECONDS]      ask again until the reply is like that
    listen /path                            open a stream of events as this officer
    heard {pattern} [within SECONDS]        an event with such data has come since
    tell PART [NAME=WORD ...]               what came before: plays parts/PART.flow with these
                                            variables; what it binds is bound afresh
    appoint STATUS LOGIN                    end the service, yichuang staff appoint ends with this
                                            status, and start the service again
    verify                                  end the service, yichuang verify finds nothing wrong, and
                                            start the service again
    restart [OPTION VALUE] | kill           end the service (politely or not) and start it again
    empty                                   go on with a store that has no city; $setup_code is what
                                            the service printed for its first run"""

import re
from collections import namedtuple
from . import pattern

Line = namedtuple("Line", "number kind words body text")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
COUNTS = {"as": (1, 3), "keep": (1, 1), "alter": (2, 2), "key": (1, 1), "clock": (1, 3),
          "fault": (2, 3), "code": (2, 3),
          "fact": (3, 3), "pay": (1, 1), "sandbox": (2, 2), "wait": (2, 4), "restart": (0, 2),
          "listen": (1, 1), "heard": (0, 2), "tell": (1, 12), "offline": (1, 1),
          "empty": (0, 0), "kill": (0, 0), "witness": (1, 2),
          "appoint": (2, 2), "verify": (0, 0)}


def parse(text):
    rows = text.split("\n")
    lines, at = [], 0
    while at < len(rows):
        number, row = at + 1, rows[at].strip()
        at += 1
        if not row or row.startswith("#"):
            continue
        opening = find_opening(row)
        while opening >= 0 and pattern.end_of(row[opening:]) < 0:
            if at == len(rows):
                raise pattern.Fault(f"line {number}: its brackets never close")
            row += "\n" + rows[at]
            at += 1
        try:
            lines.append(read_line(number, row, opening))
        except pattern.Fault as fault:
            raise pattern.Fault(f"line {number}: {fault}") from None
    return check_order(lines)


def find_opening(row):
    """Where the body begins: a bracket that begins a word; a path may hold {brackets} too."""
    m = re.search(r"(?<=\s)[{\[]", row)
    return m.start() if m and not re.match(r"(reply|send|take)\s", row) else -1


def read_line(number, row, opening):
    body, rest = None, row
    if opening >= 0:
        end = opening + pattern.end_of(row[opening:])
        body = pattern.parse(row[opening:end])
        rest = row[:opening] + row[end:]
    words = rest.split()
    kind = words[0]
    if kind in METHODS:
        if len(words) < 2 or len(words) > 4 or (len(words) > 2 and words[2][0] != "@"):
            raise pattern.Fault("not METHOD /path {json} or METHOD /path @FILE TYPE")
        return Line(number, "ask", words, body, None)
    if re.fullmatch(r"\d{3}", kind):
        text = rest[3:].strip() or None
        if text and not (text[0] == "/" and text[-1] == "/" and len(text) > 1):
            raise pattern.Fault(f"{text!r} is neither {{json}} nor /regex/")
        return Line(number, "expect", words, body, text)
    if kind in ("reply", "send"):
        name, _, value = row.split(None, 1)[1].partition(":")
        if not value.strip():
            raise pattern.Fault(f"not {kind} NAME: VALUE")
        return Line(number, kind, [kind, name.strip()], None, value.strip())
    if kind == "take":
        _, name, text = row.split(None, 2)
        if len(text) < 3 or text[0] != "/" or text[-1] != "/":
            raise pattern.Fault("not take NAME /regex/")
        return Line(number, kind, [kind, name], None, text)
    if kind not in COUNTS:
        raise pattern.Fault(f"{kind!r} is no kind of line")
    low, high = COUNTS[kind]
    if not low <= len(words) - 1 <= high:
        raise pattern.Fault(f"{kind} takes {low} to {high} words, not {len(words) - 1}")
    return Line(number, kind, words, body, None)


def check_order(lines):
    """Each request is followed by what its reply must be."""
    for at, line in enumerate(lines):
        before = lines[at - 1].kind if at else ""
        after = lines[at + 1].kind if at + 1 < len(lines) else ""
        if line.kind in ("ask", "sandbox") and after != "expect":
            raise pattern.Fault(f"line {line.number}: no status is expected of this request")
        if line.kind == "expect" and before not in ("ask", "sandbox"):
            raise pattern.Fault(f"line {line.number}: nothing was asked")
        if line.kind == "tell" and not all("=" in word for word in line.words[2:]):
            raise pattern.Fault(f"line {line.number}: a variable is given as NAME=WORD")
        if line.kind in ("fact", "heard", "offline") and line.body is None:
            raise pattern.Fault(f"line {line.number}: no {{json}}")
    return lines


def bound_by(lines):
    """The variables that these lines bind: those in what is expected that were not sent before."""
    bound, sent = set(), set()
    for line in lines:
        names = pattern.names_in(line.body)
        if line.kind in ("expect", "wait", "heard"):
            bound |= names - sent
        else:
            sent |= (names | set(re.findall(r"\$(\w+)", " ".join(line.words)))) - bound
    return bound
