/* provenance.h - what an image was made of, as it bears it itself: one JSON object in an ELF note.
 *
 *     {"format": 1, "sitegen": "0.1.0", "compiler": "gcc 12.2.0", "libraries": {"zlib": "1.2.13", ...},
 *      "appliance": {"sha256": "...", "len": 132136}, "title": "A blog", "now": 1767225600,
 *      "options": ["--drafts"], "environment": {"TZ": "Europe/Berlin"},
 *      "files": [{"path": "_config.yml", "sha256": "...", "len": 20, "modified": 1767225600}, ...]}
 *
 * Layer     sitegen/provenance
 * now       seconds since 1970, of a Jekyll site that shows it; "source_date_epoch" instead where that was set
 * modified  of what is served, unless source_date_epoch stands for all times
 * Leaves    no trace of the machine: no path outside of the folder, no user, no other time
 */
#ifndef SITEGEN_PROVENANCE_PROVENANCE_H
#define SITEGEN_PROVENANCE_PROVENANCE_H

#include "provenance/sources.h"
#include "text.h"

#define PROVENANCE_OWNER "sitegen" /* of the ELF note */
#define PROVENANCE_TYPE  1u
#define PROVENANCE_MAX   (256u * 1024u * 1024u) /* bytes of JSON that are read: of a million files */

/* The variables that a bake looks at, but for SOURCE_DATE_EPOCH and TZ; NULL behind the last. */
extern const char *const provenance_variables[];

/* Write the note: of a site that was built, and sources that are finished. */
void provenance_note(struct text *note, const struct site *site, const struct sources *sources,
                     struct str appliance);

struct provenance_pair {
    struct str name;
    struct str text;
};

/* As it was read; everything lives in a pool. */
struct provenance {
    struct str sitegen;
    struct str compiler;
    struct str title;
    struct str appliance; /* hexadecimal */
    int64_t epoch_s;      /* source_date_epoch; -1: there is none */
    int64_t now_s;        /* 0: there is none */
    bool drafts;
    bool future;
    bool unpublished;
    struct provenance_pair *libraries;
    size_t library_count;
    struct provenance_pair *environment;
    size_t environment_count;
    struct source *files; /* in the order of their paths */
    size_t file_count;
    struct str json; /* all of it, and valid: what is read as JSON need not be */
};

/* Read what an image bears. Returns false when that is no provenance of this format. */
bool provenance_read(struct provenance *provenance, struct str json, struct pool *pool);

#endif
