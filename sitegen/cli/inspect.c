/* inspect.c - sitegen inspect IMAGE [--files | --json | --sbom]: what is in an image. */
#include "cli/cli.h"
#include "image/inspect.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum form { FORM_SUMMARY, FORM_FILES, FORM_JSON, FORM_SBOM };

static int print(const struct inspect *inspect, enum form form, const char *path)
{
    struct text out = {0};

    if (form == FORM_SUMMARY)
        inspect_summary(inspect, &out);
    if (form == FORM_FILES)
        inspect_files(inspect, &out);
    if (form == FORM_JSON)
        inspect_json(inspect, &out);
    if (form == FORM_SBOM && !inspect_sbom(inspect, &out)) {
        fprintf(stderr, "%s: error: does not say what it was made of\n", path);
        return EXIT_CONTENT;
    }
    bool ok = fwrite(out.bytes, 1, out.len, stdout) == out.len && fflush(stdout) == 0;
    text_free(&out);
    if (!ok)
        fprintf(stderr, "sitegen: error: cannot be written: %s\n", strerror(errno));
    return ok ? 0 : EXIT_CONTENT;
}

static int read_form(const char *arg, enum form *form)
{
    static const char *const names[] = {"", "--files", "--json", "--sbom"};

    for (int i = FORM_FILES; i <= FORM_SBOM; i++) {
        if (strcmp(arg, names[i]) != 0)
            continue;
        if (*form != FORM_SUMMARY && *form != (enum form)i)
            return cli_usage("inspect: one of --files, --json and --sbom");
        *form = (enum form)i;
        return 0;
    }
    return cli_usage("inspect: unknown option \"%s\"", arg);
}

int cli_inspect(int argc, char **argv)
{
    enum form form = FORM_SUMMARY;
    const char *path = NULL;
    struct inspect inspect;
    struct str bytes;
    int status = 0;

    for (int i = 1; i < argc && status == 0; i++) {
        if (argv[i][0] == '-')
            status = read_form(argv[i], &form);
        else if (path != NULL)
            status = cli_usage("inspect: one image at a time: \"%s\" and \"%s\"", path, argv[i]);
        else
            path = argv[i];
    }
    if (status != 0)
        return status;
    if (path == NULL)
        return cli_usage("inspect: no image is named");
    if (!image_map(path, &bytes)) {
        const char *why = errno == ENOEXEC ? "it is no file, or empty" : strerror(errno);
        fprintf(stderr, "%s: error: cannot be read: %s\n", path, why);
        return EXIT_CONTENT;
    }
    const char *problem = inspect_open(&inspect, path, bytes);
    if (problem != NULL)
        fprintf(stderr, "%s: error: %s\n", path, problem);
    status = problem != NULL ? EXIT_CONTENT : print(&inspect, form, path);
    inspect_close(&inspect);
    return status;
}
