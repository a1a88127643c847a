/* bake.c - sitegen DIR [-o IMAGE] [--html OUT] [--no-cache] [--jobs N] [--strict], sitegen check DIR */
#include "check/check.h"
#include "cli/cli.h"
#include "files.h"
#include "folder.h"
#include "lib.h"
#include "pack.h"
#include "progress.h"
#include "provenance/provenance.h"
#include "store.h"
#include "workers.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct bake {
    const char *dir;
    const char *image; /* where it goes, or */
    const char *html;  /* where a plain folder goes; both NULL: nothing is written */
    const char *lib;
    struct bake_flags flags;
    bool summary;
    bake_wrap *wrap; /* NULL: nobody is between */
    void *wrap_context;
    const struct provenance *as; /* an image that is to be made again; NULL: none */
    const char *other;           /* where it lies */
    struct pool pool;
    struct diag diag;
    struct site site;
    struct sources sources; /* of an image, as the next */
    struct store *store;
    struct site_totals totals;
    struct pack_totals packed;
    int previous; /* the image before this one, open; -1: none */
    struct aside leaving;
};

/* NULL: nothing is written. */
static const char *output_of(const struct bake *b)
{
    return b->image != NULL ? b->image : b->html;
}

static void show(void *context, size_t done, size_t all)
{
    (void)context;
    progress_show("rendering", done, all);
}

/* "." and "../a/.." are names of folders too: the default image is called as the folder really is. */
static const char *default_image(const char *dir, struct pool *pool)
{
    char *real = realpath(dir, NULL);
    const char *name = real != NULL ? files_base(real) : "";
    const char *image = pool_printf(pool, "%s.img", *name != '\0' ? name : "site");

    free(real);
    return image;
}

/* The output as the walk through the content would name it, when it lies inside the content; else NULL. */
static const char *inside(const char *dir, const char *output, struct pool *pool)
{
    const char *base = files_base(output);
    char *parent = pool_copy(pool, (struct str){output, (size_t)(base - output)});
    char *real_dir = realpath(dir, NULL);
    char *real_parent = realpath(*parent != '\0' ? parent : ".", NULL);
    size_t len = real_dir != NULL ? strlen(real_dir) : 0;
    const char *found = NULL;

    if (real_dir != NULL && real_parent != NULL && strncmp(real_parent, real_dir, len) == 0 &&
        (real_parent[len] == '/' || real_parent[len] == '\0' || len == 1)) {
        const char *below = real_parent + len + (real_parent[len] == '/');
        found = files_join(pool, files_join(pool, dir, below), base);
        if (*below == '\0')
            found = files_join(pool, dir, base);
    }
    free(real_dir);
    free(real_parent);
    return found;
}

/* All pages were rendered: what is wrong between them. After errors, half of it would follow from those. */
static bool check_all(struct bake *b)
{
    if (b->diag.error_count == 0)
        check_finish(b->site.check);
    check_close(b->site.check);
    b->site.check = NULL;
    if (b->flags.strict)
        diag_refuse_warnings(&b->diag);
    return b->diag.error_count == 0;
}

static void close_store(void *context)
{
    struct bake *b = context;

    store_close(b->store);
    b->store = NULL;
}

static void close_previous(void *context)
{
    struct bake *b = context;

    if (b->previous >= 0)
        close(b->previous);
}

/* The image gets its name. That waits for the disk, and nobody asks the store any more. */
static bool finish_image(struct bake *b, struct pack_output *pack)
{
    struct aside aside;

    aside_start(&aside, close_store, b);
    b->previous = -1;
    bool ok = pack_finish(pack, &b->packed, &b->previous);
    aside_start(&b->leaving, close_previous, b);
    aside_wait(&aside);
    return ok;
}

static bool build_image(struct bake *b)
{
    struct pack_output pack;
    struct store *kept = b->flags.no_cache ? NULL : b->store;
    bool ok = pack_open(&pack, &b->site, b->store, b->lib, b->image);
    struct site_output *output = &pack.output;

    check_use_store(b->site.check, kept);
    if (b->wrap != NULL)
        output = b->wrap(b->wrap_context, output, kept);
    /* Even where nothing can be written, everything is rendered: all errors come at once. */
    ok = site_build(&b->site, ok ? output : NULL, ok ? kept : NULL, show, NULL, &b->totals) && ok;
    if (ok) {
        check_start(b->site.check);
        ok = pack_write(&pack, &b->sources, &b->packed);
    }
    ok = check_all(b) && ok;
    if (ok)
        ok = finish_image(b, &pack);
    pack_close(&pack);
    return ok;
}

static bool build_folder(struct bake *b)
{
    struct folder_output folder;
    struct site_totals dry;

    /* A folder cannot be renamed onto another: so it is written once it is known that nothing is wrong. */
    bool ok = site_build(&b->site, NULL, NULL, show, NULL, &dry);
    ok = check_all(b) && ok;
    return ok && folder_open(&folder, b->html, &b->diag) &&
           site_build(&b->site, &folder.output, NULL, show, NULL, &b->totals);
}

static bool build_nothing(struct bake *b)
{
    bool ok = site_build(&b->site, NULL, NULL, show, NULL, &b->totals);

    return check_all(b) && ok;
}

static void print_size(uint64_t len)
{
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB"};
    double size = (double)len;
    unsigned unit = 0;

    for (; size >= 1024 && unit < 3; unit++)
        size /= 1024;
    printf(unit == 0 ? "%.0f %s" : "%.1f %s", size, units[unit]);
}

static double seconds_since(const struct timespec *start)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static void print_summary(const struct bake *b, const struct timespec *start)
{
    printf("%s: %zu pages", output_of(b) != NULL ? output_of(b) : b->dir, b->totals.page_count);
    if (b->totals.reused_count > 0)
        printf(" (%zu as they were)", b->totals.reused_count);
    printf(", %zu files, ", b->totals.file_count);
    print_size(b->totals.content_len);
    fputs(" content, ", stdout);
    if (b->image != NULL) {
        print_size(b->packed.image_len);
        fputs(" image, ", stdout);
    }
    printf("%.2f s\n", seconds_since(start));
    fflush(stdout);
}

static bool run(struct bake *b)
{
    const char *tried;
    const char *output = output_of(b);
    const char *skip[3] = {NULL};
    size_t skip_count = 0;
    struct site_options options = {.dir = b->dir,
                                   .skip_full = skip,
                                   .drafts = b->flags.drafts,
                                   .future = b->flags.future,
                                   .unpublished = b->flags.unpublished};

    b->lib = lib_find(&b->pool, &tried);
    if (b->lib == NULL) {
        diag_error(&b->diag, NULL, 0, 0, "its library is not there (looked in %s)", tried);
        return false;
    }
    for (int i = 0; i < 2; i++) {
        const char *file = i == 0 ? output : b->other;
        const char *found = file != NULL ? inside(b->dir, file, &b->pool) : NULL;
        if (found != NULL)
            skip[skip_count++] = found;
    }
    if (b->as != NULL) {
        options.now_s = b->as->now_s;
        options.title = pool_copy(&b->pool, b->as->title);
    }
    options.templates_dir = files_join(&b->pool, b->lib, "templates");
    progress_show("reading", 0, 0);
    if (b->image != NULL) {
        sources_open(&b->sources, b->dir, b->as != NULL ? b->as->files : NULL,
                     b->as != NULL ? b->as->file_count : 0);
        b->store = store_open(b->dir, !b->flags.no_cache, b->image);
        options.store = b->flags.no_cache ? NULL : b->store;
    }
    site_load(&b->site, &options, &b->diag);
    if (b->site.drop.kind != VALUE_HASH) /* the folder could not be read at all */
        return false;
    b->site.check = check_open(&b->site);
    return b->image != NULL ? build_image(b) : b->html != NULL ? build_folder(b) : build_nothing(b);
}

static int bake(struct bake *b)
{
    struct timespec start;

    clock_gettime(CLOCK_MONOTONIC, &start);
    bool ok = run(b);
    progress_clear();
    size_t error_count =
        b->as == NULL || b->diag.error_count > 0 ? diag_print(&b->diag, stderr) : b->diag.error_count;
    if (error_count > 0)
        fprintf(stderr, "sitegen: %zu error%s%s\n", error_count, error_count == 1 ? "" : "s",
                output_of(b) != NULL ? ", nothing was made" : "");
    ok = ok && error_count == 0;
    if (ok && b->summary)
        print_summary(b, &start);
    check_close(b->site.check);
    if (b->sources.dir != NULL)
        sources_close(&b->sources);
    diag_free(&b->diag);
    site_free(&b->site);
    store_close(b->store);
    pool_free(&b->pool);
    aside_wait(&b->leaving);
    return ok ? 0 : EXIT_CONTENT;
}

int bake_image(const char *dir, const char *image, const struct bake_flags *flags, bool summary)
{
    return bake(&(struct bake){.dir = dir, .image = image, .flags = *flags, .summary = summary});
}

int bake_again(const char *dir, const char *image, const char *other, const struct provenance *as)
{
    return bake(&(struct bake){.dir = dir,
                               .image = image,
                               .as = as,
                               .other = other,
                               .flags = {.no_cache = true,
                                         .drafts = as->drafts,
                                         .future = as->future,
                                         .unpublished = as->unpublished}});
}

int bake_wrapped(const char *dir, const char *image, const struct bake_flags *flags, bake_wrap *wrap,
                 void *context)
{
    return bake(
        &(struct bake){.dir = dir, .image = image, .flags = *flags, .wrap = wrap, .wrap_context = context});
}

bool bake_flag(struct bake_flags *flags, const char *arg)
{
    const struct {
        const char *name;
        bool *set;
    } names[] = {{"--drafts", &flags->drafts},
                 {"--future", &flags->future},
                 {"--unpublished", &flags->unpublished},
                 {"--strict", &flags->strict},
                 {"--no-cache", &flags->no_cache}};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(arg, names[i].name) == 0) {
            *names[i].set = true;
            return true;
        }
    }
    return false;
}

/* Returns 0, or the status to end with. */
static int read_words(struct bake *b, int argc, char **argv, bool has_output)
{
    bool only_names = false;

    for (int i = 1; i < argc; i++) {
        const char *value;
        if (!only_names && strcmp(argv[i], "--") == 0) {
            only_names = true;
        } else if (!only_names && has_output && (cli_option(argc, argv, &i, "-o", &value) ||
                                                 cli_option(argc, argv, &i, "--output", &value))) {
            if (value == NULL || *value == '\0')
                return cli_usage("-o needs the name of the image");
            b->image = value;
        } else if (!only_names && has_output && cli_option(argc, argv, &i, "--html", &value)) {
            if (value == NULL || *value == '\0')
                return cli_usage("--html needs the name of a folder");
            b->html = value;
        } else if (!only_names && cli_option(argc, argv, &i, "--jobs", &value)) {
            long jobs;
            if (!cli_number(value, 1, WORKERS_MAX, &jobs))
                return cli_usage("--jobs needs a number from 1 to %u", WORKERS_MAX);
            workers_limit((unsigned)jobs);
        } else if (!only_names && bake_flag(&b->flags, argv[i])) {
            continue;
        } else if (!only_names && argv[i][0] == '-') {
            return cli_usage("unknown option \"%s\"", argv[i]);
        } else if (b->dir != NULL) {
            return cli_usage("one folder at a time: \"%s\" and \"%s\"", b->dir, argv[i]);
        } else {
            b->dir = argv[i];
        }
    }
    return b->dir == NULL ? cli_usage("no folder is named") : 0;
}

int cli_bake(int argc, char **argv)
{
    struct bake b = {.summary = true};
    int status = read_words(&b, argc, argv, true);

    if (status != 0)
        return status;
    if (b.image != NULL && b.html != NULL)
        return cli_usage("either -o or --html");
    if (b.html == NULL && b.image == NULL)
        b.image = default_image(b.dir, &b.pool);
    return bake(&b);
}

int cli_check(int argc, char **argv)
{
    struct bake b = {.summary = true};
    int status = read_words(&b, argc, argv, false);

    return status != 0 ? status : bake(&b);
}
