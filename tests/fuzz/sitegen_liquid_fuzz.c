/* sitegen_liquid_fuzz.c - arbitrary bytes as a template: it is refused with a message, or rendered within its
 * bounds, and twice the same.
 *
 * The first byte chooses language and mode. What stands behind a line "%%%%" is the text of every include.
 */
#include "liquid/liquid.h"

#include "assert.h"
#include "yaml_read.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static const char globals_text[] =
    "site: {title: T, posts: [{title: b, date: 2026-01-31 12:00:00 +0000, tags: [x, y]}, {title: a, tags: "
    "[]}]}\n"
    "page: {title: 'A <b>', n: 5, f: 1.5, list: [3, 1, 2], mixed: [1, a, ~, true, 2.5, [2, [x]]], hash: {b: "
    "1, a: {x: y}},"
    " date: 2026-01-31 12:00:00 +0000, text: \"one two\\nthree\", uni: \"\\u00fc\\u4e2d\"}\n"
    "a: [1, 2, 3]\nb: x\n";

struct site {
    struct pool pool;
    const struct liquid_template *include;
};

static const struct liquid_template *find_include(void *context, struct str name)
{
    const struct site *site = context;

    return name.len % 7 == 0 ? NULL : site->include;
}

static struct str mark(void *context, struct str text, struct pool *pool)
{
    (void)context;
    (void)pool;
    return text;
}

static struct value find_address(void *context, struct str name, struct pool *pool)
{
    (void)context;
    (void)pool;
    return name.len % 5 == 0 ? value_nil : value_str(name);
}

static bool has_host(void *context, struct str name)
{
    (void)context;
    return str_starts(name, "host");
}

static bool run_tag(void *context, const struct liquid_call *call, struct text *out)
{
    (void)context;
    text_add(out, value_to_str(call->eval(call, call->markup), call->pool));
    return true;
}

static bool run_filter(void *context, const struct liquid_call *call, struct value input,
                       const struct value *args, size_t arg_count, struct value *result)
{
    (void)context;
    (void)call;
    *result = arg_count > 0 ? args[0] : input;
    return true;
}

static bool render(const struct liquid_template *template, const struct hash *globals, struct site *site,
                   struct diag *diag, struct text *out)
{
    struct liquid_host host = {.include = find_include,
                               .include_relative = find_include,
                               .markdown = mark,
                               .link = find_address,
                               .post_url = find_address,
                               .tag = run_tag,
                               .filter = run_filter,
                               .context = site,
                               .url = STR("https://example.org"),
                               .baseurl = STR("/base")};
    struct pool pool = {0};
    size_t errors = diag->error_count;
    bool ok = liquid_render(template, globals, &host, &pool, diag, out);

    ASSERT(ok || diag->error_count > errors);
    ASSERT(out->len <= 4 * (size_t)LIQUID_OUTPUT_MAX);
    pool_free(&pool);
    return ok;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct site site = {0};
    struct diag diag = {0};
    struct value globals = value_nil;
    struct liquid_options options = {.has_tag = has_host, .has_filter = has_host};
    struct text first = {0}, second = {0};

    if (len == 0)
        return 0;
    options.language = data[0] & 1 ? LIQUID_PLAIN : LIQUID_JEKYLL;
    options.mode = data[0] >> 1 & 1 ? LIQUID_STRICT : LIQUID_WARN;
    options.strict_variables = data[0] >> 2 & 1;
    options.pass_filters = data[0] >> 3 & 1;
    struct str source = pool_str(&site.pool, (struct str){(const char *)data + 1, len - 1});
    size_t split = str_find(source, STR("\n%%%%\n"));
    ASSERT(yaml_read(&site.pool, &diag, "globals", str_of(globals_text), 0, strlen(globals_text), &globals));
    site.include = liquid_parse_with(&options, &site.pool, &diag, "include", str_from(source, split + 6), 0);
    size_t errors = diag.error_count;
    const struct liquid_template *template =
        liquid_parse_with(&options, &site.pool, &diag, "page", str_head(source, split), 0);
    ASSERT(template != NULL || diag.error_count > errors);
    if (template != NULL) {
        bool ok = render(template, globals.hash, &site, &diag, &first);
        ASSERT(render(template, globals.hash, &site, &diag, &second) == ok);
        ASSERT(first.len == second.len &&
               (first.len == 0 || memcmp(first.bytes, second.bytes, first.len) == 0));
    }
    text_free(&first);
    text_free(&second);
    diag_free(&diag);
    pool_free(&site.pool);
    return 0;
}
