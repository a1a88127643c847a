#include "contents.h"

#include "config.h"
#include "format.h"
#include "kvfs.h"
#include "appliance_limits.h"
#include "memory.h"
#include "platform.h"

static void print(const char *line, size_t len)
{
    platform_console_write(line, len);
}

static int path_order(const struct kvfs_resource *a, const struct kvfs_resource *b)
{
    uint32_t shorter = a->path_len < b->path_len ? a->path_len : b->path_len;
    int order = memcmp(a->path, b->path, shorter);
    return order != 0 ? order : (a->path_len > b->path_len) - (a->path_len < b->path_len);
}

/* The table lies in the order of its hash, and there is no heap to sort it in: each round finds the next
 * path. */
static const struct kvfs_resource *next_path(const struct kvfs_resource *last)
{
    const struct kvfs_resource *best = NULL;
    for (size_t i = 0; i < kvfs_count(); i++) {
        const struct kvfs_resource *r = kvfs_at(i);
        if ((last == NULL || path_order(r, last) > 0) && (best == NULL || path_order(r, best) < 0))
            best = r;
    }
    return best;
}

static void print_paths(void)
{
    char line[128];
    for (const struct kvfs_resource *r = next_path(NULL); r != NULL; r = next_path(r)) {
        const char *note = r->kind == KVFS_REDIRECT ? "redirect" : r->gzip.head.len > 0 ? "gzip" : "";
        print(line, format(line, sizeof(line), "  %10zu %-8s ", r->identity.body.len, note));
        print(r->path, r->path_len);
        print("\n", 1);
    }
}

void contents_print(bool all)
{
    char line[512];
    print(line, format(line, sizeof(line), "%s, with \"%s\": %u pages, %zu resources, %llu bytes\n",
                       kvfs_site.generator, kvfs_site.title, kvfs_site.page_count, kvfs_count(),
                       (unsigned long long)kvfs_site.content_len));
    if (!all)
        return;
    static const char intro[] =
        "\nRun it as a program, or give it to KVM or QEMU as -kernel. It serves this site over HTTP.\n"
        "Words, as arguments or on the kernel command line:\n\n";
    print(intro, sizeof(intro) - 1);
    for (const char *const *help = config_help; *help != NULL; help++)
        print(line, format(line, sizeof(line), "  %s\n", *help));
    static const char contents[] = "\nContents (bytes, gzip kept, path):\n\n";
    print(contents, sizeof(contents) - 1);
    if (kvfs_count() <= APPLIANCE_LIST_MAX)
        print_paths();
    else
        print(line, format(line, sizeof(line), "  %zu resources: too many to list\n", kvfs_count()));
}
