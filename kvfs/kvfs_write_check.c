/* kvfs_write_check.c - what is refused when it is added: paths that no request can name, heads that could not
 * be sent. */
#include "kvfs_write_parts.h"

#include <string.h>

#define LAST_MODIFIED_MAX 253402300799 /* 9999-12-31 23:59:59: HTTP knows four digits of year */
#define CONTENT_TYPE_MAX  1024u

/* The server removes dot segments before it looks a path up, and a request's target has its limit. */
bool kvfs_write_check_path(struct kvfs_write *w, const char *path)
{
    const char *segment = path;

    if (path[0] != '/')
        return kvfs_write_fail(w, "%s: path does not begin with '/'", path);
    while (segment != NULL) {
        const char *end = strchr(++segment, '/');
        size_t len = end != NULL ? (size_t)(end - segment) : strlen(segment);

        if (len == 0 && end != NULL)
            return kvfs_write_fail(w, "%s: path has an empty segment", path);
        if ((len == 1 && segment[0] == '.') || (len == 2 && segment[0] == '.' && segment[1] == '.'))
            return kvfs_write_fail(w, "%s: path has a dot segment", path);
        segment = end;
    }
    if (kvfs_write_encode(NULL, path, strlen(path)) > KVFS_WRITE_PATH_MAX)
        return kvfs_write_fail(w, "%.64s...: path is longer than %u bytes when percent-encoded", path,
                               KVFS_WRITE_PATH_MAX);
    return true;
}

static bool check_href(struct kvfs_write *w, const char *href, const char *path)
{
    if (href[0] == '\0' || strlen(href) > KVFS_WRITE_PATH_MAX)
        return kvfs_write_fail(w, "%s: redirects to nothing, or to more than %u bytes", path, KVFS_WRITE_PATH_MAX);
    for (const char *c = href; *c != '\0'; c++)
        if (*c <= 0x20 || *c > 0x7e)
            return kvfs_write_fail(w, "%s: redirects to an address that is not percent-encoded", path);
    return true;
}

bool kvfs_write_check_entry(struct kvfs_write *w, const struct kvfs_write_entry *entry, const char *path)
{
    if (w->finished)
        return kvfs_write_fail(w, "%s: added after the site was written", path);
    if (entry->location != NULL)
        return kvfs_write_check_path(w, entry->location);
    if (entry->href != NULL)
        return check_href(w, entry->href, path);
    if (entry->last_modified_s < 0 || entry->last_modified_s > LAST_MODIFIED_MAX)
        return kvfs_write_fail(w, "%s: time of last change is not in the years 1970 to 9999", path);
    if (entry->content_type == NULL || entry->content_type[0] == '\0' ||
        strlen(entry->content_type) > CONTENT_TYPE_MAX)
        return kvfs_write_fail(w, "%s: no content type, or one longer than %u bytes", path, CONTENT_TYPE_MAX);
    for (const char *c = entry->content_type; *c != '\0'; c++) {
        if (*c < 0x20 || *c > 0x7e)
            return kvfs_write_fail(w, "%s: content type holds a byte that no field value may hold", path);
    }
    return true;
}
