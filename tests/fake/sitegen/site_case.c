/* site_case.c - see site_case.h */
#include "sitegen/site_case.h"

#include "render.h"
#include "render_reads.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void site_case_open(struct site_case *c, ...)
{
    static const char *const nothing[] = {NULL};
    const char *name;
    va_list args;

    *c = (struct site_case){.folder = NULL};
    c->folder = case_make_folder(&c->test.pool, NULL);
    va_start(args, c);
    while ((name = va_arg(args, const char *)) != NULL)
        case_add_file(c->folder, name, va_arg(args, const char *));
    va_end(args);
    setenv("SOURCE_DATE_EPOCH", "1767225600", 1);
    c->options = (struct site_options){.dir = c->folder, .skip_full = nothing, .templates_dir = "templates"};
    site_load(&c->site, &c->options, &c->test.diag);
}

struct page *site_case_find(struct site_case *c, const char *path)
{
    for (size_t i = 0; i < c->site.page_count; i++)
        if (strcmp(c->site.pages[i]->path, path) == 0)
            return c->site.pages[i];
    return NULL;
}

const char *site_case_page(struct site_case *c, const char *path)
{
    struct page *page = site_case_find(c, path);
    struct pool pool = {0};
    struct str html;

    if (page == NULL)
        return "(none)";
    struct reads reads;
    bool ok = page_render(page, &pool, &c->test.diag, &html, &reads);
    const char *copy = pool_copy(&c->test.pool, html);
    pool_free(&pool);
    return ok ? copy : "(failed)";
}

const char *site_case_messages(struct site_case *c)
{
    const char *messages = case_messages(&c->test), *at;
    size_t len = strlen(c->folder) + 1;
    struct text out = {0};

    for (; (at = strstr(messages, c->folder)) != NULL; messages = at + len)
        text_add(&out, (struct str){messages, (size_t)(at - messages)});
    text_add_c(&out, messages);
    return text_finish(&out, &c->test.pool).at;
}

void site_case_free(struct site_case *c)
{
    site_free(&c->site);
    case_remove_folder(c->folder);
    case_free(&c->test);
}
