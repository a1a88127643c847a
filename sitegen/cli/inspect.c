/* inspect.c - sitegen inspect IMAGE [--files | --json | --sbom] [--memory MIB]: what is in an image. */
#include "cli/cli.h"
#include "image/inspect.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum form { FORM_SUMMARY, FORM_FILES, FORM_JSON, FORM_SBOM };

struct arguments {
    enum form form;
    const char *path;
    long memory_mib; /* 0: it is not asked about */
};

static const char *print_form(const struct inspect *inspect, enum form form, struct text *out)
{
    if (form == FORM_SUMMARY && inspect->memory_mib == 0)
        inspect_summary(inspect, out);
    if (form == FORM_SUMMARY && inspect->memory_mib != 0 && !inspect_memory(inspect, out))
        return "does not start with so little memory";
    if (form == FORM_FILES)
        inspect_files(inspect, out);
    if (form == FORM_JSON)
        inspect_json(inspect, out);
    if (form == FORM_SBOM && !inspect_sbom(inspect, out))
        return "does not say what it was made of";
    return NULL;
}

static int print(const struct inspect *inspect, enum form form, const char *path)
{
    struct text out = {0};
    const char *problem = print_form(inspect, form, &out);
    bool ok = problem != NULL || (fwrite(out.bytes, 1, out.len, stdout) == out.len && fflush(stdout) == 0);

    text_free(&out);
    if (problem != NULL)
        fprintf(stderr, "%s: error: %s\n", path, problem);
    if (!ok)
        fprintf(stderr, "sitegen: error: cannot be written: %s\n", strerror(errno));
    return problem == NULL && ok ? 0 : EXIT_CONTENT;
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

static int read_word(int argc, char **argv, int *i, struct arguments *a)
{
    const char *value;

    if (cli_option(argc, argv, i, "--memory", &value))
        return cli_number(value, 1, CAPACITY_MEMORY_MAX, &a->memory_mib)
                   ? 0
                   : cli_usage("--memory needs a number of MiB");
    if (argv[*i][0] == '-')
        return read_form(argv[*i], &a->form);
    if (a->path != NULL)
        return cli_usage("inspect: one image at a time: \"%s\" and \"%s\"", a->path, argv[*i]);
    a->path = argv[*i];
    return 0;
}

int cli_inspect(int argc, char **argv)
{
    struct arguments a = {.form = FORM_SUMMARY};
    struct inspect inspect;
    int status = 0;

    for (int i = 1; i < argc && status == 0; i++)
        status = read_word(argc, argv, &i, &a);
    if (status != 0)
        return status;
    if (a.path == NULL)
        return cli_usage("inspect: no image is named");
    if (a.memory_mib != 0 && (a.form == FORM_FILES || a.form == FORM_SBOM))
        return cli_usage("inspect: --memory goes with --json, or alone");
    const char *problem = inspect_file(&inspect, a.path);
    inspect.memory_mib = (uint64_t)a.memory_mib;
    if (problem != NULL)
        fprintf(stderr, "%s: error: %s\n", a.path, problem);
    status = problem != NULL ? EXIT_CONTENT : print(&inspect, a.form, a.path);
    inspect_close(&inspect);
    return status;
}
