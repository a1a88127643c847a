/* lock.c - see lock.h */
#include "publish/lock.h"

#include "publish/health.h"
#include "publish/volumes.h"

#include <libvirt/virterror.h>
#include <errno.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOOK_US 200000 /* between two looks at the lock of another one */
#define SAY_MS  1500   /* after which it is said why nothing happens */

/* ---------------------------------------------------------------- the note */

void lock_note_print(const struct lock_note *note, char text[LOCK_SIZE])
{
    int len = snprintf(text, LOCK_SIZE, "%s %s %ld %s %lu", note->who, note->machine, note->process,
                       note->nonce, note->beats);

    memset(text + len, ' ', LOCK_SIZE - (size_t)len);
    text[LOCK_SIZE - 1] = '\n';
}

bool lock_note_read(struct lock_note *note, struct str text)
{
    char line[LOCK_SIZE + 1] = "";

    *note = (struct lock_note){.process = 0};
    memcpy(line, text.at, text.len < LOCK_SIZE ? text.len : LOCK_SIZE);
    struct lock_note read = *note;
    if (sscanf(line, "%99[!-~] %63[!-~] %ld %19[0-9a-f] %lu", read.who, read.machine, &read.process,
               read.nonce, &read.beats) != 5 || read.process <= 0)
        return false;
    *note = read;
    return true;
}

/* A boot, and a namespace of process ids in it: where a process's number means the same. */
static void machine_print(char machine[64])
{
    char boot[37] = "";
    struct stat ns = {.st_ino = 0};
    FILE *file = fopen("/proc/sys/kernel/random/boot_id", "re");

    if (file != NULL && fgets(boot, sizeof(boot), file) == NULL)
        *boot = '\0';
    if (file != NULL)
        fclose(file);
    if (stat("/proc/self/ns/pid", &ns) != 0)
        ns.st_ino = 0;
    snprintf(machine, 64, "%s-%llu", *boot != '\0' ? boot : "unknown", (unsigned long long)ns.st_ino);
}

static void note_own(struct lock_note *note)
{
    const struct passwd *user = getpwuid(geteuid());
    char host[65] = "";
    uint64_t nonce = 0;

    gethostname(host, sizeof(host) - 1);
    snprintf(note->who, sizeof(note->who), "%.30s@%s", user != NULL ? user->pw_name : "somebody",
             *host != '\0' ? host : "somewhere");
    for (char *c = note->who; *c != '\0'; c++)
        if (*c <= ' ' || *c >= 0x7f)
            *c = '?';
    machine_print(note->machine);
    note->process = getpid();
    if (getrandom(&nonce, sizeof(nonce), 0) != (ssize_t)sizeof(nonce))
        nonce = (uint64_t)health_now_ms();
    snprintf(note->nonce, sizeof(note->nonce), "%016llx", (unsigned long long)nonce);
    note->beats = 0;
}

/* ---------------------------------------------------------------- somebody else's */

enum lock_state lock_judge(const struct lock_note *first, const struct lock_note *now, int64_t silent_ms,
                           const char *own_machine)
{
    /* One that is there need not be it: numbers come again. */
    if (*now->nonce != '\0' && strcmp(now->machine, own_machine) == 0 && kill((pid_t)now->process, 0) != 0 &&
        errno == ESRCH)
        return LOCK_LEFT;
    if (*first->nonce != '\0' && (strcmp(first->nonce, now->nonce) != 0 || first->beats != now->beats))
        return LOCK_BUSY;
    return silent_ms >= LOCK_PATIENCE_MS ? LOCK_LEFT : LOCK_UNKNOWN;
}

static bool read_note(struct target *t, const char *volume, struct lock_note *note)
{
    struct text text = {0};

    bool ok = volumes_read(t, volume, 0, LOCK_SIZE, &text);
    ok = lock_note_read(note, text_str(&text)) && ok;
    text_free(&text);
    virResetLastError();
    return ok;
}

static bool is_busy(const struct lock_note *note, const char *site)
{
    fflush(stdout);
    fprintf(stderr, "sitegen: error: %s is being changed by %s (process %ld): try again when that has ended\n",
            site, note->who, note->process);
    return false;
}

/* Only what was judged goes: in the meantime another one may have come. */
static void remove_left(struct target *t, const char *volume, const char *site, const struct lock_note *left)
{
    struct lock_note note;

    read_note(t, volume, &note);
    if (strcmp(note.nonce, left->nonce) != 0 || note.beats != left->beats || !volumes_delete(t, volume))
        return;
    printf("%s: the lock that %s has left behind is removed\n", site,
           *left->who != '\0' ? left->who : "somebody");
    fflush(stdout);
}

/* Until it is not there. Returns false when its holder is at work. */
static bool wait_free(struct target *t, const char *volume, const char *site, const char *own_machine)
{
    int64_t start_ms = health_now_ms();
    struct lock_note first = {.process = 0}, now;
    bool is_said = false;

    for (; volumes_is_there(t, volume); usleep(LOOK_US)) {
        int64_t silent_ms = health_now_ms() - start_ms;
        /* One that is being made has nothing in it yet. */
        if (read_note(t, volume, &now) && *first.nonce == '\0')
            first = now;
        switch (lock_judge(&first, &now, silent_ms, own_machine)) {
        case LOCK_BUSY:
            return is_busy(&now, site);
        case LOCK_LEFT:
            remove_left(t, volume, site, &now);
            return true;
        case LOCK_UNKNOWN:
            if (is_said || silent_ms < SAY_MS)
                continue;
            printf("%s: looking whether %s is still at work on it\n", site,
                   *now.who != '\0' ? now.who : "somebody");
            fflush(stdout);
            is_said = true;
        }
    }
    return true;
}

/* ---------------------------------------------------------------- ours */

static bool write_note(struct lock *lock)
{
    char text[LOCK_SIZE];

    lock_note_print(&lock->note, text);
    return volumes_write(lock->target, lock->volume, (struct str){text, sizeof(text)});
}

static bool is_ours(struct lock *lock)
{
    struct lock_note note;

    return read_note(lock->target, lock->volume, &note) && strcmp(note.nonce, lock->note.nonce) == 0;
}

void lock_beat(struct lock *lock)
{
    int64_t now_ms = health_now_ms();

    if (lock->volume == NULL || now_ms - lock->beat_ms < LOCK_BEAT_MS)
        return;
    lock->beat_ms = now_ms;
    lock->note.beats++;
    if (is_ours(lock))
        write_note(lock);
    /* It moves bytes itself: not within that. */
    lock->beat_ms = health_now_ms();
}

static void on_tick(void *context)
{
    lock_beat(context);
}

bool lock_take(struct lock *lock, struct target *t, const char *site)
{
    *lock = (struct lock){.target = t};
    if (t->pool == NULL || t->kind == TARGET_TEST)
        return true;
    const char *volume = pool_printf(&t->memory, "%s.lock", site);
    note_own(&lock->note);
    while (!volumes_reserve(t, volume, LOCK_SIZE)) {
        if (!volumes_is_there(t, volume))
            return target_error("%s cannot be made in the storage pool %s", volume, t->pool_name);
        if (!wait_free(t, volume, site, lock->note.machine))
            return false;
    }
    lock->volume = volume;
    lock->beat_ms = health_now_ms();
    if (write_note(lock)) {
        t->tick = on_tick;
        t->tick_context = lock;
        return true;
    }
    target_error("%s cannot be written in the storage pool %s", volume, t->pool_name);
    volumes_delete(t, volume);
    lock->volume = NULL;
    return false;
}

bool lock_is_held(struct lock *lock)
{
    if (lock->volume == NULL || is_ours(lock))
        return true;
    return target_error("%s is ours no more: somebody has taken it over, or it cannot be reached",
                        lock->volume);
}

void lock_release(struct lock *lock)
{
    if (lock->volume == NULL)
        return;
    lock->target->tick = NULL;
    if (is_ours(lock))
        volumes_delete(lock->target, lock->volume);
    virResetLastError();
    lock->volume = NULL;
}
