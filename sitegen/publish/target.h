/* target.h - the machine that a site is published to, as libvirt shows it: connection, storage pool, volumes.
 *
 * Layer     sitegen/publish; over libvirt
 * State     all of it lies on the target, so that any machine may publish
 * Errors    functions that return false have said why, on standard error
 */
#ifndef SITEGEN_PUBLISH_TARGET_H
#define SITEGEN_PUBLISH_TARGET_H

#include "pool.h"
#include "text.h"

#include <libvirt/libvirt.h>

#define TARGET_URI_DEFAULT  "qemu:///system"
#define TARGET_POOL_DEFAULT "sitegen"
#define TARGET_POOL_FOLDER  "/var/lib/libvirt/images/sitegen"

enum target_kind { TARGET_QEMU, TARGET_XEN, TARGET_TEST };

struct target {
    virConnectPtr conn;
    const char *uri;
    enum target_kind kind;
    bool has_kvm;
    bool is_remote;           /* the URI names a host */
    virStoragePoolPtr pool;   /* NULL: not opened, or not there */
    const char *pool_name;
    const char *folder;       /* of the pool, on the target */
    struct pool memory;

    void (*tick)(void *context); /* called again and again while volumes are transferred; NULL: by nobody */
    void *tick_context;
};

/* Serve libvirt's events in a thread of its own, once, before target_open(): without that it does not ask
 * whether the host is still there, and a call to one that has gone would wait for ever. For programs without
 * a loop of their own. */
void target_loop_start(void);
void target_loop_stop(void);

/* libvirt's own messages go nowhere from here on: ours say them. */
void target_silence(void);

/* Print "sitegen: error: ...: " and what libvirt says; always false. */
bool target_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* The same for what is not the end of it: "sitegen: warning: ...". */
void target_warning(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* A connection that ends when its host has gone for some 20 s. Returns NULL, and says nothing, when there is
 * none. */
virConnectPtr target_connect(const char *uri);

bool target_open(struct target *target, const char *uri);
bool target_open_quietly(struct target *target, const char *uri); /* what is wrong is not said */
void target_close(struct target *target);

/* Open the pool: wish is its name, the path of its folder, or NULL for the usual one. When it is not there it is
 * made; with make false, target->pool stays NULL instead, and only its folder is known. One that is named has
 * to be there. */
bool target_open_pool(struct target *target, const char *wish, bool make);

/* The pool has nothing in it any more: it goes, if it is one that sitegen has made. */
void target_remove_pool(struct target *target);

#endif
