/* xen_fake_store.c - the fake xenstored's watches, transactions and answers (xenstore.txt of Xen's
 * documentation). Its page is xen_fake_wire.c's.
 */
#include "kernel/xen_fake_store.h"

#include "assert.h"
#include "kernel/xen_fake_tree.h"
#include "kernel/xen_fake_wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WATCH_MAX       16u
#define TRANSACTION_MAX 4u
#define CHANGED_MAX     32u
#define HOME_LEN        (sizeof FAKE_STORE_HOME - 1)

struct transaction {
    uint32_t id;         /* 0: unused */
    uint32_t generation; /* of the tree it was copied from */
    struct fake_tree tree;
    char changed[CHANGED_MAX][FAKE_PATH_MAX];
    unsigned changed_count;
};
struct watch {
    char path[FAKE_PATH_MAX]; /* as it was given; "": unused */
    char token[64];
};

struct fake_store fake_store;
static struct fake_tree tree;
static uint32_t generation, last_id;
static struct watch watches[WATCH_MAX];
static struct transaction transactions[TRANSACTION_MAX];

/* ---------------------------------------------------------------- watches */

static void fire(const struct watch *watch, const char *path)
{
    bool relative = watch->path[0] != '/' && watch->path[0] != '@';

    fake_store_event(relative ? path + HOME_LEN : path, watch->token);
}

/* The name has changed: who watches it or a name above hears of it; a removal also who watches one below. */
static void fire_all(const char *path, bool removed)
{
    for (unsigned i = 0; i < WATCH_MAX; i++) {
        char watched[FAKE_PATH_MAX];

        if (watches[i].path[0] == '\0')
            continue;
        fake_tree_absolute(watched, watches[i].path);
        if (fake_tree_is_below(path, watched))
            fire(&watches[i], path);
        else if (removed && fake_tree_is_below(watched, path))
            fire(&watches[i], watched);
    }
}

static struct watch *find_watch(const char *path, const char *token)
{
    for (unsigned i = 0; i < WATCH_MAX; i++)
        if (strcmp(watches[i].path, path) == 0 && (token == NULL || strcmp(watches[i].token, token) == 0))
            return &watches[i];
    return NULL;
}

bool fake_store_is_watched(const char *path)
{
    return find_watch(path, NULL) != NULL;
}

/* ---------------------------------------------------------------- the test's side */

void fake_store_set_bytes(const char *path, const void *value, size_t len)
{
    char name[FAKE_PATH_MAX];

    fake_tree_absolute(name, path);
    fake_tree_put(&tree, name, value, len);
    generation++;
    fire_all(name, false);
}

void fake_store_set(const char *path, const char *value)
{
    fake_store_set_bytes(path, value, strlen(value));
}

const char *fake_store_get(const char *path)
{
    char name[FAKE_PATH_MAX];
    const struct fake_node *node;

    fake_tree_absolute(name, path);
    node = fake_tree_find(&tree, name);
    if (node != NULL)
        return node->value;
    return fake_tree_exists(&tree, name) ? "" : NULL;
}

void fake_store_remove(const char *path)
{
    char name[FAKE_PATH_MAX];

    fake_tree_absolute(name, path);
    fake_tree_cut(&tree, name);
    generation++;
    fire_all(name, true);
}

/* ---------------------------------------------------------------- requests */

static const struct xsd_sockmsg *request;
static struct transaction *transaction; /* of the request; NULL for none */

static void reply(const void *payload, size_t len)
{
    fake_wire_reply(request, request->type, payload, (uint32_t)len);
}

static void reply_ok(void)
{
    reply("OK", 3);
}

static void reply_error(const char *error)
{
    size_t len = strlen(error);

    fake_wire_reply(request, XS_ERROR, error, (uint32_t)(fake_store.error_without_nul ? len : len + 1));
}

static struct fake_tree *tree_of_request(void)
{
    return transaction != NULL ? &transaction->tree : &tree;
}

static void changed(const char *path, bool removed)
{
    if (transaction == NULL) {
        generation++;
        fire_all(path, removed);
        return;
    }
    ASSERT(transaction->changed_count < CHANGED_MAX);
    snprintf(transaction->changed[transaction->changed_count++], FAKE_PATH_MAX, "%s", path);
}

static void do_read(const char *path)
{
    const struct fake_node *node = fake_tree_find(tree_of_request(), path);

    if (node != NULL)
        reply(node->value, node->len);
    else if (fake_tree_exists(tree_of_request(), path))
        reply("", 0);
    else
        reply_error("ENOENT");
}

static void do_directory(const char *path)
{
    struct fake_tree *t = tree_of_request();
    char names[XENSTORE_PAYLOAD_MAX];
    size_t len;

    if (!fake_tree_exists(t, path)) {
        reply_error("ENOENT");
        return;
    }
    len = fake_tree_list(t, path, names);
    reply(names, len);
}

static void do_write(const char *path, const char *value, size_t len)
{
    fake_tree_put(tree_of_request(), path, value, len);
    changed(path, false);
    reply_ok();
}

static void do_mkdir(const char *path)
{
    if (!fake_tree_exists(tree_of_request(), path)) {
        fake_tree_put(tree_of_request(), path, "", 0);
        changed(path, false);
    }
    reply_ok();
}

static void do_rm(const char *path)
{
    char parent[FAKE_PATH_MAX];
    bool existed = fake_tree_exists(tree_of_request(), path);

    snprintf(parent, sizeof parent, "%s", path);
    *strrchr(parent, '/') = '\0';
    if (!existed && !fake_tree_exists(tree_of_request(), parent)) {
        reply_error("ENOENT");
        return;
    }
    fake_tree_cut(tree_of_request(), path);
    if (existed)
        changed(path, true);
    reply_ok();
}

static void do_watch(const char *path, const char *token)
{
    struct watch *watch = find_watch("", NULL);
    char name[FAKE_PATH_MAX];

    if (find_watch(path, token) != NULL) {
        reply_error("EEXIST");
        return;
    }
    ASSERT(watch != NULL && strlen(token) < sizeof watch->token);
    snprintf(watch->path, sizeof watch->path, "%s", path);
    snprintf(watch->token, sizeof watch->token, "%s", token);
    fake_tree_absolute(name, path);
    if (fake_store.event_first)
        fire(watch, name);
    reply_ok();
    if (!fake_store.event_first)
        fire(watch, name);
}

static void do_unwatch(const char *path, const char *token)
{
    struct watch *watch = find_watch(path, token);

    if (watch == NULL) {
        reply_error("ENOENT");
        return;
    }
    watch->path[0] = '\0';
    reply_ok();
}

static void do_start(void)
{
    char id[16];

    for (unsigned i = 0; i < TRANSACTION_MAX; i++) {
        if (transactions[i].id != 0)
            continue;
        transactions[i].id = ++last_id;
        transactions[i].generation = generation;
        transactions[i].tree = tree;
        transactions[i].changed_count = 0;
        if (fake_store.set_on_start != NULL)
            fake_store_set(fake_store.set_on_start, "meanwhile");
        reply(id, (size_t)snprintf(id, sizeof id, "%u", transactions[i].id) + 1);
        return;
    }
    reply_error("ENOSPC");
}

static void do_end(const char *verb)
{
    struct transaction *ended = transaction;
    bool commit = strcmp(verb, "T") == 0;

    ASSERT(commit || strcmp(verb, "F") == 0);
    if (ended == NULL) {
        reply_error("ENOENT");
        return;
    }
    ended->id = 0;
    if (commit && (fake_store.again_count > 0 || ended->generation != generation)) {
        fake_store.again_count -= fake_store.again_count > 0;
        reply_error("EAGAIN");
        return;
    }
    if (commit) {
        tree = ended->tree;
        transaction = NULL;
        for (unsigned i = 0; i < ended->changed_count; i++)
            changed(ended->changed[i], !fake_tree_exists(&tree, ended->changed[i]));
    }
    reply_ok();
}

/* The errors that a test ordered, and those that every request can get. True when one was sent. */
static bool refuse(void)
{
    if (fake_store.error != NULL && fake_store.error_count > 0 &&
        (fake_store.error_type == XS_INVALID || fake_store.error_type == request->type)) {
        fake_store.error_count--;
        reply_error(fake_store.error);
        return true;
    }
    for (unsigned i = 0; i < TRANSACTION_MAX; i++)
        if (request->tx_id != 0 && transactions[i].id == request->tx_id)
            transaction = &transactions[i];
    if (request->tx_id != 0 && transaction == NULL) {
        reply_error("ENOENT");
        return true;
    }
    return false;
}

void fake_store_answer(const struct xsd_sockmsg *header, const char *payload)
{
    char path[FAKE_PATH_MAX];
    const char *second = payload + strlen(payload) + 1; /* behind the first NUL */
    size_t first_len = (size_t)(second - payload);

    request = header;
    transaction = NULL;
    fake_store.last = *header;
    fake_store.request_total++;
    ASSERT(header->type < XS_TYPE_COUNT);
    fake_store.request_count[header->type]++;
    if (refuse())
        return;
    ASSERT(first_len <= header->len); /* every request of ours ends its first part by NUL */
    fake_tree_absolute(path, payload);
    switch (header->type) {
    case XS_READ:
        do_read(path);
        break;
    case XS_DIRECTORY:
        do_directory(path);
        break;
    case XS_WRITE:
        do_write(path, second, header->len - first_len);
        break;
    case XS_MKDIR:
        do_mkdir(path);
        break;
    case XS_RM:
        do_rm(path);
        break;
    case XS_WATCH:
        do_watch(payload, second);
        break;
    case XS_UNWATCH:
        do_unwatch(payload, second);
        break;
    case XS_TRANSACTION_START:
        do_start();
        break;
    case XS_TRANSACTION_END:
        do_end(payload);
        break;
    default:
        reply_error("ENOSYS");
    }
}

void fake_watches_reset(void)
{
    memset(watches, 0, sizeof watches);
    for (unsigned i = 0; i < TRANSACTION_MAX; i++)
        transactions[i].id = 0;
}

void fake_tree_reset(void)
{
    fake_tree_cut(&tree, "");
    generation = last_id = 0;
}

void fake_store_restart(void)
{
    fake_watches_reset();
    fake_wire_reset();
}

void fake_store_reset(void)
{
    memset(&fake_store, 0, sizeof fake_store);
    fake_store.error_type = XS_INVALID;
    fake_tree_reset();
    fake_store_restart();
}
