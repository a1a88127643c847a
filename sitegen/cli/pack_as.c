/* pack_as.c - sitegen pack IMAGE --as xl|libvirt|systemd [WORD...] [-o FILE]: what others start it from. */
#include "cli/boot.h"
#include "cli/cli.h"
#include "deploy/deploy.h"
#include "files.h"
#include "image/inspect.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 1024u /* bytes */

struct pack_as {
    const char *kind;
    const char *output; /* NULL: standard output */
    struct boot boot;   /* the image, its words, the memory */
    struct text words;
    struct inspect inspect;
};

/* The folder's real name and the image's own. NULL when it cannot be said in one line. */
static const char *absolute(const char *path, struct pool *pool)
{
    const char *base = files_base(path);
    char *folder = pool_copy(pool, (struct str){path, (size_t)(base - path)});
    char *real = realpath(*folder != '\0' ? folder : ".", NULL);
    const char *joined = real != NULL ? files_join(pool, real, base) : NULL;

    for (const char *c = joined; c != NULL && *c != '\0'; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            joined = NULL;
    free(real);
    return joined;
}

static void make(struct pack_as *p, const char *path, struct text *out)
{
    struct boot *boot = &p->boot;
    struct deploy deploy = {.image = path,
                            .name = boot_xen_name(boot->image, &boot->pool),
                            .title = p->inspect.image.title,
                            .words = boot->words,
                            .port = boot->site_port,
                            .memory_mib = inspect_memory_mib(&p->inspect, INSPECT_ROOM_DEFAULT)};

    if (boot->memory_mib > 0)
        deploy.memory_mib = (uint64_t)boot->memory_mib;
    if (strcmp(p->kind, "libvirt") == 0)
        deploy_libvirt(&deploy, out);
    else if (strcmp(p->kind, "systemd") == 0)
        deploy_systemd(&deploy, out);
    else
        text_add_c(out, boot_xen_config(boot, path));
}

static int write_out(const struct pack_as *p, struct str text)
{
    bool ok = p->output != NULL ? files_write(p->output, text, 0666)
                                : fwrite(text.at, 1, text.len, stdout) == text.len && fflush(stdout) == 0;

    if (!ok)
        fprintf(stderr, "%s: error: cannot be written: %s\n", p->output != NULL ? p->output : "sitegen",
                strerror(errno));
    return ok ? 0 : EXIT_CONTENT;
}

static int pack_as(struct pack_as *p)
{
    const char *problem, *path = NULL;
    struct text out = {0};
    struct str bytes;

    if (!image_map(p->boot.image, &bytes))
        problem = errno == ENOEXEC ? "it is no file, or empty" : strerror(errno);
    else
        problem = inspect_open(&p->inspect, p->boot.image, bytes);
    if (problem == NULL && (path = absolute(p->boot.image, &p->boot.pool)) == NULL)
        problem = "its path cannot be said in one line";
    if (problem != NULL) {
        fprintf(stderr, "%s: error: %s\n", p->boot.image, problem);
        return EXIT_CONTENT;
    }
    p->boot.image_len = bytes.len;
    if (p->boot.memory_mib > 0 && p->boot.memory_mib < boot_xen_memory_min(&p->boot))
        return cli_usage("pack: --memory: the image needs %ld MiB at least", boot_xen_memory_min(&p->boot));
    make(p, path, &out);
    int status = write_out(p, text_str(&out));
    text_free(&out);
    return status;
}

/* The first is the image, the others are words. */
static int read_name(struct pack_as *p, const char *arg)
{
    if (p->boot.image == NULL) {
        p->boot.image = arg;
        return 0;
    }
    const char *problem = strchr(arg, '=') != NULL ? boot_word_error(arg) : "one image at a time";
    if (problem != NULL)
        return cli_usage("pack: \"%s\": %s", arg, problem);
    if (strncmp(arg, "port=", 5) == 0 && !cli_number(arg + 5, 1, 65535, &p->boot.site_port))
        return cli_usage("pack: \"%s\": a port is a number from 1 to 65535", arg);
    text_printf(&p->words, "%s%s", p->words.len > 0 ? " " : "", arg);
    return p->words.len < WORDS_MAX ? 0 : cli_usage("pack: the words are too long");
}

static int read_word(struct pack_as *p, int argc, char **argv, int *i)
{
    const char *value;

    if (cli_option(argc, argv, i, "--as", &p->kind))
        return p->kind != NULL && (strcmp(p->kind, "xl") == 0 || strcmp(p->kind, "libvirt") == 0 ||
                                   strcmp(p->kind, "systemd") == 0)
                   ? 0
                   : cli_usage("--as needs xl, libvirt or systemd");
    if (cli_option(argc, argv, i, "--memory", &value))
        return cli_number(value, INSPECT_MEMORY_MIN, 1024 * 1024, &p->boot.memory_mib)
                   ? 0
                   : cli_usage("--memory needs a number of MiB from %u on", INSPECT_MEMORY_MIN);
    if (cli_option(argc, argv, i, "-o", &p->output) || cli_option(argc, argv, i, "--output", &p->output))
        return p->output != NULL && *p->output != '\0' ? 0 : cli_usage("-o needs the name of a file");
    return argv[*i][0] == '-' ? cli_usage("pack: unknown option \"%s\"", argv[*i]) : read_name(p, argv[*i]);
}

int cli_pack(int argc, char **argv)
{
    struct pack_as p = {.boot = {.site_port = 80}};
    int status = 0;

    for (int i = 1; i < argc && status == 0; i++)
        status = read_word(&p, argc, argv, &i);
    if (status == 0 && p.boot.image == NULL)
        status = cli_usage("pack: no image is named");
    if (status == 0 && p.kind == NULL)
        status = cli_usage("pack: --as xl, libvirt or systemd?");
    p.boot.words = text_finish(&p.words, &p.boot.pool).at;
    if (status == 0)
        status = pack_as(&p);
    inspect_close(&p.inspect);
    pool_free(&p.boot.pool);
    return status;
}
