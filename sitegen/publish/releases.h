/* releases.h - what of a site, or of all, is there on the target: domains that bear our metadata.
 *
 *     <sitegen:site xmlns:sitegen="urn:sitegen:site:1" name="blog" release="3" role="site" before="2"
 *         image="(SHA-256)" settings="(digest)" since="1767225600" log="0" ip="192.0.2.10/24"/>
 *
 * Layer     sitegen/publish; over libvirt
 */
#ifndef SITEGEN_PUBLISH_RELEASES_H
#define SITEGEN_PUBLISH_RELEASES_H

#include "digest.h"
#include "publish/target.h"

#define RELEASES_NAMESPACE "urn:sitegen:site:1"
#define RELEASES_PREFIX    "sitegen"

/* What a domain says of itself. */
struct release_note {
    const char *name;
    long release;
    long before;   /* the one in whose place it was published; 0: none, or it was rolled back to */
    bool is_check; /* it is there to be tried only */
    char image[DIGEST_HEX_SIZE];
    char settings[DIGEST_HEX_SIZE]; /* of how it is started */
    int64_t since_s;
    int64_t log_from; /* bytes of its log that it found there: an earlier life's */
    const char *ip;   /* "": from DHCP */
};

struct release {
    virDomainPtr domain;
    const char *domain_name;
    struct release_note note;
    int state; /* virDomainState */
    int reason;
    bool is_autostart;
    bool is_persistent;
};

struct releases {
    struct release *items;
    size_t count;
    struct pool pool;
};

/* site NULL: of all sites. releases_free() in any case. */
bool releases_list(struct releases *releases, struct target *target, const char *site);
void releases_free(struct releases *releases);

/* Which of them is the site's, for people: the one that starts with the host; when a switch was broken off and
 * there are two, the one that runs, then the newer. NULL: it is not published. */
const struct release *releases_current(const struct releases *releases, const char *site);

bool release_runs(const struct release *release);

/* A domain goes, at once. Returns false when it is still there, which is said. */
bool release_remove(virDomainPtr domain);

/* The note as XML for <metadata>, and from what libvirt gives of it. Reading returns false for what is none. */
void release_note_print(const struct release_note *note, struct text *out);
bool release_note_read(struct release_note *note, const char *xml, struct pool *pool);

#endif
