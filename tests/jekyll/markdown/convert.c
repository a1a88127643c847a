/* convert.c - Markdown from files into a folder, in one dialect: convert DIALECT OUT FILE... for tests that compare. */
#include "markdown/markdown.h"

#include "files.h"

#include <stdio.h>

static int convert(const struct markdown_options *options, const char *out, const char *file)
{
    struct pool pool = {0};
    struct markdown_result result;
    struct str source;
    unsigned line, column;

    if (!files_read(file, &pool, &source)) {
        fprintf(stderr, "%s: cannot be read\n", file);
        return 1;
    }
    if (!markdown_render(options, NULL, source, &pool, &result)) {
        str_place(source, result.fault_at, &line, &column);
        fprintf(stderr, "%s:%u:%u: %s\n", file, line, column, result.fault);
    }
    FILE *to = fopen(pool_printf(&pool, "%s/%s", out, files_base(file)), "w");
    if (to == NULL)
        fatal("cannot write what was converted");
    fwrite(result.html.at, 1, result.html.len, to);
    fclose(to);
    pool_free(&pool);
    return 0;
}

int main(int argc, char **argv)
{
    struct markdown_options options;
    enum markdown_dialect dialect;
    int failed = 0;

    if (argc < 3 || !markdown_dialect_of(str_of(argv[1]), &dialect)) {
        fprintf(stderr, "usage: convert DIALECT OUT FILE...   (dialects: %s)\n", MARKDOWN_DIALECT_NAMES);
        return 2;
    }
    markdown_options_init(&options, dialect);
    for (int i = 3; i < argc; i++)
        failed |= convert(&options, argv[2], argv[i]);
    return failed;
}
