/* liquid.h - the template language: text with {{ values }} and {% tags %}.
 *
 * Layer     sitegen/liquid; below it: value, diag
 * Memory    a template lives in the pool that it was parsed into, is never changed and can be rendered any
 *           number of times, by several threads at once; what a render makes lives in the pool of that render
 * Errors    with file:line:column, in diag
 * Trust     templates are the author's: nesting, includes, loops, work and memory are bounded all the same,
 * so that a mistake ends with a message
 */
#ifndef SITEGEN_LIQUID_LIQUID_H
#define SITEGEN_LIQUID_LIQUID_H

#include "diag.h"
#include "value.h"

#define LIQUID_NESTING_MAX 100u /* blocks within blocks */
#define LIQUID_INCLUDE_MAX 50u  /* includes within includes */
#ifndef LIQUID_SMALL
#define LIQUID_OUTPUT_MAX (64u * 1024u * 1024u)   /* bytes of one page, or of one text that is computed */
#define LIQUID_STEPS_MAX  5000000u                /* turns of loops in one page */
#define LIQUID_WORK_MAX   4000000000u             /* bytes and items looked at in one page */
#define LIQUID_LIST_MAX   5000000u                /* items of one list that is computed */
#define LIQUID_WEIGHT_MAX 100000000u              /* values within values within one that is computed */
#define LIQUID_MEMORY_MAX (1024u * 1024u * 1024u) /* bytes that one render makes */
#else                                             /* for the fuzzer: the same limits, met sooner */
#define LIQUID_OUTPUT_MAX (256u * 1024u)
#define LIQUID_STEPS_MAX  2000u
#define LIQUID_WORK_MAX   4000000u
#define LIQUID_LIST_MAX   10000u
#define LIQUID_WEIGHT_MAX 100000u
#define LIQUID_MEMORY_MAX (128u * 1024u * 1024u)
#endif
#define LIQUID_DEPTH_MAX 200u /* lists within lists */

struct liquid_template;
struct filter_call;

enum liquid_language {
    LIQUID_JEKYLL, /* Liquid with Jekyll's tags and filters, where two share a name Jekyll's */
    LIQUID_PLAIN,  /* Liquid alone, its newest version */
};

/* What happens to markup that is not well-formed, where Liquid knows a way to read it nevertheless. In Jekyll
 * `liquid: error_mode:`. */
enum liquid_mode {
    LIQUID_WARN,   /* as the reference reads it, with a warning */
    LIQUID_LAX,    /* the same in silence */
    LIQUID_STRICT, /* refused */
};

/* How templates are read. All zero is how Jekyll does it. */
struct liquid_options {
    enum liquid_language language;
    enum liquid_mode mode;
    bool strict_variables; /* a variable that there is not is an error when it is asked for */
    bool pass_filters;     /* a filter that there is not passes its input on, with a warning; else an error */

    /* Whether the host has a tag or a filter of this name beyond those of Liquid and Jekyll: liquid_host.tag
     * and .filter then answer. NULL: it has none. */
    bool (*has_tag)(void *context, struct str name);
    bool (*has_filter)(void *context, struct str name);
    void *context;
};

/* Parse the bytes of source from start on.
 *
 * file, source  the whole file and its name for messages; both must outlive the template
 * options       NULL: as Jekyll does it. Must outlive the template
 * Returns       NULL when there are errors; as many as can be found are in diag
 */
const struct liquid_template *liquid_parse_with(const struct liquid_options *options, struct pool *pool,
                                                struct diag *diag, const char *file, struct str source,
                                                size_t start);
const struct liquid_template *liquid_parse(struct pool *pool, struct diag *diag, const char *file,
                                           struct str source, size_t start);

/* Where a template calls its host: a tag or a filter. */
struct liquid_call {
    struct str name;   /* of the tag or filter */
    struct str markup; /* of a tag: what stands behind its name, trimmed */
    struct pool *pool; /* of this render */
    struct diag *diag;
    const char *file; /* of the template, for messages */
    unsigned line;
    unsigned column;

    /* The value of an expression as it stands in the template ("page.title", "'text'", "12"). */
    struct value (*eval)(const struct liquid_call *call, struct str expression);
    const void *run; /* for eval */
};

/* What a render asks of the site. Every function gets context; each may be NULL, and what asks for it is then
 * an error of the template. */
struct liquid_host {
    /* The include of this name, parsed. NULL: there is none. One with errors, which are in diag, is best
     * given as an empty template, so that it is not reported as missing as well. */
    const struct liquid_template *(*include)(void *context, struct str name);

    /* Markdown -> HTML, for markdownify. */
    struct str (*markdown)(void *context, struct str text, struct pool *pool);
    void *context;
    struct str url;     /* of the site: "https://example.org", may be empty */
    struct str baseurl; /* "/blog", may be empty */
    int64_t now_s;      /* what the date "now" means */

    /* Told when now_s is read; how often it has been; and told that what was read last is only shown in this
     * format of strftime. May be NULL, all three. */
    void (*clock)(void *context);
    unsigned (*clock_reads)(void *context);
    void (*clock_shown)(void *context, struct str format, struct str printed);

    /* {% include_relative name %}: the file of this name seen from the folder of the page, parsed. NULL:
     * there is none. */
    const struct liquid_template *(*include_relative)(void *context, struct str name);

    /* {% link path %}: the address of the source file "_posts/2026-01-31-a.md", without the baseurl, or a
     * drop with a key "url". {% post_url name %} likewise: name is "2026-01-31-a" or "dir/2026-01-31-a". Nil:
     * there is none. */
    struct value (*link)(void *context, struct str path, struct pool *pool);
    struct value (*post_url)(void *context, struct str name, struct pool *pool);

    /* {% highlight lang %}: add code with its spans (rouge's class names) to out, escaped, no element around
     * it. false: the language is not known; the code is then escaped as it is. NULL: code is
     * not highlighted, and its lines are not numbered either. */
    bool (*highlight)(void *context, struct str language, struct str code, struct text *out);

    /* sassify (is_scss false) and scssify. false: *css is what is wrong. */
    bool (*sass)(void *context, struct str source, bool is_scss, struct pool *pool, struct str *css);

    /* A tag that has_tag() knows: add what it prints to out. false: failed, and has been reported to
     * call->diag. */
    bool (*tag)(void *context, const struct liquid_call *call, struct text *out);

    /* {% include_cached %}, which is an include where has_tag() knows it: what was printed before under this
     * key. When nothing is known, remember() follows once it was rendered: with what it printed, or NULL
     * where that must not be kept. Both may be NULL. What lives in a pool that no render owns may be told
     * apart by its place alone. */
    bool (*recall)(void *context, struct str key, struct str *printed);
    void (*remember)(void *context, struct str key, const struct str *printed);

    /* A filter that has_filter() knows. false: failed, and has been reported to call->diag. */
    bool (*filter)(void *context, const struct liquid_call *call, struct value input,
                   const struct value *args, size_t arg_count, struct value *result);
};

/* Render.
 *
 * globals   the variables that the template starts with; what it assigns is seen by includes and later parts
 *           of the same render, and not put into globals
 * Returns   false when something failed; out then holds what came before
 */
bool liquid_render(const struct liquid_template *template, const struct hash *globals,
                   const struct liquid_host *host, struct pool *pool, struct diag *diag, struct text *out);

#endif
