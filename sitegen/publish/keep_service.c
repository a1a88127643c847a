/* keep_service.c - who runs sitegen keep: systemd, or a process of its own. See keep.h. */
#include "publish/keep.h"

#include "child.h"
#include "files.h"
#include "publish/keep_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SYSTEMD  "/run/systemd/system" /* sd_booted(3) */
#define UNIT     "sitegen-keep.service"
#define UNIT_DIR "/etc/systemd/system"
#define WAIT_MS  2000 /* for a process to be there, or to be gone */

/* One word of a command line: no specifier ("%n"), and no variable ("$HOME"), which the first word has none
 * of. */
static void add_word(struct text *out, const char *word, bool is_first)
{
    text_add_char(out, '"');
    for (; *word != '\0'; word++) {
        if (*word == '"' || *word == '\\')
            text_add_char(out, '\\');
        if (*word == '%' || (*word == '$' && !is_first))
            text_add_char(out, *word);
        text_add_char(out, *word);
    }
    text_add_char(out, '"');
}

void keep_unit(const char *sitegen, const char *uri, struct text *out)
{
    text_add_c(out,
               "# Written by sitegen publish; sitegen unpublish removes it with the last site.\n"
               "[Unit]\n"
               "Description=Starts the sites of sitegen again when they have crashed\n"
               "After=libvirtd.service virtqemud.service\n"
               "\n"
               "[Service]\n"
               "ExecStart=");
    add_word(out, sitegen, true);
    text_add_c(out, " keep --to ");
    add_word(out, uri, false);
    text_add_c(out,
               "\n"
               "Restart=always\n"
               "RestartSec=1\n"
               "NoNewPrivileges=yes\n"
               "ProtectSystem=full\n"
               "ProtectHome=read-only\n"
               "PrivateTmp=yes\n"
               "\n"
               "[Install]\n"
               "WantedBy=multi-user.target\n");
}

/* This program was started by sitegen, which said under which name (main.c). */
static const char *own_path(struct pool *pool)
{
    const char *given = getenv("SITEGEN_PROGRAM");
    char path[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", path, sizeof(path));

    if (given != NULL && *given == '/')
        return given;
    return len > 0 ? pool_copy(pool, (struct str){path, (size_t)len}) : "sitegen";
}

static bool systemctl(const char *a, const char *b, const char *c)
{
    const char *const argv[] = {"systemctl", "--quiet", a, b, c, NULL};
    pid_t pid;

    return child_start(argv, &pid) == 0 && child_wait(pid) == 0;
}

static void install_unit(struct publish *p)
{
    const char *file = UNIT_DIR "/" UNIT;
    struct text unit = {0};

    if (files_exists(file))
        return;
    keep_unit(own_path(&p->pool), p->target.uri, &unit);
    bool ok = files_write(file, text_str(&unit), 0644) && systemctl("daemon-reload", NULL, NULL) &&
              systemctl("enable", "--now", UNIT);
    text_free(&unit);
    if (ok)
        publish_say("%s: installed and started: it starts sites again that have crashed\n", file);
    else
        fprintf(stderr, "sitegen: warning: %s cannot be installed: nobody starts crashed sites again\n", file);
}

/* Away from this terminal, and from this process. */
static void start_process(struct publish *p)
{
    const char *program = own_path(&p->pool);
    const char *const argv[] = {program, "keep", "--to", p->target.uri, NULL};
    pid_t pid = fork();
    sigset_t none;

    if (pid == 0) {
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        int null = open("/dev/null", O_RDWR);
        if (setsid() < 0 || fork() != 0)
            _exit(0);
        signal(SIGHUP, SIG_IGN);
        signal(SIGPIPE, SIG_DFL);
        for (int fd = 0; fd < 3 && null >= 0; fd++)
            dup2(null, fd);
        if (chdir("/") == 0)
            /* The arguments are not changed: the prototype is older than const. */
            execv(program, (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    if (pid > 0)
        child_wait(pid);
    for (int i = 0; i < WAIT_MS && keep_lock_holder(p->target.uri, &p->pool) == 0; i += 10)
        usleep(10000);
    if (keep_lock_holder(p->target.uri, &p->pool) != 0)
        publish_say("sitegen keep runs in the background from now on: it starts sites again that have crashed. It does "
                    "not start with this machine.\n");
    else
        fprintf(stderr, "sitegen: warning: sitegen keep cannot be started: nobody starts crashed sites again\n");
}

void keep_ensure(struct publish *p)
{
    if (p->target.kind == TARGET_TEST)
        return;
    if (p->target.is_remote) {
        publish_say("For a restart after a crash, \"sitegen keep\" has to run on that host: sitegen(1)\n");
        return;
    }
    if (keep_lock_holder(p->target.uri, &p->pool) != 0)
        return;
    if (files_exists(SYSTEMD) && geteuid() == 0)
        install_unit(p);
    else
        start_process(p);
}

/* Another keeper of ours is a process that holds the lock; systemd's is told through systemd. */
void keep_release(struct publish *p)
{
    struct releases left;

    if (p->target.is_remote || p->target.kind == TARGET_TEST)
        return;
    bool is_last = releases_list(&left, &p->target, NULL) && left.count == 0;
    releases_free(&left);
    if (!is_last)
        return;
    if (files_exists(SYSTEMD) && geteuid() == 0 && files_exists(UNIT_DIR "/" UNIT)) {
        systemctl("disable", "--now", UNIT);
        unlink(UNIT_DIR "/" UNIT);
        systemctl("daemon-reload", NULL, NULL);
        publish_say(UNIT_DIR "/" UNIT ": removed\n");
        return;
    }
    pid_t holder = keep_lock_holder(p->target.uri, &p->pool);
    if (holder > 0 && kill(holder, SIGTERM) == 0)
        publish_say("sitegen keep has ended\n");
    unlink(keep_lock_file(p->target.uri, &p->pool));
}
