/* releases.c - see releases.h */
#include "publish/releases.h"

#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------------- the note */

void release_note_print(const struct release_note *note, struct text *out)
{
    text_printf(out, "<" RELEASES_PREFIX ":site xmlns:" RELEASES_PREFIX "=\"" RELEASES_NAMESPACE "\"");
    text_printf(out, " name=\"%s\" release=\"%ld\" before=\"%ld\" role=\"%s\"", note->name, note->release,
                note->before, note->is_check ? "check" : "site");
    text_printf(out, " image=\"%s\" settings=\"%s\"", note->image, note->settings);
    text_printf(out, " since=\"%lld\" log=\"%lld\" ip=\"%s\"/>", (long long)note->since_s,
                (long long)note->log_from, note->ip);
}

/* The value of name="...", in either kind of quotes; none of ours holds a quote or an entity. */
static struct str attribute(const char *xml, const char *name)
{
    size_t len = strlen(name);

    for (const char *at = xml; (at = strchr(at, ' ')) != NULL; at++) {
        if (strncmp(at + 1, name, len) != 0 || at[len + 1] != '=' || (at[len + 2] != '"' && at[len + 2] != '\''))
            continue;
        struct str rest = str_of(at + len + 3);
        return str_head(rest, str_find_char(rest, at[len + 2]));
    }
    return STR("");
}

static bool read_number(struct str text, int64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!char_is_digit(text.at[i]) || text.len > 18)
            return false;
        *number = *number * 10 + (text.at[i] - '0');
    }
    return text.len > 0;
}

static void read_digest(struct str text, char hex[DIGEST_HEX_SIZE])
{
    struct digest_sum sum;

    *hex = '\0';
    if (digest_read(text, &sum))
        digest_print(&sum, hex);
}

bool release_note_read(struct release_note *note, const char *xml, struct pool *pool)
{
    int64_t release, before;
    struct str name = attribute(xml, "name");

    *note = (struct release_note){.name = pool_copy(pool, name), .ip = pool_copy(pool, attribute(xml, "ip"))};
    if (name.len == 0 || !read_number(attribute(xml, "release"), &release) || release <= 0)
        return false;
    note->release = (long)release;
    note->before = read_number(attribute(xml, "before"), &before) ? (long)before : 0;
    note->is_check = str_is(attribute(xml, "role"), "check");
    if (!read_number(attribute(xml, "log"), &note->log_from))
        note->log_from = 0;
    read_digest(attribute(xml, "image"), note->image);
    read_digest(attribute(xml, "settings"), note->settings);
    return read_number(attribute(xml, "since"), &note->since_s);
}

/* ---------------------------------------------------------------- the list */

static bool read_release(struct release *release, virDomainPtr domain, const char *site, struct pool *pool)
{
    char *xml = virDomainGetMetadata(domain, VIR_DOMAIN_METADATA_ELEMENT, RELEASES_NAMESPACE, 0);
    int autostart = 0;
    bool ok = xml != NULL && release_note_read(&release->note, xml, pool) &&
              (site == NULL || strcmp(site, release->note.name) == 0) &&
              virDomainGetState(domain, &release->state, &release->reason, 0) == 0;

    free(xml);
    if (!ok)
        return false;
    release->domain = domain;
    release->domain_name = pool_copy(pool, str_of(virDomainGetName(domain)));
    release->is_persistent = virDomainIsPersistent(domain) == 1;
    release->is_autostart = virDomainGetAutostart(domain, &autostart) == 0 && autostart != 0;
    return true;
}

static int compare(const void *a, const void *b)
{
    const struct release *x = a, *y = b;
    int order = strcmp(x->note.name, y->note.name);

    return order != 0 ? order : (x->note.release > y->note.release) - (x->note.release < y->note.release);
}

bool releases_list(struct releases *releases, struct target *target, const char *site)
{
    virDomainPtr *domains = NULL;
    int count = virConnectListAllDomains(target->conn, &domains, 0);

    *releases = (struct releases){0};
    if (count < 0)
        return target_error("the domains of %s cannot be listed", target->uri);
    releases->items = pool_take(&releases->pool, ((size_t)count + 1) * sizeof(*releases->items));
    for (int i = 0; i < count; i++) {
        if (read_release(&releases->items[releases->count], domains[i], site, &releases->pool))
            releases->count++;
        else
            virDomainFree(domains[i]);
    }
    free(domains);
    virResetLastError();
    qsort(releases->items, releases->count, sizeof(*releases->items), compare);
    return true;
}

void releases_free(struct releases *releases)
{
    for (size_t i = 0; i < releases->count; i++)
        virDomainFree(releases->items[i].domain);
    pool_free(&releases->pool);
    *releases = (struct releases){0};
}

bool release_runs(const struct release *release)
{
    return release->state == VIR_DOMAIN_RUNNING || release->state == VIR_DOMAIN_BLOCKED;
}

bool release_remove(virDomainPtr domain)
{
    const char *name = virDomainGetName(domain);

    if (virDomainIsActive(domain) == 1 && virDomainDestroy(domain) != 0 && virDomainIsActive(domain) == 1)
        return target_error("%s cannot be stopped", name);
    /* One without a definition is gone by now. */
    if (virDomainIsPersistent(domain) == 1 &&
        virDomainUndefineFlags(domain, VIR_DOMAIN_UNDEFINE_MANAGED_SAVE) != 0)
        return target_error("%s cannot be removed", name);
    virResetLastError();
    return true;
}

const struct release *releases_current(const struct releases *releases, const char *site)
{
    const struct release *best = NULL;
    int best_rank = -1;

    for (size_t i = 0; i < releases->count; i++) {
        const struct release *r = &releases->items[i];
        int rank = 2 * r->is_autostart + release_runs(r);
        if (r->note.is_check || strcmp(r->note.name, site) != 0 || rank < best_rank)
            continue;
        best = r;
        best_rank = rank;
    }
    return best;
}
