/* check_parts.h - what the files of the check share. Private to sitegen/check.
 *
 * Layer     sitegen/check
 */
#ifndef SITEGEN_CHECK_CHECK_PARTS_H
#define SITEGEN_CHECK_CHECK_PARTS_H

#include "check/check.h"
#include "check/link_target.h"
#include "check/word_table.h"
#include "workers.h"

enum finding_kind {
    FINDING_LINK,     /* a link to this site: whether it is a fault is known when all pages are */
    FINDING_ID_TWICE, /* a fault at once, as the next */
    FINDING_BARE_IMG,
};

enum finding_fault {
    FAULT_NONE,
    FAULT_PATH,   /* nothing is served there */
    FAULT_ANCHOR, /* a page is, without the anchor */
    FAULT_BASE,   /* something is, but for the baseurl */
    FAULT_ID,
    FAULT_ALT,
    FAULT_KINDS
};

/* Something that one or more pages hold: the same link seen from the same folder is one finding. */
struct finding {
    enum finding_kind kind;
    struct str written; /* as it stands in the HTML: the link, the id, the image's address */
    struct str base;    /* of a link: what it is relative to, with the baseurl; empty: to nothing */

    /* Of a link, by check_judge(): where it leads, decoded, without baseurl. The fragment may be empty. */
    struct str path;
    struct str fragment;

    /* By check_start() or check_finish(). A link that is written alike and leads elsewhere from each folder is one fault: the
     * first finding of it leads the others, and counts for them all. */
    enum finding_fault fault;
    struct finding *leader;
    const struct checked *latest; /* page that it was seen on, while they are walked through */
    const struct checked *first;  /* of a leader: of the pages that hold it, by path */
    size_t page_count;
    bool is_shared;   /* it was reported for all of them at once, */
    bool is_reported; /* or at least for one of them at its place */
    bool is_unplaced; /* some page's source does not show it */
    unsigned try_count; /* sources of other pages that it was looked for in */
};

/* A page, or a file of HTML that is carried as it is. */
struct checked {
    const char *path; /* on the server, without baseurl */
    const char *file; /* the source; NULL: it has none */
    const char *name; /* of the source, for messages */
    size_t text_at;   /* where its text starts in file, behind the front matter */
    bool is_static;   /* carried as it is: very likely some other tool made it, and many like it */
    bool is_document; /* a post, or of another collection: what lists show excerpts of */
    bool is_redirect; /* leads on to another page: which anchors there are is not known */
    const struct check_taken *taken; /* what it is made of */
    struct str ids;           /* each with a NUL behind it */
    struct hash *anchors;     /* the same, once somebody asked */
    const uint32_t *findings; /* indexes into check->findings, as often as the page holds them */
    size_t finding_count;
};

/* A key among the others of a page. */
struct key_mark {
    size_t len; /* bytes */
    uint64_t hash;
};

/* What a page holds, as bytes: behind this the marks, then the keys, then the ids. */
struct noted_head {
    uint32_t is_redirect;
    uint32_t mark_count;
    uint64_t keys_len;
    uint64_t sum;     /* of all that it holds, */
    uint64_t ids_sum; /* and of what others can find here: the ids, and whether it leads on */
};

/* A page or a file that is there, until all are. */
struct check_taken {
    struct check_taken *next;
    const struct page *page;      /* either this */
    const struct site_file *file; /* or that */
    struct str noted;             /* starts with a noted_head */
    uint64_t sum;                 /* noted_head's, */
    uint64_t ids_sum;             /* which the processor has at hand while the page is taken */
    bool is_right;                /* by check_find_right() */
};

/* A worker's own. */
struct check_lane {
    struct pool pool;
    struct noted *noted; /* what check_note() works with */
    struct check_taken *taken;
};

struct check {
    struct site *site;
    struct store *store; /* NULL: none */
    struct model_digest model; /* of has_model: the site's */
    bool has_model;
    const struct array *ignored; /* links that are none of ours; NULL: none */
    struct aside comparing;
    struct check_lane lanes[WORKERS_MAX];
    struct pool pool;         /* as all below: not while pages are rendered */
    struct word_table keys;   /* what tells findings apart: their number is that of the key */
    struct finding *findings; /* of each key, by check_finish() */
    size_t finding_count;
    struct checked **pages; /* by path, once all are there */
    size_t page_count;
    struct hash *by_path; /* -> index into pages, once somebody asked */
};

/* Note what a page of HTML holds, or, with a location, that it leads there. In the lane's pool. */
struct str check_note(struct check_lane *lane, const struct link_from *from, const char *location,
                      struct str html);

struct noted_head check_head_of(struct str noted);

/* Mark what the last bake has found nothing wrong with. Returns whether that is all. */
bool check_find_right(struct check *check);

/* Let the next bake find what nothing is wrong with now. */
void check_keep_right(const struct check *check);

/* Make pages of what the workers have taken, and keys and findings of what is not known to be right. */
void check_enter_all(struct check *check);

/* Make findings of the others too, with nothing wrong. check->findings moves: who has pointers into it goes on
 * with what they were. */
void check_enter_right(struct check *check);

/* Say of each finding what is wrong with it, if anything. */
void check_judge(struct check *check);

/* What is said of a fault, in pool. */
const char *check_message(const struct site *site, struct pool *pool, const struct finding *finding);

/* Count the pages of each fault, find its place and report it. */
void check_report(struct check *check);

void check_note_free(struct check *check); /* the lanes */

#endif
