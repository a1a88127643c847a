/* preview.c - sitegen preview DIR|IMAGE [--port N] [--open] [--no-watch]: its command line. See preview.h. */
#include "preview/preview.h"

#include "child.h"
#include "cleanup.h"
#include "workers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* $BROWSER may name several, in the order of preference. */
void preview_open_browser(unsigned port)
{
    const char *wish = getenv("BROWSER");
    struct pool pool = {0};
    struct str first = str_of(wish);
    const char *program = "xdg-open";
    pid_t pid;

    first = str_head(first, str_find_char(first, ':'));
    if (first.len > 0)
        program = pool_copy(&pool, first);
    const char *argv[] = {program, pool_printf(&pool, "http://127.0.0.1:%u/", port), NULL};
    int error = child_start(argv, &pid);
    if (error != 0)
        fprintf(stderr, "sitegen: warning: no browser is opened: %s: %s\n", program, strerror(error));
    pool_free(&pool);
}

/* A folder of its own below $TMPDIR, which goes when the server does. */
static int make_folder(struct preview *p)
{
    p->folder = cleanup_make_folder(&p->pool);
    if (p->folder == NULL)
        return EXIT_CONTENT;
    p->image = pool_printf(&p->pool, "%s/preview.img", p->folder);
    if (!cleanup_add(p->image))
        fatal("the name of the temporary folder is too long");
    return 0;
}

static int preview_folder(struct preview *p)
{
    int status = make_folder(p);

    if (status == 0 && !p->no_watch)
        status = preview_live(p);
    else if (status == 0 && (status = bake_image(p->source, p->image, &p->flags, true)) == 0)
        status = preview_once(p);
    cleanup_run();
    return status;
}

/* Returns 0, or the status to end with. */
static int read_words(struct preview *p, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        const char *value;
        long number;
        if (cli_option(argc, argv, &i, "--port", &value)) {
            if (!cli_number(value, 1, 65535, &number))
                return cli_usage("--port needs a number from 1 to 65535");
            p->port = (unsigned)number;
        } else if (cli_option(argc, argv, &i, "--jobs", &value)) {
            if (!cli_number(value, 1, WORKERS_MAX, &number))
                return cli_usage("--jobs needs a number from 1 to %u", WORKERS_MAX);
            workers_limit((unsigned)number);
        } else if (strcmp(argv[i], "--open") == 0) {
            p->open = true;
        } else if (strcmp(argv[i], "--no-watch") == 0) {
            p->no_watch = true;
        } else if (bake_flag(&p->flags, argv[i])) {
            continue;
        } else if (argv[i][0] == '-') {
            return cli_usage("preview: unknown option \"%s\"", argv[i]);
        } else if (p->source != NULL) {
            return cli_usage("preview: one folder or image at a time");
        } else {
            p->source = argv[i];
        }
    }
    return p->source == NULL ? cli_usage("preview: no folder and no image is named") : 0;
}

int preview_command(int argc, char **argv)
{
    struct preview p = {.port = 8080};
    struct stat st;
    int status = read_words(&p, argc, argv);

    if (status != 0)
        return status;
    if (stat(p.source, &st) != 0) {
        fprintf(stderr, "%s: error: cannot be read: %s\n", p.source, strerror(errno));
        return EXIT_CONTENT;
    }
    p.image = p.source;
    status = S_ISDIR(st.st_mode) ? preview_folder(&p) : preview_once(&p);
    pool_free(&p.pool);
    return status;
}
