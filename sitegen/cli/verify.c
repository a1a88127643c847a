/* verify.c - sitegen verify IMAGE DIR: whether the folder gives this image, to the last bit. */
#include "cleanup.h"
#include "cli/cli.h"
#include "files.h"
#include "image/compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool open_image(struct inspect *inspect, const char *path)
{
    const char *problem = inspect_file(inspect, path);

    if (problem == NULL && !inspect->has_provenance)
        problem = "does not say what it was made of";
    if (problem != NULL)
        fprintf(stderr, "%s: error: %s\n", path, problem);
    return problem == NULL;
}

static bool is_variable(struct str name)
{
    for (const char *const *known = provenance_variables; *known != NULL; known++)
        if (str_is(name, *known))
            return true;
    return str_is(name, "TZ");
}

/* As it was for that bake; what else an image names is none of its business. */
static void set_environment(struct provenance *p, struct pool *pool)
{
    for (const char *const *name = provenance_variables; *name != NULL; name++)
        unsetenv(*name);
    for (size_t i = 0; i < p->environment_count; i++)
        if (is_variable(p->environment[i].name))
            setenv(pool_copy(pool, p->environment[i].name), pool_copy(pool, p->environment[i].text), 1);
    unsetenv("SOURCE_DATE_EPOCH");
    if (p->epoch_s >= 0)
        setenv("SOURCE_DATE_EPOCH", pool_printf(pool, "%lld", (long long)p->epoch_s), 1);
}

static int report(const struct inspect *was, const char *image, const char *again)
{
    struct inspect is;
    struct text out = {0};

    if (!open_image(&is, again)) {
        inspect_close(&is);
        return EXIT_CONTENT;
    }
    bool same = str_eq(was->image.bytes, is.image.bytes);
    if (same)
        printf("%s: identical\n", image);
    else if (compare_images(was, &is, &out) > 0)
        printf("%s: different\n%s", image, out.bytes);
    else
        printf("%s: different, but made of the same files, and serves the same\n", image);
    text_free(&out);
    inspect_close(&is);
    return same ? 0 : EXIT_CONTENT;
}

/* Bake into a folder of its own below $TMPDIR. */
static int verify(struct inspect *was, const char *image, const char *dir)
{
    const char *folder = cleanup_make_folder(&was->pool);

    if (folder == NULL)
        return EXIT_CONTENT;
    const char *again = pool_printf(&was->pool, "%s/again.img", folder);
    if (!cleanup_add(again))
        fatal("the name of the temporary folder is too long");
    set_environment(&was->provenance, &was->pool);
    int status = bake_again(dir, again, image, &was->provenance);
    if (status == 0)
        status = report(was, image, again);
    cleanup_run();
    return status;
}

int cli_verify(int argc, char **argv)
{
    struct inspect was;

    for (int i = 1; i < argc; i++)
        if (argv[i][0] == '-')
            return cli_usage("verify: unknown option \"%s\"", argv[i]);
    if (argc != 3)
        return cli_usage("verify: an image and a folder, in this order");
    int status = open_image(&was, argv[1]) ? verify(&was, argv[1], argv[2]) : EXIT_CONTENT;
    inspect_close(&was);
    return status;
}
