/* cmark_options.c - see cmark_options.h */
#include "markdown/cmark_options.h"

#include <cmark-gfm.h>

static const char *const extension_names[CMARK_EXTENSION_COUNT] = {"table", "strikethrough", "autolink",
                                                                   "tagfilter", "tasklist"};

const char *cmark_extension_name(enum cmark_extension extension)
{
    return extension_names[extension];
}

void cmark_options_init(struct cmark_options *options, bool is_github)
{
    *options = (struct cmark_options){.flags = CMARK_OPT_DEFAULT};
    if (is_github) {
        options->flags = CMARK_OPT_UNSAFE | CMARK_OPT_FOOTNOTES;
        options->extensions = (1u << CMARK_EXTENSION_COUNT) - 1;
    }
}

static int flag_of(struct str name)
{
    static const struct {
        const char *name;
        int flag;
    } flags[] = {
        {"SMART", CMARK_OPT_SMART},
        {"UNSAFE", CMARK_OPT_UNSAFE},
        {"FOOTNOTES", CMARK_OPT_FOOTNOTES},
        {"HARDBREAKS", CMARK_OPT_HARDBREAKS},
        {"NOBREAKS", CMARK_OPT_NOBREAKS},
        {"SOURCEPOS", CMARK_OPT_SOURCEPOS},
        {"VALIDATE_UTF8", CMARK_OPT_VALIDATE_UTF8},
        {"GITHUB_PRE_LANG", CMARK_OPT_GITHUB_PRE_LANG},
        {"LIBERAL_HTML_TAG", CMARK_OPT_LIBERAL_HTML_TAG},
        {"STRIKETHROUGH_DOUBLE_TILDE", CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE},
        {"TABLE_PREFER_STYLE_ATTRIBUTES", CMARK_OPT_TABLE_PREFER_STYLE_ATTRIBUTES},
        {"FULL_INFO_STRING", CMARK_OPT_FULL_INFO_STRING},
    };

    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
        if (str_is_nocase(name, flags[i].name))
            return flags[i].flag;
    return 0;
}

static unsigned extension_of(struct str name)
{
    for (unsigned i = 0; i < CMARK_EXTENSION_COUNT; i++)
        if (str_is(name, extension_names[i]))
            return 1u << i;
    return 0;
}

void cmark_options_read(struct cmark_options *options, struct value own)
{
    struct value flags = value_get(own, "options"), extensions = value_get(own, "extensions");

    if (flags.kind == VALUE_ARRAY) {
        options->flags = CMARK_OPT_DEFAULT;
        for (size_t i = 0; i < flags.array->count; i++)
            if (flags.array->items[i].kind == VALUE_STRING)
                options->flags |= flag_of(flags.array->items[i].string);
    }
    if (extensions.kind == VALUE_ARRAY) {
        options->extensions = 0;
        for (size_t i = 0; i < extensions.array->count; i++)
            if (extensions.array->items[i].kind == VALUE_STRING)
                options->extensions |= extension_of(extensions.array->items[i].string);
    }
}
