/* reload_text.c - see reload_text.h */
#include "preview/reload_text.h"

#include <string.h>

/* A page is older than the site when it was asked for before the site was made: both clocks are this
 * machine's. The same site is never a reason to reload twice, lest a clock that was set back make pages
 * reload for ever. A tab that nobody sees lets go of its connection, of which a browser grants six, and
 * catches up when it is seen. */
const char reload_text_script[] =
    "(() => {\n"
    "  const events = new URL('events', document.currentScript.src);\n"
    "  const asked = performance.timeOrigin;\n"
    "  let source = null, overlay = null;\n"
    "  function show(errors) {\n"
    "    if (overlay) overlay.remove();\n"
    "    overlay = null;\n"
    "    if (!errors || document.documentElement.hasAttribute('data-sitegen-errors')) return;\n"
    "    overlay = document.createElement('pre');\n"
    "    overlay.id = 'sitegen-errors';\n"
    "    overlay.setAttribute('role', 'alert');\n"
    "    overlay.textContent = errors;\n"
    "    overlay.style.cssText = 'all:initial;display:block;position:fixed;z-index:2147483647;' +\n"
    "      'inset:auto 0 0 0;' +\n"
    "      'max-height:60%;overflow:auto;box-sizing:border-box;padding:1em;white-space:pre-wrap;' +\n"
    "      'overflow-wrap:anywhere;background:#2b0b0b;color:#ffe3e3;border-top:4px solid #e03131;' +\n"
    "      'font:14px/1.5 monospace';\n"
    "    document.documentElement.append(overlay);\n"
    "  }\n"
    "  function told(event) {\n"
    "    const state = JSON.parse(event.data);\n"
    "    let last = null;\n"
    "    try { last = sessionStorage.getItem('sitegen-made'); } catch (e) { }\n"
    "    if (state.made > asked && last !== String(state.made)) {\n"
    "      try { sessionStorage.setItem('sitegen-made', state.made); } catch (e) { }\n"
    "      source.close();\n"
    "      location.reload();\n"
    "    } else {\n"
    "      show(state.errors);\n"
    "    }\n"
    "  }\n"
    "  function listen() {\n"
    "    if (source) source.close();\n"
    "    source = null;\n"
    "    if (document.visibilityState === 'hidden') return;\n"
    "    source = new EventSource(events);\n"
    "    source.onmessage = told;\n"
    "  }\n"
    "  document.addEventListener('visibilitychange', listen);\n"
    "  addEventListener('pageshow', event => { if (event.persisted) listen(); });\n"
    "  addEventListener('pagehide', () => { if (source) source.close(); });\n"
    "  listen();\n"
    "})();\n";

static void add_tag(struct text *out, unsigned port)
{
    text_printf(out, "<script async src=\"http://127.0.0.1:%u/reload.js\"></script>\n", port);
}

/* Where the last "</body" starts; html.len where there is none. */
static size_t body_end(struct str html)
{
    static const struct str end = {"</body", 6};

    for (size_t at = html.len < end.len ? 0 : html.len - end.len + 1; at > 0; at--)
        if (html.at[at - 1] == '<' && str_eq_nocase(str_head(str_from(html, at - 1), end.len), end))
            return at - 1;
    return html.len;
}

void reload_text_insert(struct text *out, struct str html, unsigned port)
{
    size_t at = body_end(html);

    text_add(out, str_head(html, at));
    add_tag(out, port);
    text_add(out, str_from(html, at));
}

/* Fit for a string of JSON, and of JavaScript. */
static void add_json(struct text *out, struct str s)
{
    while (s.len > 0) {
        size_t len = utf8_len(s);
        unsigned char c = (unsigned char)s.at[0];
        if (c < 0x20 || c == '"' || c == '\\' || c == 0x7f)
            text_printf(out, "\\u%04x", c);
        else if (c >= 0x80 && (len == 1 || utf8_bad(str_head(s, len)) < len))
            text_add_c(out, "\xef\xbf\xbd");
        else
            text_add(out, str_head(s, len));
        s = str_from(s, len);
    }
}

void reload_text_state(struct text *out, int64_t made_ms, struct str errors)
{
    text_printf(out, "{\"made\":%lld,\"errors\":\"", (long long)made_ms);
    add_json(out, errors);
    text_add_c(out, "\"}");
}

void reload_text_page(struct text *out, struct str errors, unsigned port)
{
    text_add_c(out, "<!DOCTYPE html>\n<html lang=\"en\" data-sitegen-errors>\n<head>\n"
                    "<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width\">\n<title>Not baked yet</title>\n"
                    "<style>body{font:16px/1.5 sans-serif;margin:2em;background:#2b0b0b;color:#ffe3e3}"
                    "pre{white-space:pre-wrap;overflow-wrap:anywhere}</style>\n</head>\n<body>\n"
                    "<h1>The site cannot be baked yet</h1>\n<pre role=\"alert\">");
    text_add_escaped(out, errors);
    text_add_c(out, "</pre>\n<p>This page reloads as soon as it can.</p>\n");
    add_tag(out, port);
    text_add_c(out, "</body>\n</html>\n");
}
