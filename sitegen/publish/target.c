/* target.c - see target.h */
#include "publish/target.h"

#include <libvirt/virterror.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEEPALIVE_S     5
#define KEEPALIVE_COUNT 3

static void say_nothing(void *context, virErrorPtr error)
{
    (void)context;
    (void)error;
}

void target_silence(void)
{
    virSetErrorFunc(NULL, say_nothing);
}

static void say(const char *kind, const char *fmt, va_list args)
{
    const char *said = virGetLastError() != NULL ? virGetLastErrorMessage() : NULL;

    fflush(stdout);
    fprintf(stderr, "sitegen: %s: ", kind);
    vfprintf(stderr, fmt, args);
    fprintf(stderr, "%s%s\n", said != NULL ? ": " : "", said != NULL ? said : "");
    virResetLastError();
}

bool target_error(const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    say("error", fmt, args);
    va_end(args);
    return false;
}

void target_warning(const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    say("warning", fmt, args);
    va_end(args);
}

/* "qemu+ssh://host/system" names a host, "qemu:///system" does not. */
static bool names_host(const char *uri)
{
    const char *slashes = strstr(uri, "://");

    return slashes != NULL && slashes[3] != '/' && slashes[3] != '\0';
}

static bool classify(struct target *t)
{
    const char *type = virConnectGetType(t->conn);
    char *capabilities = virConnectGetCapabilities(t->conn);

    t->has_kvm = capabilities != NULL && strstr(capabilities, "<domain type='kvm'") != NULL;
    free(capabilities);
    if (type != NULL && strcmp(type, "QEMU") == 0)
        t->kind = TARGET_QEMU;
    else if (type != NULL && (strcmp(type, "Xen") == 0 || strcmp(type, "libxl") == 0))
        t->kind = TARGET_XEN;
    else if (type != NULL && strcmp(type, "TEST") == 0)
        t->kind = TARGET_TEST;
    else
        return false;
    return true;
}

virConnectPtr target_connect(const char *uri)
{
    virConnectPtr conn = virConnectOpen(uri);

    if (conn != NULL)
        virConnectSetKeepAlive(conn, KEEPALIVE_S, KEEPALIVE_COUNT);
    return conn;
}

bool target_open_quietly(struct target *t, const char *uri)
{
    *t = (struct target){.uri = uri, .is_remote = names_host(uri)};
    target_silence();
    t->conn = target_connect(uri);
    return t->conn != NULL && classify(t);
}

bool target_open(struct target *t, const char *uri)
{
    if (target_open_quietly(t, uri))
        return true;
    if (t->conn != NULL)
        return target_error("%s: sites are published to QEMU, KVM and Xen, not to \"%s\"", uri,
                            virConnectGetType(t->conn));
    target_error("cannot connect to %s", uri);
    fprintf(stderr, t->is_remote ? "Does \"ssh\" reach the host without a password, and does libvirtd run there?\n"
                                 : "Does libvirtd run here, and may this user speak to it?\n");
    return false;
}

void target_close(struct target *t)
{
    if (t->pool != NULL)
        virStoragePoolFree(t->pool);
    if (t->conn != NULL)
        virConnectClose(t->conn);
    pool_free(&t->memory);
    *t = (struct target){0};
}

/* ---------------------------------------------------------------- the pool */

/* Between <path> and </path>, with the entities of XML read. NULL for pools of other kinds: an image is a
 * file. */
static const char *folder_of(virStoragePoolPtr pool, struct pool *memory)
{
    char *xml = virStoragePoolGetXMLDesc(pool, 0);
    struct str s = str_of(xml);
    struct text path = {0};
    static const char *const names[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};

    bool is_folder = str_starts(s, "<pool type='dir'") || str_starts(s, "<pool type='fs'") ||
                     str_starts(s, "<pool type='netfs'");
    s = str_from(is_folder ? s : STR(""), str_find(s, STR("<path>")) + 6);
    s = str_head(s, str_find(s, STR("</path>")));
    while (s.len > 0) {
        size_t i = 0;
        while (i < 5 && !str_starts(s, names[i]))
            i++;
        text_add_char(&path, i < 5 ? "&<>\"'"[i] : s.at[0]);
        s = str_from(s, i < 5 ? strlen(names[i]) : 1);
    }
    free(xml);
    return path.len > 0 ? text_finish(&path, memory).at : NULL;
}

/* A folder's pool is called after it: "sitegen" for the usual one, "sitegen-images" for /srv/images. */
static const char *name_for(const char *folder, struct pool *memory)
{
    struct text name = {0};

    for (const char *c = strrchr(folder, '/') + 1; *c != '\0'; c++)
        text_add_char(&name, char_is_alpha(*c) || char_is_digit(*c) ? *c : '-');
    struct str last = text_finish(&name, memory);
    return str_is(last, TARGET_POOL_DEFAULT) ? last.at
                                             : pool_printf(memory, TARGET_POOL_DEFAULT "-%.*s", STR_ARG(last));
}

static bool make_pool(struct target *t, const char *folder)
{
    struct text xml = {0};

    text_printf(&xml, "<pool type=\"dir\">\n  <name>%s</name>\n  <target>\n    <path>", t->pool_name);
    text_add_escaped(&xml, str_of(folder));
    text_add_c(&xml, "</path>\n  </target>\n</pool>\n");
    t->pool = virStoragePoolDefineXML(t->conn, xml.bytes, 0);
    text_free(&xml);
    if (t->pool == NULL)
        return target_error("the storage pool %s (%s) cannot be made", t->pool_name, folder);
    /* The folder may be there already: starting the pool shows it. */
    virStoragePoolBuild(t->pool, 0);
    virStoragePoolSetAutostart(t->pool, 1);
    return true;
}

static virStoragePoolPtr find_pool(struct target *t, const char *wish)
{
    virStoragePoolPtr *pools = NULL, found = NULL;

    if (wish == NULL || *wish != '/')
        return virStoragePoolLookupByName(t->conn, wish != NULL ? wish : TARGET_POOL_DEFAULT);
    int count = virConnectListAllStoragePools(t->conn, &pools, 0);
    for (int i = 0; i < count; i++) {
        const char *folder = folder_of(pools[i], &t->memory);
        if (found == NULL && folder != NULL && strcmp(folder, wish) == 0)
            found = pools[i];
        else
            virStoragePoolFree(pools[i]);
    }
    free(pools);
    return found;
}

/* Started, where it is not yet. One that was just made, and cannot be, goes: its folder may be a wrong one.
 * */
static bool start_pool(struct target *t, bool is_new)
{
    if (virStoragePoolIsActive(t->pool) != 0 || virStoragePoolCreate(t->pool, 0) == 0)
        return true;
    target_error("the storage pool %s cannot be started", t->pool_name);
    if (is_new)
        virStoragePoolUndefine(t->pool);
    virResetLastError();
    return false;
}

/* As libvirt writes it: without a '/' at its end. */
static const char *plain_folder(struct target *t, const char *folder)
{
    struct str s = str_of(folder);

    while (s.len > 1 && s.at[s.len - 1] == '/')
        s = str_head(s, s.len - 1);
    return pool_copy(&t->memory, s);
}

bool target_open_pool(struct target *t, const char *wish, bool make)
{
    if (wish != NULL && *wish == '/')
        wish = plain_folder(t, wish);
    const char *folder = wish != NULL && *wish == '/' ? wish : TARGET_POOL_FOLDER;

    t->pool_name = wish != NULL && *wish != '/' ? wish : name_for(folder, &t->memory);
    t->pool = find_pool(t, wish);
    t->folder = folder;
    if (t->pool == NULL && wish != NULL && *wish != '/')
        return target_error("there is no storage pool %s at %s", wish, t->uri);
    virResetLastError();
    bool is_new = t->pool == NULL;
    if (is_new && (!make || !make_pool(t, folder)))
        return !make;
    t->pool_name = pool_copy(&t->memory, str_of(virStoragePoolGetName(t->pool)));
    if (!start_pool(t, is_new))
        return false;
    t->folder = folder_of(t->pool, &t->memory);
    if (t->folder == NULL)
        return target_error("the storage pool %s is no folder", t->pool_name);
    return true;
}

void target_remove_pool(struct target *t)
{
    bool is_ours = t->pool != NULL && strcmp(t->pool_name, name_for(t->folder, &t->memory)) == 0;

    if (!is_ours || virStoragePoolRefresh(t->pool, 0) != 0 || virStoragePoolNumOfVolumes(t->pool) != 0)
        return;
    virStoragePoolDestroy(t->pool);
    virStoragePoolDelete(t->pool, 0);
    virStoragePoolUndefine(t->pool);
    virResetLastError();
}
