/* filters_url.c - Jekyll's filters over addresses. See filters.h. */
#include "liquid/filters.h"
#include "liquid/url_normalize.h"

/* The input as an address; of a page its url. */
static struct str input_url(struct filter_call *call)
{
    if (call->input.kind == VALUE_HASH && hash_entry(call->input.hash, STR("url")) != NULL)
        return print_str(value_force(hash_get(call->input.hash, STR("url")), call->pool), call->pool);
    return filter_text(call);
}

static void add_rooted(struct text *text, struct str part)
{
    if (part.len > 0 && part.at[0] != '/')
        text_add_char(text, '/');
    text_add(text, part);
}

void filter_relative_url(const struct liquid_host *host, struct str url, struct text *out)
{
    struct str base = host->baseurl;
    struct text joined = {0};

    if (url_is_absolute(url)) {
        text_add(out, url);
        return;
    }
    if (base.len > 0 && base.at[base.len - 1] == '/')
        base.len--;
    add_rooted(&joined, base);
    add_rooted(&joined, str_trim_end(url));
    url_normalize(out, text_str(&joined));
    text_free(&joined);
}

static struct value run_relative_url(struct filter_call *call)
{
    struct text text = {0};

    if (call->input.kind == VALUE_NIL)
        return value_nil;
    filter_relative_url(call->host, input_url(call), &text);
    return filter_finish(call, &text);
}

static struct value run_absolute_url(struct filter_call *call)
{
    struct str url = input_url(call);
    struct text joined = {0}, text = {0};

    if (call->input.kind == VALUE_NIL)
        return value_nil;
    if (call->host->url.len == 0 || url_is_absolute(url))
        return run_relative_url(call);
    text_add(&joined, call->host->url);
    filter_relative_url(call->host, url, &joined);
    url_normalize(&text, text_str(&joined));
    text_free(&joined);
    return filter_finish(call, &text);
}

/* "/a/index.html" is "/a/". */
static struct value run_strip_index(struct filter_call *call)
{
    struct str path = filter_text(call);

    if (path.len == 0)
        return value_nil;
    if (str_ends(path, "/index.html"))
        path.len -= sizeof("index.html") - 1;
    else if (str_ends(path, "/index.htm"))
        path.len -= sizeof("index.htm") - 1;
    return value_str(path);
}

static struct value run_uri_escape(struct filter_call *call)
{
    struct text text = {0};

    if (call->input.kind == VALUE_NIL)
        return value_nil;
    url_escape(&text, filter_text(call));
    return filter_finish(call, &text);
}

const struct filter_def filters_url[] = {
    {"absolute_url", run_absolute_url, 0, 0, FILTER_EXP_NONE},
    {"relative_url", run_relative_url, 0, 0, FILTER_EXP_NONE},
    {"strip_index", run_strip_index, 0, 0, FILTER_EXP_NONE},
    {"uri_escape", run_uri_escape, 0, 0, FILTER_EXP_NONE},
    {NULL, NULL, 0, 0, FILTER_EXP_NONE},
};
