/* cli.h - the commands of sitegen: one function each, which returns the exit status.
 *
 * Layer     sitegen/cli
 * Status    0 done; 1 something is wrong with the content or the machine; 2 the command line is wrong
 */
#ifndef SITEGEN_CLI_CLI_H
#define SITEGEN_CLI_CLI_H

#include <stdbool.h>

#define EXIT_CONTENT 1
#define EXIT_COMMAND 2

/* argv[0] is the command itself; for bake, what follows may start with the folder. */
int cli_bake(int argc, char **argv);
int cli_check(int argc, char **argv);
int cli_boot(int argc, char **argv);
int cli_new(int argc, char **argv);
int cli_post(int argc, char **argv);
int cli_inspect(int argc, char **argv);
int cli_verify(int argc, char **argv);
int cli_pack(int argc, char **argv);

int cli_publish(int argc, char **argv); /* all that speak to libvirt (publish/publish.h): argv[0] says which */

/* What a bake is asked to take in, and how strictly. */
struct bake_flags {
    bool strict; /* warnings are errors */
    bool no_cache;
    bool drafts;
    bool future;
    bool unpublished;
};

/* Whether arg is one of the flags above ("--drafts"); it is set then. */
bool bake_flag(struct bake_flags *flags, const char *arg);

/* Bake dir into image, with all messages. summary: say at the end what was made. */
int bake_image(const char *dir, const char *image, const struct bake_flags *flags, bool summary);

/* The same, where all that is built passes through somebody first.
 *
 * wrap      gets what the image is made by, and returns what pages and files are handed to instead. What it
 *           changes of a page, it must put into kept before (NULL: nothing is kept), as it was: reuse.h
 */
struct site_output;
struct store;
typedef struct site_output *bake_wrap(void *context, struct site_output *image, struct store *kept);
int bake_wrapped(const char *dir, const char *image, const struct bake_flags *flags, bake_wrap *wrap,
                 void *context);

/* Bake dir into image, in silence unless there are errors, as another image was baked: with its moment, times and
 * options, and without the cache. The environment is the caller's to set. other: where that image lies, which is
 * no content. */
struct provenance;
int bake_again(const char *dir, const char *image, const char *other, const struct provenance *as);

/* Say what is wrong with the command line; returns EXIT_COMMAND. */
int cli_usage(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Read one option that takes a value: "--port 80", "--port=80", "-o FILE". Advances *index over it.
 *
 * Returns   true when argv[*index] is this option; *value is NULL when the value is missing
 */
bool cli_option(int argc, char **argv, int *index, const char *name, const char **value);

/* A whole decimal number from min to max. */
bool cli_number(const char *text, long min, long max, long *number);

/* Now, as the front matter of a new post bears it: in local time, or SOURCE_DATE_EPOCH in UTC. Returns false,
 * which is said, when that is no number of seconds. */
struct cli_now {
    char day[16];    /* "2026-11-21" */
    char moment[40]; /* "2026-11-21 12:00:00 +0100" */
};
bool cli_now(struct cli_now *now);

/* The first free TCP port of 127.0.0.1 from port on, 0 when none of the next 100 is. */
long cli_free_port(long port);

#endif
