/* entangled.c - how long each dialect of Markdown takes for texts that are made to take long.
 *
 *     entangled                  every pattern, 100 KB and 200 KB of it, every dialect: the slowest, and what
 *                                takes longer than it may
 *     entangled random N SEED    N random mixtures of them for discount, whose cost is an estimate: what is
 *                                accepted and takes too long, what is refused and would not
 *     entangled show SEED        prints one of these mixtures
 *     entangled files <LIST      files that people wrote, for discount: none of them may be refused
 *
 * Each text is rendered in a process of its own, and its processor time is counted.
 */
#include "files.h"
#include "markdown/discount.h"
#include "markdown/markdown.h"
#include "patterns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define LEN          100000u
#define SECONDS_MAX  1.0
#define SECONDS_SLOW 0.5
#define CPU_LIMIT_S  20u
#define SLOWEST      10u

enum outcome { RENDERED, REFUSED, FAILED };

struct result {
    enum outcome outcome;
    double seconds;
};

static const char *const dialect_names[] = {
    [MARKDOWN_DISCOUNT] = "discount",
    [MARKDOWN_KRAMDOWN] = "kramdown",
    [MARKDOWN_COMMONMARK] = "CommonMark",
    [MARKDOWN_GHPAGES] = "CommonMarkGhPages",
    [MARKDOWN_GFM] = "GFM",
};

#define DIALECT_COUNT (sizeof(dialect_names) / sizeof(dialect_names[0]))

static void render_and_exit(enum markdown_dialect dialect, struct str source)
{
    struct rlimit limit = {CPU_LIMIT_S, CPU_LIMIT_S};
    struct markdown_options options;
    struct markdown_result result;
    struct pool pool = {0};

    setrlimit(RLIMIT_CPU, &limit);
    markdown_options_init(&options, dialect);
    _exit(markdown_render(&options, NULL, source, &pool, &result) ? RENDERED : REFUSED);
}

static struct result run(enum markdown_dialect dialect, struct str source)
{
    struct result result = {FAILED, 0};
    struct rusage usage;
    int status;
    pid_t child = fork();

    if (child == 0)
        render_and_exit(dialect, source);
    if (child < 0 || wait4(child, &status, 0, &usage) != child)
        fatal("no process for a text");
    result.seconds = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                     (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    if (WIFEXITED(status))
        result.outcome = WEXITSTATUS(status) == RENDERED ? RENDERED : REFUSED;
    return result;
}

static void fill(struct text *text, const struct pattern *pattern, size_t len)
{
    const char *end_part = pattern->end_part;
    size_t count = len / (strlen(pattern->part) + (end_part != NULL ? strlen(end_part) : 0));

    text_clear(text);
    for (size_t i = 0; i < count; i++)
        text_add_c(text, pattern->part);
    for (size_t i = 0; end_part != NULL && i < count; i++)
        text_add_c(text, i == 0 ? "a" : end_part);
}

static void print_quoted(const char *s)
{
    putchar('"');
    for (; *s != '\0'; s++)
        printf(*s == '\n' ? "\\n" : *s == '\t' ? "\\t" : *s == '\r' ? "\\r" : "%c", *s);
    putchar('"');
}

/* ---------------------------------------------------------------- every pattern */

struct timing {
    const struct pattern *pattern;
    enum markdown_dialect dialect;
    struct result once, twice;
};

static int slower_first(const void *left, const void *right)
{
    const struct timing *a = left, *b = right;

    return a->twice.seconds < b->twice.seconds ? 1 : a->twice.seconds > b->twice.seconds ? -1 : 0;
}

static void print_timing(const struct timing *t, const char *what)
{
    printf("%-18s %6.3f s %6.3f s %-8s ", dialect_names[t->dialect], t->once.seconds, t->twice.seconds,
           t->twice.outcome == REFUSED ? "refused" : "");
    print_quoted(t->pattern->part);
    if (t->pattern->end_part != NULL) {
        printf(" ... ");
        print_quoted(t->pattern->end_part);
    }
    printf("  %s\n", what);
}

/* NULL: nothing. */
static const char *complaint(const struct timing *t)
{
    if (t->once.outcome == FAILED || t->twice.outcome == FAILED)
        return "DOES NOT END";
    if (t->once.seconds > SECONDS_MAX)
        return "TOO LONG";
    if (t->twice.seconds > SECONDS_SLOW / 2 && t->twice.seconds > 3 * t->once.seconds &&
        t->once.outcome == t->twice.outcome)
        return "GROWS";
    return t->once.seconds > SECONDS_SLOW ? "SLOW" : NULL;
}

static int run_patterns(void)
{
    static struct timing timings[PATTERN_COUNT * DIALECT_COUNT];
    size_t count = 0, bad = 0;
    struct text text = {0};

    for (size_t i = 0; i < PATTERN_COUNT; i++) {
        for (size_t d = 0; d < DIALECT_COUNT; d++) {
            struct timing *t = &timings[count++];
            *t = (struct timing){.pattern = &patterns[i], .dialect = (enum markdown_dialect)d};
            fill(&text, t->pattern, LEN);
            t->once = run(t->dialect, text_str(&text));
            fill(&text, t->pattern, 2 * LEN);
            t->twice = run(t->dialect, text_str(&text));
            bad += complaint(t) != NULL;
        }
    }
    qsort(timings, count, sizeof(timings[0]), slower_first);
    for (size_t i = 0; i < count; i++)
        if (i < SLOWEST || complaint(&timings[i]) != NULL)
            print_timing(&timings[i], complaint(&timings[i]) != NULL ? complaint(&timings[i]) : "");
    printf("%zu texts, %zu too slow\n", count, bad);
    text_free(&text);
    return bad > 0;
}

/* ---------------------------------------------------------------- mixtures */

static uint64_t state;

static size_t random_below(size_t limit)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (size_t)(state % limit);
}

/* Up to four patterns, each many times, in turns or one behind the other, in a block of some kind. */
static void mix(struct text *text)
{
    static const char *const starts[] = {"",      "",       "> ", "- a\n\n    ",
                                         "# a\n", "<div>\n", "a\n: ", "[^1]: a\n\n    "};
    static const char *const joins[] = {"", "", "", "\n", "\n\n", "\n\n    ", "\n> ", "\n- "};
    const struct pattern *chosen[4];
    size_t count = 1 + random_below(4), runs = random_below(3) == 0 ? 1 : 1 + random_below(2000);
    const char *join = joins[random_below(sizeof(joins) / sizeof(joins[0]))];

    text_clear(text);
    text_add_c(text, starts[random_below(sizeof(starts) / sizeof(starts[0]))]);
    for (size_t i = 0; i < count; i++)
        chosen[i] = &patterns[random_below(PATTERN_COUNT)];
    while (text->len < LEN)
        for (size_t i = 0; i < count && text->len < LEN; i++, text_add_c(text, join))
            for (size_t j = 0; j < runs && text->len < LEN; j++)
                text_add_c(text, random_below(8) != 0 || chosen[i]->end_part == NULL ? chosen[i]->part
                                                                                      : chosen[i]->end_part);
}

static void mix_of(uint64_t seed, struct text *text)
{
    state = seed * 0x9e3779b97f4a7c15u + 1;
    random_below(2);
    mix(text);
}

static int run_random(size_t count, uint64_t seed)
{
    struct text text = {0};
    const char *what;
    size_t bad = 0, refused = 0;

    for (size_t i = 0; i < count; i++) {
        mix_of(seed + i, &text);
        refused += discount_too_deep(text_str(&text), &what) < text.len;
        struct result result = run(MARKDOWN_DISCOUNT, text_str(&text));
        if (result.outcome != FAILED && result.seconds <= SECONDS_MAX)
            continue;
        bad++;
        printf("seed %llu: %.3f s%s, starts with ", (unsigned long long)(seed + i), result.seconds,
               result.outcome == FAILED ? " and no end" : "");
        text.bytes[text.len < 60 ? text.len : 60] = '\0';
        print_quoted(text.bytes);
        printf("\n");
    }
    printf("%zu mixtures, %zu refused, %zu accepted and too slow\n", count, refused, bad);
    text_free(&text);
    return bad > 0;
}

static int show(uint64_t seed)
{
    struct text text = {0};

    mix_of(seed, &text);
    fwrite(text.bytes, 1, text.len, stdout);
    text_free(&text);
    return 0;
}

/* ---------------------------------------------------------------- real documents */

static int run_files(void)
{
    char line[4096];
    size_t count = 0, bad = 0;
    uint64_t highest = 0;

    while (fgets(line, sizeof(line), stdin) != NULL) {
        struct pool pool = {0};
        struct str source;
        line[strcspn(line, "\n")] = '\0';
        if (files_read(line, &pool, &source) && utf8_bad(source) == source.len) {
            struct result result = run(MARKDOWN_DISCOUNT, source);
            count++;
            size_t at;
            uint64_t cost = discount_cost(source, &at);
            if (cost > highest) {
                highest = cost;
                printf("%s: estimated at %llu steps\n", line, (unsigned long long)cost);
            }
            if (result.outcome != RENDERED || result.seconds > SECONDS_MAX) {
                bad++;
                printf("%s: %.3f s%s\n", line, result.seconds, result.outcome == REFUSED ? ", refused" : "");
            }
        }
        pool_free(&pool);
    }
    printf("%zu files, %zu refused or too slow\n", count, bad);
    return bad > 0;
}

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc == 4 && strcmp(argv[1], "random") == 0)
        return run_random(strtoul(argv[2], NULL, 10), strtoull(argv[3], NULL, 10));
    if (argc == 3 && strcmp(argv[1], "show") == 0)
        return show(strtoull(argv[2], NULL, 10));
    if (argc == 2 && strcmp(argv[1], "files") == 0)
        return run_files();
    return run_patterns();
}
