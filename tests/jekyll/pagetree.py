"""Read a page or a feed into a list of tokens that two renderers of the same content should agree on.

A token is a tuple: ("<", name, attributes), (">", name), ("t", text) or ("!", doctype). White space between blocks,
the order of attributes and the order of classes are gone; white space inside pre and textarea stays.
Only Python's standard library is used.
"""
import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

VOID = set("area base br col embed hr img input link meta param source track wbr".split())
INLINE = set("""a abbr acronym b bdi bdo big br button cite code data del dfn em font i img input ins kbd label mark
    math q rp rt ruby s samp select small span strike strong sub sup svg path textarea time tt u use var wbr""".split())
VERBATIM = {"pre", "textarea"}
RAW = {"script", "style"}
LINKS = {"href", "src", "srcset", "action", "poster", "data", "cite", "data-src", "xlink:href"}

# What ends an open element without an end tag (HTML, 13.1.2.4): the new element's name -> names that it ends, and the
# elements that are looked through no further than.
P_ENDS = set("""address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre search section summary table ul""".split())
IMPLIED = {
    "li": ({"li"}, {"ul", "ol", "menu"}), "dt": ({"dt", "dd"}, {"dl"}), "dd": ({"dt", "dd"}, {"dl"}),
    "tr": ({"tr", "td", "th"}, {"table"}), "td": ({"td", "th"}, {"tr", "table"}), "th": ({"td", "th"}, {"tr", "table"}),
    "tbody": ({"thead", "tbody", "tr", "td", "th"}, {"table"}), "tfoot": ({"tbody", "tr", "td", "th"}, {"table"}),
    "option": ({"option"}, {"select", "datalist"}),
}
P_SCOPE = {"td", "th", "button", "table", "object", "li", "blockquote", "div"} | {"body", "html"}
SPACE = re.compile(r"[ \t\n\r\f]+")


def collapse(text):
    return SPACE.sub(" ", text)


def attribute(name, value):
    value = "" if value is None else value
    if name == "class":
        return name, " ".join(sorted(set(value.split())))
    if name == "style":
        return name, re.sub(r"\s*([:;,])\s*", r"\1", value).strip("; \n\t")
    return name, collapse(value).strip()


class Reader(HTMLParser):
    """Tokens of one HTML text, with the end tags that the author left out."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tokens = []
        self.open = []

    def close_to(self, index):
        while len(self.open) > index:
            self.tokens.append((">", self.open.pop()))

    def end_implied(self, name):
        ends, scope = IMPLIED.get(name, (set(), set()))
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index] in scope:
                break
            if self.open[index] in ends:
                self.close_to(index)
        if name in P_ENDS:
            for index in range(len(self.open) - 1, -1, -1):
                if self.open[index] == "p":
                    self.close_to(index)
                    break
                if self.open[index] in P_SCOPE:
                    break

    def handle_starttag(self, name, attrs):
        self.end_implied(name)
        seen = {}
        for key, value in attrs:
            seen.setdefault(key, value)
        self.tokens.append(("<", name, tuple(sorted(attribute(k, v) for k, v in seen.items()))))
        if name in VOID:
            self.tokens.append((">", name))
        else:
            self.open.append(name)

    def handle_startendtag(self, name, attrs):
        self.handle_starttag(name, attrs)
        if self.open and self.open[-1] == name and ("svg" in self.open or "math" in self.open):
            self.close_to(len(self.open) - 1)

    def handle_endtag(self, name):
        if name in self.open:
            self.close_to(len(self.open) - 1 - self.open[::-1].index(name))
        elif name == "p":
            self.tokens += [("<", "p", ()), (">", "p")]

    def handle_data(self, data):
        self.tokens.append(("t", data))

    def handle_decl(self, decl):
        self.tokens.append(("!", collapse(decl).lower()))

    def unknown_decl(self, data):
        self.tokens.append(("t", data))


def script_text(text):
    """A script as it is meant: JSON by its content, other code without its white space."""
    try:
        return json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False)
    except ValueError:
        return collapse(text).strip()


def is_block(token):
    return token[0] == "!" or (token[0] in "<>" and token[1] not in INLINE)


def merged(tokens):
    """Neighbouring texts as one, white space collapsed where it means nothing."""
    out, verbatim, raw = [], 0, 0
    for token in tokens:
        if token[0] in "<>" and token[1] in VERBATIM:
            verbatim += 1 if token[0] == "<" else -1
        if token[0] in "<>" and token[1] in RAW:
            raw += 1 if token[0] == "<" else -1
        if token[0] != "t":
            out.append(token)
            continue
        text = token[1] if verbatim else collapse(token[1])
        if raw:
            text = script_text(token[1])
        if out and out[-1][0] == "t":
            text = out.pop()[1] + text
            text = text if verbatim or raw else collapse(text)
        out.append(("t", text))
    return out


def ends_text(token):
    """Whether white space in front of this token means nothing."""
    return is_block(token) or token[0] == "<" and token[1] == "br"


def followers(tokens):
    """For each token, the next one that decides about the white space between them."""
    out, following = [], ("!", "")
    for token in reversed(tokens):
        out.append(following)
        if token[0] == "t" or is_block(token) or token[1] in {"br", "img"}:
            following = token
    return out[::-1]


def normal(tokens):
    """merged(), without the white space at the borders of blocks."""
    tokens, out, verbatim, spaced = merged(tokens), [], 0, True
    for token, following in zip(tokens, followers(tokens)):
        if token[0] in "<>" and token[1] in VERBATIM:
            verbatim += 1 if token[0] == "<" else -1
        if token[0] != "t":
            out.append(token)
            spaced = (spaced or is_block(token)) and not (token[0] == "<" and token[1] in {"img", "input"})
            spaced = spaced or token[:2] == ("<", "br")
            continue
        text = token[1]
        if verbatim:
            # A newline right after <pre> is no content, and the one before </pre> is not seen.
            text = text[1:] if text.startswith("\n") and out and out[-1][0] == "<" else text
            text = text.rstrip("\n") if following[0] == ">" else text
        else:
            text = text.lstrip(" ") if spaced else text
            text = text.rstrip(" ") if ends_text(following) else text
        if text:
            out.append(("t", text))
            spaced = text.endswith(" ") and not verbatim
    return out


def read_html(text):
    reader = Reader()
    reader.feed(text)
    reader.close()
    reader.close_to(0)
    return normal(reader.tokens)


def xml_tokens(node, out):
    attrs = tuple(sorted((k, collapse(v).strip()) for k, v in node.attrib.items()))
    out.append(("<", node.tag, attrs))
    text = node.text or ""
    # What a feed carries as escaped HTML is a page of its own.
    if not len(node) and "<" in text:
        out.extend(read_html(text))
    elif text.strip():
        out.append(("t", collapse(text).strip()))
    for child in node:
        xml_tokens(child, out)
        if (child.tail or "").strip():
            out.append(("t", collapse(child.tail).strip()))
    out.append((">", node.tag))


def read_xml(text):
    """Tokens of an XML text; None when it is not well-formed."""
    try:
        root = ElementTree.fromstring(text.encode())
    except ElementTree.ParseError:
        return None
    out = []
    xml_tokens(root, out)
    return out


def text_of(tokens):
    """The words of a page, as one line."""
    parts, raw = [], 0
    for token in tokens:
        if token[0] in "<>" and token[1] in RAW:
            raw += 1 if token[0] == "<" else -1
        if token[0] == "t" and not raw:
            parts.append(token[1])
        elif is_block(token):
            parts.append(" ")
    return collapse("".join(parts)).strip()


def links_of(tokens):
    return [(t[1], k, v) for t in tokens if t[0] == "<" for k, v in t[2] if k in LINKS]


def show(token):
    """A token as one would write it."""
    if token[0] == "<":
        return "<" + token[1] + "".join(f' {k}="{v}"' for k, v in token[2]) + ">"
    if token[0] == ">":
        return f"</{token[1]}>"
    return token[1] if token[0] == "t" else f"<!{token[1]}>"
