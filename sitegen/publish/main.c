/* main.c - the program behind sitegen publish, status, rollback, logs, unpublish and keep. See publish.h. */
#include "publish/keep.h"
#include "publish/volumes.h"

#include "cleanup.h"

#include <signal.h>
#include <string.h>

static const struct {
    const char *name;
    int (*run)(struct publish *publish);
} commands[] = {{"publish", publish_command}, {"status", status_command},       {"rollback", rollback_command},
                {"logs", logs_command},       {"unpublish", unpublish_command}, {"keep", keep_command}};

static bool is(const char *command, const char *name)
{
    return strcmp(command, name) == 0;
}

/* A folder or an image; for rollback a number as well. */
static int read_name(struct publish *p, const char *command, const char *arg)
{
    if (is(command, "rollback") && cli_number(arg, 1, VOLUMES_RELEASE_MAX, &p->release))
        return 0;
    if (is(command, "keep"))
        return cli_usage("keep: it keeps all sites of a target: \"%s\"", arg);
    if (p->source != NULL)
        return cli_usage("%s: one folder or image at a time: \"%s\" and \"%s\"", command, p->source, arg);
    p->source = arg;
    return 0;
}

static int read_word(struct publish *p, const char *command, int argc, char **argv, int *i)
{
    const char *value;
    long seconds;
    int status = settings_option(&p->settings, argc, argv, i);

    if (status >= 0)
        return status;
    bool starts = is(command, "publish") || is(command, "rollback");
    if (starts && cli_option(argc, argv, i, "--timeout", &value)) {
        if (!cli_number(value, 1, 3600, &seconds))
            return cli_usage("--timeout needs a number of seconds from 1 to 3600");
        p->timeout_ms = seconds * 1000;
        return 0;
    }
    if (is(command, "publish") && is(argv[*i], "--dry-run"))
        p->dry_run = true;
    else if (is(command, "unpublish") && is(argv[*i], "--yes"))
        p->yes = true;
    else if (is(command, "logs") && is(argv[*i], "-f"))
        p->follow = true;
    else if (is(command, "publish") && bake_flag(&p->flags, argv[*i]))
        return 0;
    else if (argv[*i][0] == '-')
        return cli_usage("%s: unknown option \"%s\"", command, argv[*i]);
    else
        return read_name(p, command, argv[*i]);
    return 0;
}

int main(int argc, char **argv)
{
    struct publish p = {.timeout_ms = PUBLISH_TIMEOUT_S * 1000};
    int status = argc < 2 ? cli_usage("no command") : 0;

    /* Whoever reads what is said may go; a switch comes to its end. */
    signal(SIGPIPE, SIG_IGN);
    for (int i = 2; i < argc && status == 0; i++)
        status = read_word(&p, argv[1], argc, argv, &i);
    for (size_t i = 0; status == 0 && i < sizeof(commands) / sizeof(commands[0]); i++)
        if (is(argv[1], commands[i].name)) {
            if (commands[i].run != keep_command) /* it has a loop */
                target_loop_start();
            status = commands[i].run(&p);
            break;
        }
    lock_release(&p.lock);
    releases_free(&p.releases);
    facts_close(&p.facts);
    target_close(&p.target);
    target_loop_stop();
    pool_free(&p.settings.pool);
    pool_free(&p.pool);
    cleanup_run();
    quiet_end(&p.quiet);
    return status;
}
