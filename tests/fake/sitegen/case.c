/* case.c - see case.h */
#include "sitegen/case.h"

#include "files.h"
#include "yaml_read.h"

#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct liquid_template *find_include(void *context, struct str name)
{
    struct test_case *test = context;
    struct value text = test->includes.kind == VALUE_HASH ? hash_get(test->includes.hash, name) : value_nil;

    if (text.kind != VALUE_STRING)
        return NULL;
    return liquid_parse_with(test->options, &test->pool, &test->diag, "include", text.string, 0);
}

static struct str mark(void *context, struct str text, struct pool *pool)
{
    (void)context;
    return str_of(pool_printf(pool, "<p>%.*s</p>", STR_ARG(text)));
}

struct value case_yaml(struct test_case *test, const char *yaml)
{
    struct value value;

    if (!yaml_read(&test->pool, &test->diag, "data", str_of(yaml), 0, strlen(yaml), &value))
        return value_nil;
    return value;
}

const char *case_render(struct test_case *test, const char *template, const char *data)
{
    return case_render_value(test, template, case_yaml(test, data));
}

const char *case_render_value(struct test_case *test, const char *template, struct value globals)
{
    struct liquid_host host = {.include = find_include, .markdown = mark, .context = test, .now_s = 86400};
    struct text out = {0};

    host.url = STR("https://example.org");
    host.baseurl = STR("/base");
    if (globals.kind != VALUE_HASH)
        globals = value_hash(&test->pool);
    const struct liquid_template *parsed =
        liquid_parse_with(test->options, &test->pool, &test->diag, "page", str_of(template), 0);
    bool ok = parsed != NULL && liquid_render(parsed, globals.hash, &host, &test->pool, &test->diag, &out);
    const char *printed = text_finish(&out, &test->pool).at;
    return ok ? printed : NULL;
}

const char *case_messages(struct test_case *test)
{
    size_t len;

    free(test->messages);
    FILE *stream = open_memstream(&test->messages, &len);
    diag_print(&test->diag, stream);
    fclose(stream);
    return test->messages;
}

void case_free(struct test_case *test)
{
    free(test->messages);
    diag_free(&test->diag);
    pool_free(&test->pool);
}

void case_add_file(const char *folder, const char *name, const char *text)
{
    struct pool pool = {0};
    char *path = files_join(&pool, folder, name);

    if (!files_make_parents(path) || !files_write(path, str_of(text), 0666))
        abort();
    pool_free(&pool);
}

char *case_make_folder(struct pool *pool, ...)
{
    char *folder = pool_copy(pool, STR("/tmp/sitegen-test.XXXXXX"));
    const char *name;
    va_list args;

    if (mkdtemp(folder) == NULL)
        abort();
    va_start(args, pool);
    while ((name = va_arg(args, const char *)) != NULL)
        case_add_file(folder, name, va_arg(args, const char *));
    va_end(args);
    return folder;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

void case_remove_folder(const char *folder)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
