"""Checks a reply against the JSON Schema of the served OpenAPI document: the part of JSON Schema
that this project's document uses."""

import re

TYPES = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, (int, float)) and not isinstance(v, bool),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
}


class Document:
    def __init__(self, document):
        self.document = document
        self.operations = []
        for path, item in document.get("paths", {}).items():
            pattern = re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(path)) + "$")
            for method, operation in item.items():
                if isinstance(operation, dict):
                    literal = "{" not in path
                    self.operations.append((method.upper(), pattern, literal, path, operation))

    def find(self, method, path):
        """(path template, operation), the literal one first."""
        fitting = [o for o in self.operations if o[0] == method and o[1].match(path)]
        fitting.sort(key=lambda o: not o[2])
        return (fitting[0][3], fitting[0][4]) if fitting else (None, None)

    def faults(self, method, path, status, body, kind=""):
        """Sentences; none when the document says nothing about this reply. `kind` is the reply's
        Content-Type, if it is to be compared."""
        template, operation = self.find(method, path)
        if operation is None:
            return []
        replies = operation.get("responses", {})
        reply = replies.get(str(status)) or replies.get(f"{status // 100}XX") \
            or replies.get("default")
        if reply is None:
            if status >= 500:
                return []
            return [f"the document knows no {status} for {method} {template}"]
        reply = self.resolve(reply)
        kind = kind.split(";")[0].strip()
        if kind and reply.get("content") and kind not in reply["content"]:
            return [f"the document knows no {kind} for {status} of {method} {template}"]
        for kind, content in reply.get("content", {}).items():
            if "json" in kind and "schema" in content:
                return list(self.check(content["schema"], body, "$"))
        return []

    def resolve(self, node):
        while isinstance(node, dict) and "$ref" in node:
            target = self.document
            for part in node["$ref"].lstrip("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def check(self, schema, value, where):
        schema = self.resolve(schema)
        if schema is True or schema == {}:
            return
        if schema is False:
            yield f"{where} may not be there"
            return
        types = schema.get("type")
        types = [types] if isinstance(types, str) else types
        if types and not any(TYPES[t](value) for t in types):
            if not (schema.get("nullable") and value is None):
                yield f"{where} is not {' or '.join(types)}"
            return
        if "enum" in schema and value not in schema["enum"]:
            yield f"{where} is {value!r}, not one of {schema['enum']}"
        if "const" in schema and value != schema["const"]:
            yield f"{where} is {value!r}, not {schema['const']!r}"
        yield from self.check_joined(schema, value, where)
        if isinstance(value, dict):
            yield from self.check_object(schema, value, where)
        elif isinstance(value, list):
            yield from self.check_list(schema, value, where)
        elif isinstance(value, str):
            yield from check_text(schema, value, where)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            if value < schema.get("minimum", value) or value > schema.get("maximum", value):
                yield f"{where} is {value}, out of its bounds"

    def check_joined(self, schema, value, where):
        for part in schema.get("allOf", ()):
            yield from self.check(part, value, where)
        for word in ("anyOf", "oneOf"):
            if word not in schema:
                continue
            fitting = sum(not list(self.check(part, value, where)) for part in schema[word])
            if fitting == 0 or (word == "oneOf" and fitting > 1):
                yield f"{where} fits {fitting} of {word}"

    def check_object(self, schema, value, where):
        for key in schema.get("required", ()):
            if key not in value:
                yield f"{where}.{key} is missing"
        known = schema.get("properties", {})
        for key, item in value.items():
            if key in known:
                yield from self.check(known[key], item, f"{where}.{key}")
            elif schema.get("additionalProperties") is False:
                yield f"{where}.{key} is not in the document"
            elif isinstance(schema.get("additionalProperties"), dict):
                yield from self.check(schema["additionalProperties"], item, f"{where}.{key}")

    def check_list(self, schema, value, where):
        if len(value) < schema.get("minItems", 0):
            yield f"{where} has {len(value)} items"
        if len(value) > schema.get("maxItems", len(value)):
            yield f"{where} has {len(value)} items"
        for at, item in enumerate(value):
            yield from self.check(schema.get("items", True), item, f"{where}[{at}]")


def check_text(schema, value, where):
    if len(value) < schema.get("minLength", 0) or len(value) > schema.get("maxLength", len(value)):
        yield f"{where} has {len(value)} characters"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{where} is {value!r}, which does not fit {schema['pattern']}"
