"""Reads Swift sources just far enough for the checks: what is code, and what is comment or text."""

import re

# What may begin something that is not code. A bare regex literal is known by what stands before it.
_START = re.compile(r'//|/\*|#*"""|#*"|#+/|(?:(?<=[=(,:\[{|&?])|(?<=return)|(?<=^))[ \t]*/(?=[^\s/*])', re.M)
_BLOCK = re.compile(r"/\*|\*/")


def code_only(text):
    """`text` with comments, string texts and regexes replaced by blanks, line for line; code inside `\\(…)` stays."""
    kept = []
    _code(text, 0, kept, nested=False)
    return "".join(kept)


def _blank(part):
    return re.sub(r"[^\n]", " ", part)


def _code(text, position, kept, nested):
    """Copies code from `position`; when nested in a string, up to and past its closing parenthesis."""
    depth = 0
    while position < len(text):
        start = _START.search(text, position)
        end = start.start() if start else len(text)
        if nested:
            for index in range(position, end):
                depth += {"(": 1, ")": -1}.get(text[index], 0)
                if depth < 0:
                    kept.append(text[position:index] + " ")
                    return index + 1
        kept.append(text[position:end])
        if not start:
            return end
        token = start.group()
        position = start.end()
        if token == "//":
            stop = text.find("\n", position)
            stop = len(text) if stop < 0 else stop
            kept.append(_blank(text[end:stop]))
            position = stop
        elif token == "/*":
            level = 1
            while level and (mark := _BLOCK.search(text, position)):
                level += 1 if mark.group() == "/*" else -1
                position = mark.end()
            position = len(text) if level else position
            kept.append(_blank(text[end:position]))
        elif token.endswith('"'):
            kept.append(_blank(token))
            position = _string(text, position, kept, token)
        else:
            # A regex literal; what looks like one but does not end on its line is a division.
            hashes = token.count("#")
            pattern = re.compile(r"(?:\\.|\[(?:\\.|[^\]\n\\])*\]|[^\n\\])*?/" + "#" * hashes, re.S if hashes else 0)
            match = pattern.match(text, position)
            stop = match.end() if match else position
            kept.append(_blank(text[end:stop]))
            position = stop
    return position


def _string(text, position, kept, opening):
    hashes = "#" * opening.count("#")
    quotes = opening.lstrip("#")
    many = len(quotes) == 3
    stop = re.compile(
        r"(?P<code>\\"
        + hashes
        + r"\()|(?P<escape>\\"
        + hashes
        + r"[^(])|(?P<end>"
        + quotes
        + hashes
        + ")"
        + ("" if many else r"|(?P<line>\n)")
    )
    while found := stop.search(text, position):
        kept.append(_blank(text[position : found.start()]))
        position = found.end()
        kept.append(_blank(found.group()))
        if found.lastgroup == "code":
            position = _code(text, position, kept, nested=True)
        elif found.lastgroup in ("end", "line"):
            return position
    kept.append(_blank(text[position:]))
    return len(text)
