#!/usr/bin/env python3
"""Compare two rendered sites page by page: compare.py [--json FILE] [--known FILE] [--show N] SITE WANT GOT

Pages (.html) are compared as what they say (text), where they lead (links) and how they are built (structure); XML and
JSON by content, CSS without its white space, everything else byte for byte. Prints one line of figures and then the
differences, grouped by kind, the most frequent first. A difference that FILE names with its reason (see there) is
counted, but not a failure; a line there that fits nothing any more is one.

Exit status: 0 all that differs is known, 1 there is more, 2 the command line is wrong.
"""
import argparse
import fnmatch
import json
import os
import re
import sys
from difflib import SequenceMatcher

import pagetree

HUNKS_PER_PAGE = 40
SEQUENCE_MAX = 40000  # tokens of one page that are aligned; beyond that only the first difference is shown


def files_below(folder):
    found = set()
    for parent, _, names in os.walk(folder):
        found.update(os.path.relpath(os.path.join(parent, name), folder) for name in names)
    return found


def kind_of(path):
    ending = os.path.splitext(path)[1].lower()
    return {".html": "html", ".htm": "html", ".xhtml": "html", ".xml": "xml", ".css": "css", ".json": "json",
            ".webmanifest": "json"}.get(ending, "bytes")


def css_text(text):
    text = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", text)
    return re.sub(r"\s*([{};:,>])\s*", r"\1", pagetree.collapse(text)).strip()


def context_at(tokens, index):
    """The open elements at a token, outermost first, each with its classes."""
    stack = []
    for token in tokens[:index]:
        if token[0] == "<":
            classes = dict(token[2]).get("class", "")
            stack.append(token[1] + "".join("." + c for c in classes.split()))
        elif token[0] == ">" and stack:
            stack.pop()
    return stack


def area_of(stack, path, want, got):
    """Who would mend it, as far as one can see from where it is."""
    names = " ".join(stack)
    if re.search(r"\bhighlight|rouge|\bcode\b|\bpre\b", names) or "highlight" in want + got:
        return "highlight"
    if kind_of(path) == "xml" or re.search(r'property="og:|name="(generator|twitter:|author)|ld\+json', want + got):
        return "plugins"
    return "markdown or liquid" if path.endswith((".html", ".htm")) else "model"


def token_kind(token):
    if token is None:
        return "nothing"
    if token[0] == "t":
        return "text"
    if token[0] == "<":
        return "<" + token[1] + ">"
    return "</" + token[1] + ">" if token[0] == ">" else "doctype"


def attributes_that_differ(want, got):
    a, b = dict(want[2]), dict(got[2])
    return sorted(k for k in a.keys() | b.keys() if a.get(k) != b.get(k))


def text_difference(want, got):
    """The first place where two texts part, as two short pieces."""
    at = 0
    while at < min(len(want), len(got)) and want[at] == got[at]:
        at += 1
    return want[max(0, at - 15):at + 45], got[max(0, at - 15):at + 45]


def hunk(path, want, got, at):
    """One difference: its group and both sides."""
    first_want, first_got = want[0] if want else None, got[0] if got else None
    shown_want = " ".join(pagetree.show(t) for t in want[:6])
    shown_got = " ".join(pagetree.show(t) for t in got[:6])
    group = f"{token_kind(first_want)} -> {token_kind(first_got)}"
    if want and got and first_want[0] == first_got[0] == "t":
        group = "text"
        if len(want) == len(got) == 1:
            shown_want, shown_got = text_difference(first_want[1], first_got[1])
    elif want and got and first_want[0] == first_got[0] == "<" and first_want[1] == first_got[1]:
        group = f"<{first_want[1]}> " + ", ".join(attributes_that_differ(first_want, first_got))
    return {"page": path, "group": group, "where": " > ".join(at[-4:]), "want": shown_want[:400],
            "got": shown_got[:400], "area": area_of(at, path, shown_want, shown_got)}


def hunks_of(path, want, got):
    start = 0
    while start < min(len(want), len(got)) and want[start] == got[start]:
        start += 1
    end = 0
    while end < min(len(want), len(got)) - start and want[-1 - end] == got[-1 - end]:
        end += 1
    a, b = want[start:len(want) - end], got[start:len(got) - end]
    if len(a) + len(b) > SEQUENCE_MAX:
        return [hunk(path, a[:1], b[:1], context_at(want, start))]
    found = []
    for op, a0, a1, b0, b1 in SequenceMatcher(None, a, b, autojunk=len(a) + len(b) > 4000).get_opcodes():
        if op != "equal" and len(found) < HUNKS_PER_PAGE:
            found.append(hunk(path, a[a0:a1], b[b0:b1], context_at(want, start + a0)))
    return found


class Report:
    def __init__(self, site):
        self.site = site
        self.pages = {"html": 0, "text": 0, "links": 0, "structure": 0}
        self.files = {kind: [0, 0] for kind in ("xml", "css", "json", "bytes")}  # all, identical
        self.wrong = []  # (path, aspect)
        self.hunks = []

    def differs(self, path, aspect, hunks=()):
        self.wrong.append((path, aspect))
        self.hunks.extend(hunks)

    def compare_html(self, path, want, got):
        a, b = pagetree.read_html(want), pagetree.read_html(got)
        self.pages["html"] += 1
        aspects = {"text": pagetree.text_of(a) == pagetree.text_of(b),
                   "links": pagetree.links_of(a) == pagetree.links_of(b), "structure": a == b}
        for aspect, same in aspects.items():
            self.pages[aspect] += same
            if not same:
                self.differs(path, aspect)
        if a != b:
            self.hunks.extend(hunks_of(path, a, b))

    def compare_xml(self, path, want, got):
        a, b = pagetree.read_xml(want), pagetree.read_xml(got)
        if a is None or b is None:
            return self.compare_plain(path, "xml", want.strip(), got.strip())
        self.count("xml", a == b)
        if a != b:
            self.differs(path, "xml", hunks_of(path, a, b))

    def compare_plain(self, path, kind, want, got):
        self.count(kind, want == got)
        if want != got:
            a, b = text_difference(want, got)
            area = "model" if kind == "bytes" else "plugins" if kind == "xml" else "liquid"
            self.differs(path, kind, [{"page": path, "group": kind, "where": "", "want": a, "got": b, "area": area}])

    def count(self, kind, same):
        self.files[kind][0] += 1
        self.files[kind][1] += same

    def compare_json(self, path, want, got):
        try:
            want, got = (json.dumps(json.loads(t), sort_keys=True, ensure_ascii=False) for t in (want, got))
        except ValueError:
            pass
        self.compare_plain(path, "json", want, got)

    def compare(self, path, want, got):
        kind = kind_of(path)
        if want == got:
            if kind == "html":
                for aspect in self.pages:
                    self.pages[aspect] += 1
            else:
                self.count(kind, True)
            return
        try:
            want_text, got_text = want.decode("utf-8"), got.decode("utf-8")
        except UnicodeDecodeError:
            kind, want_text, got_text = "bytes", want.decode("latin-1"), got.decode("latin-1")
        if kind == "html":
            self.compare_html(path, want_text, got_text)
        elif kind == "xml":
            self.compare_xml(path, want_text, got_text)
        elif kind == "json":
            self.compare_json(path, want_text, got_text)
        elif kind == "css":
            self.compare_plain(path, kind, css_text(want_text), css_text(got_text))
        else:
            self.compare_plain(path, kind, want_text, got_text)


def compare_folders(site, want, got):
    report = Report(site)
    wanted, there = files_below(want), files_below(got)
    for path in sorted(wanted - there):
        report.differs(path, "missing")
    for path in sorted(there - wanted):
        report.differs(path, "extra")
    for path in sorted(wanted & there):
        with open(os.path.join(want, path), "rb") as a, open(os.path.join(got, path), "rb") as b:
            report.compare(path, a.read(), b.read())
    return report


def known_lines(file, site):
    """Lines "SITE PATH ASPECT reason..." of the file for this site: (path pattern, aspect, reason)."""
    lines = []
    with open(file, encoding="utf-8") as text:
        for line in text:
            words = line.split(None, 3)
            if len(words) == 4 and not line.startswith("#") and words[0] in (site, "*"):
                lines.append((words[1], words[2], words[3].strip(), words[0] == "*"))
    return lines


def sort_known(report, known):
    """Part what differs into known (with reason) and not known; also the lines that fit nothing."""
    excused, left, used = [], [], set()
    for path, aspect in report.wrong:
        fits = [k for k in known if k[1] in (aspect, "*") and fnmatch.fnmatchcase(path, k[0])]
        used.update(fits)
        (excused if fits else left).append((path, aspect, fits[0][2] if fits else ""))
    return excused, left, [k for k in known if k not in used and not k[3]]


def share(part, whole):
    return f"{part}/{whole} ({100 * part / whole:.1f}%)" if whole else "0/0"


def print_report(report, excused, left, stale, count):
    pages = report.pages
    print(f"{report.site}: pages {pages['html']}"
          + "".join(f", {a} {share(pages[a], pages['html'])}" for a in ("text", "links", "structure"))
          + "".join(f", {k} {v[1]}/{v[0]}" for k, v in report.files.items() if v[0])
          + f", known {len(excused)}, other differences {len(left)}")
    for aspect in ("missing", "extra"):
        paths = [p for p, a, _ in left if a == aspect]
        if paths:
            print(f"  {aspect} ({len(paths)}): " + " ".join(paths[:count * 3]))
    bad = {p for p, _, _ in left}
    groups = {}
    for h in report.hunks:
        if h["page"] in bad:
            groups.setdefault((h["area"], h["group"]), []).append(h)
    for (area, group), hunks in sorted(groups.items(), key=lambda g: (g[0][0], -len(g[1])))[:count * 6]:
        print(f"  [{area}] {group}: {len(hunks)} in {len({h['page'] for h in hunks})} files")
        for h in sorted(hunks, key=lambda h: len(h["want"]) + len(h["got"]))[:count]:
            print(f"    {h['page']}  ({h['where']})\n      - {h['want']!r}\n      + {h['got']!r}")
    for pattern, aspect, reason, _ in stale:
        print(f"  known, but no longer so: {pattern} {aspect} ({reason})")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--json")
    parser.add_argument("--known")
    parser.add_argument("--show", type=int, default=3)
    parser.add_argument("site")
    parser.add_argument("want")
    parser.add_argument("got")
    options = parser.parse_args()
    report = compare_folders(options.site, options.want, options.got)
    known = known_lines(options.known, options.site) if options.known else []
    excused, left, stale = sort_known(report, known)
    print_report(report, excused, left, stale, options.show)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as out:
            json.dump({"site": report.site, "pages": report.pages, "files": report.files, "known": excused,
                       "differences": left, "stale": [k[:3] for k in stale], "hunks": report.hunks}, out,
                      ensure_ascii=False, indent=1)
    return 1 if left or stale else 0


if __name__ == "__main__":
    sys.exit(main())
