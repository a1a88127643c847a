/* pack_as.c - sitegen pack IMAGE --as FORM [WORD...] [-o FILE]: what others start it from. */
#include "cli/boot.h"
#include "cli/cli.h"
#include "deploy/deploy.h"
#include "deploy/unfinished.h"
#include "image/inspect.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define WORDS_MAX 1024u /* bytes */

struct pack_as;

/* A text, or a file that is made elsewhere: one of the two functions is there. */
struct form {
    const char *name;
    void (*text)(struct pack_as *p, const struct deploy *deploy, struct text *out);
    bool (*file)(const struct deploy *deploy, const char *path);
};

struct pack_as {
    const struct form *form;
    const char *output; /* NULL: standard output */
    struct boot boot;   /* the image, its words, the memory */
    struct text words;
    struct inspect inspect;
};

static void text_xl(struct pack_as *p, const struct deploy *deploy, struct text *out)
{
    text_add_c(out, boot_xen_config(&p->boot, deploy->image));
}

static void text_libvirt(struct pack_as *p, const struct deploy *deploy, struct text *out)
{
    (void)p;
    deploy_libvirt(deploy, out);
}

static void text_systemd(struct pack_as *p, const struct deploy *deploy, struct text *out)
{
    (void)p;
    deploy_systemd(deploy, out);
}

static bool file_raw(const struct deploy *deploy, const char *path)
{
    return deploy_disk(deploy, DISK_RAW, path);
}

static bool file_qcow2(const struct deploy *deploy, const char *path)
{
    return deploy_disk(deploy, DISK_QCOW2, path);
}

#define FORMS "xl, libvirt, systemd, raw, qcow2 or oci"
static const struct form forms[] = {
    {"xl", text_xl, NULL},   {"libvirt", text_libvirt, NULL}, {"systemd", text_systemd, NULL},
    {"raw", NULL, file_raw}, {"qcow2", NULL, file_qcow2},     {"oci", NULL, deploy_oci},
};

/* NULL when it cannot be said in one line. */
static const char *absolute(const char *path, struct pool *pool)
{
    const char *name = boot_absolute(path, pool);

    for (const char *c = name; c != NULL && *c != '\0'; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            return NULL;
    return name;
}

static struct deploy describe(struct pack_as *p, const char *path, struct str bytes)
{
    struct boot *boot = &p->boot;
    const struct provenance *made = &p->inspect.provenance;
    struct deploy deploy = {.image = path,
                            .bytes = bytes,
                            .name = boot_xen_name(boot->image, &boot->pool),
                            .title = p->inspect.image.title,
                            .words = boot->words,
                            .port = boot->site_port,
                            .moment_s = made->epoch_s > 0 ? made->epoch_s : made->now_s,
                            .memory_mib = capacity_memory_mib(boot->image_end, CAPACITY_CONN_USUAL)};

    if (boot->memory_mib > 0)
        deploy.memory_mib = (uint64_t)boot->memory_mib;
    return deploy;
}

static int write_out(struct pack_as *p, struct str text)
{
    if (p->output != NULL)
        return unfinished_text(p->output, text, &p->boot.pool) ? 0 : EXIT_CONTENT;
    if (fwrite(text.at, 1, text.len, stdout) == text.len && fflush(stdout) == 0)
        return 0;
    fprintf(stderr, "sitegen: error: cannot be written: %s\n", strerror(errno));
    return EXIT_CONTENT;
}

/* Nobody who writes over the image wants to. */
static bool is_image(const struct pack_as *p)
{
    struct stat image, output;

    return p->output != NULL && stat(p->boot.image, &image) == 0 && stat(p->output, &output) == 0 &&
           image.st_dev == output.st_dev && image.st_ino == output.st_ino;
}

static int pack_as(struct pack_as *p)
{
    const char *problem = inspect_file(&p->inspect, p->boot.image), *path = NULL;
    struct str bytes = p->inspect.image.bytes;
    struct text out = {0};

    if (problem == NULL && (path = absolute(p->boot.image, &p->boot.pool)) == NULL)
        problem = "its path cannot be said in one line";
    if (problem == NULL && is_image(p))
        problem = "is the image itself: -o needs another name";
    if (problem != NULL) {
        fprintf(stderr, "%s: error: %s\n", p->boot.image, problem);
        return EXIT_CONTENT;
    }
    p->boot.image_len = bytes.len;
    p->boot.image_end = capacity_image_end(&p->inspect.image);
    if (p->boot.memory_mib > 0 && p->boot.memory_mib < boot_xen_memory_min(&p->boot))
        return cli_usage("pack: --memory: the image needs %ld MiB at least", boot_xen_memory_min(&p->boot));
    struct deploy deploy = describe(p, path, bytes);
    if (p->form->file != NULL)
        return p->form->file(&deploy, p->output) ? 0 : EXIT_CONTENT;
    p->form->text(p, &deploy, &out);
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

static bool find_form(struct pack_as *p, const char *name)
{
    for (size_t i = 0; name != NULL && i < sizeof(forms) / sizeof(forms[0]); i++)
        if (strcmp(name, forms[i].name) == 0)
            p->form = &forms[i];
    return name != NULL && p->form != NULL && strcmp(name, p->form->name) == 0;
}

static int read_word(struct pack_as *p, int argc, char **argv, int *i)
{
    const char *value;

    if (cli_option(argc, argv, i, "--as", &value))
        return find_form(p, value) ? 0 : cli_usage("--as needs " FORMS);
    if (cli_option(argc, argv, i, "--memory", &value))
        return cli_number(value, CAPACITY_MEMORY_MIN, CAPACITY_MEMORY_MAX, &p->boot.memory_mib)
                   ? 0
                   : cli_usage("--memory needs a number of MiB from %u on", CAPACITY_MEMORY_MIN);
    if (cli_option(argc, argv, i, "-o", &p->output) || cli_option(argc, argv, i, "--output", &p->output))
        return p->output != NULL && *p->output != '\0' ? 0 : cli_usage("-o needs the name of a file");
    return argv[*i][0] == '-' ? cli_usage("pack: unknown option \"%s\"", argv[*i]) : read_name(p, argv[*i]);
}

static int check_options(const struct pack_as *p)
{
    if (p->boot.image == NULL)
        return cli_usage("pack: no image is named");
    if (p->form == NULL)
        return cli_usage("pack: --as " FORMS "?");
    if (p->form->file != NULL && p->output == NULL)
        return cli_usage("pack: --as %s needs -o, the name of a file", p->form->name);
    if (p->form->file != NULL && p->boot.memory_mib > 0)
        return cli_usage("pack: --memory is for what describes a machine, not for --as %s", p->form->name);
    return 0;
}

int cli_pack(int argc, char **argv)
{
    struct pack_as p = {0};
    int status = 0;

    for (int i = 1; i < argc && status == 0; i++)
        status = read_word(&p, argc, argv, &i);
    if (status == 0)
        status = check_options(&p);
    p.boot.words = text_finish(&p.words, &p.boot.pool).at;
    if (status == 0)
        status = pack_as(&p);
    inspect_close(&p.inspect);
    pool_free(&p.boot.pool);
    return status;
}
