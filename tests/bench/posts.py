"""The same site for sitegen (as Jekyll has it) and for hugo: posts with three tags each, a list of ten on each page with
excerpts, a page for each tag, a feed, a sitemap, and a side list that is rendered once."""

import datetime
import os
import random
import shutil

TAGS = 40
SYLLABLES = ("an bar cer dol es fen gar hol in jor kel lum men nor os par quil ros sel tor un ver wil yar zen".split())

JEKYLL = {
    "_config.yml": """title: Bench
url: https://example.org
permalink: /posts/:title/
paginate: 10
paginate_path: /page/:num/
plugins: [jekyll-paginate, jekyll-feed, jekyll-sitemap, jekyll-archives, jekyll-include-cache]
jekyll-archives: {enabled: [tags], layout: tag, permalinks: {tag: '/tags/:name/'}}
""",
    "_includes/side.html": """<ul>{% for t in site.tags %}<li><a href="/tags/{{ t[0] }}/">{{ t[0] }}</a> {{ t[1].size }}</li>{% endfor %}</ul>
<ul>{% for p in site.posts limit: 10 %}<li><a href="{{ p.url }}">{{ p.title | escape }}</a></li>{% endfor %}</ul>
""",
    "_layouts/default.html": """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ page.title | escape }}</title>{% feed_meta %}</head><body>
<header><a href="/">{{ site.title }}</a>{% include_cached side.html %}</header>
<main>{{ content }}</main>
<footer>{{ site.title }}</footer></body></html>
""",
    "_layouts/post.html": """---
layout: default
---
<article><h1>{{ page.title | escape }}</h1><time datetime="{{ page.date | date_to_xmlschema }}">{{ page.date | date: "%B %-d, %Y" }}</time>
<p>{% for t in page.tags %}<a href="/tags/{{ t }}/">{{ t }}</a> {% endfor %}</p>
{{ content }}
{% if page.previous %}<a href="{{ page.previous.url }}">{{ page.previous.title | escape }}</a>{% endif %}
{% if page.next %}<a href="{{ page.next.url }}">{{ page.next.title | escape }}</a>{% endif %}</article>
""",
    "_layouts/tag.html": """---
layout: default
---
<h1>{{ page.title }}</h1><ul>{% for p in page.posts %}<li><a href="{{ p.url }}">{{ p.title | escape }}</a></li>{% endfor %}</ul>
""",
    "index.html": """---
layout: default
title: Bench
---
{% for p in paginator.posts %}<h2><a href="{{ p.url }}">{{ p.title | escape }}</a></h2><time>{{ p.date | date: "%B %-d, %Y" }}</time>{{ p.excerpt }}{% endfor %}
{% if paginator.previous_page %}<a href="{{ paginator.previous_page_path }}">newer</a>{% endif %}
{% if paginator.next_page %}<a href="{{ paginator.next_page_path }}">older</a>{% endif %}
""",
}

# One list of posts a tag, as in the other: no pages of pages, no feeds of tags.
HUGO = {
    "config.toml": """title = "Bench"
baseURL = "https://example.org/"
paginate = 10
disableKinds = ["section"]
[permalinks]
posts = "/posts/:filename/"
[taxonomies]
tag = "tags"
[outputs]
home = ["HTML", "RSS"]
taxonomy = ["HTML"]
term = ["HTML"]
[services.rss]
limit = 10
[markup.highlight]
noClasses = false
""",
    "layouts/partials/side.html": """<ul>{{ range $name, $pages := .Site.Taxonomies.tags }}<li><a href="/tags/{{ $name }}/">{{ $name }}</a> {{ len $pages }}</li>{{ end }}</ul>
<ul>{{ range first 10 .Site.RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>
""",
    "layouts/_default/baseof.html": """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title><link rel="alternate" type="application/rss+xml" href="/index.xml"></head><body>
<header><a href="/">{{ .Site.Title }}</a>{{ partialCached "side.html" . }}</header>
<main>{{ block "main" . }}{{ end }}</main>
<footer>{{ .Site.Title }}</footer></body></html>
""",
    "layouts/_default/single.html": """{{ define "main" }}<article><h1>{{ .Title }}</h1><time datetime="{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}">{{ .Date.Format "January 2, 2006" }}</time>
<p>{{ range .Params.tags }}<a href="/tags/{{ . }}/">{{ . }}</a> {{ end }}</p>
{{ .Content }}
{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</article>{{ end }}
""",
    "layouts/_default/term.html": """{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}
""",
    "layouts/_default/taxonomy.html": """{{ define "main" }}<h1>{{ .Title }}</h1>{{ end }}
""",
    "layouts/index.html": """{{ define "main" }}{{ $p := .Paginate .Site.RegularPages }}{{ range $p.Pages }}<h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2><time>{{ .Date.Format "January 2, 2006" }}</time>{{ .Summary }}{{ end }}
{{ if $p.HasPrev }}<a href="{{ $p.Prev.URL }}">newer</a>{{ end }}
{{ if $p.HasNext }}<a href="{{ $p.Next.URL }}">older</a>{{ end }}{{ end }}
""",
}


class Words:
    """Text that is the same in each run."""

    def __init__(self):
        self.random = random.Random(7)
        self.words = sorted({"".join(self.random.choices(SYLLABLES, k=self.random.randint(1, 4))) for _ in range(4000)})

    def some(self, count):
        return " ".join(self.random.choices(self.words, k=count)).capitalize()

    def body(self, number):
        """About 1.5 KiB: headings, a link, a list, code with a language, a quotation."""
        return (f"{self.some(40)}.\n\n## {self.some(4)}\n\n{self.some(25)} *{self.some(2)}* {self.some(25)}."
                f" See [this](https://example.com/{number}).\n\n" + "".join(f"- {self.some(8)}\n" for _ in range(5)) +
                f"\n```python\ndef f(x):\n    # comment\n    return [x + {number} for y in range(10)]\n```\n\n"
                f"> {self.some(20)}.\n\n## {self.some(3)}\n\n{self.some(60)} **bold** `code`.\n")


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def make(folder, count):
    """folder/jekyll and folder/hugo, with count posts each."""
    words, day = Words(), datetime.date(2000, 1, 1)
    shutil.rmtree(folder, ignore_errors=True)
    for kind, files in (("jekyll", JEKYLL), ("hugo", HUGO)):
        for name, text in files.items():
            write(os.path.join(folder, kind), name, text)
    for number in range(count):
        date = (day + datetime.timedelta(days=number % 9000)).isoformat()
        tags = ", ".join(f"tag{t:02}" for t in words.random.sample(range(TAGS), 3))
        head = f'---\ntitle: "{words.some(5)} {number}"\ndate: {date}\ntags: [{tags}]\n'
        body = words.body(number)
        write(os.path.join(folder, "jekyll"), f"_posts/{date}-post-{number}.md", f"{head}layout: post\n---\n\n{body}")
        write(os.path.join(folder, "hugo"), f"content/posts/post-{number}.md", f"{head}---\n\n{body}")
