/* xen_fake_tree.c - names and values, as the fake xenstored keeps them: see xen_fake_tree.h. */
#include "kernel/xen_fake_tree.h"

#include "assert.h"
#include "kernel/xen_fake_store.h"

#include <stdio.h>
#include <string.h>

void fake_tree_absolute(char to[FAKE_PATH_MAX], const char *path)
{
    int len =
        snprintf(to, FAKE_PATH_MAX, "%s%s", path[0] == '/' || path[0] == '@' ? "" : FAKE_STORE_HOME, path);

    ASSERT(len < (int)FAKE_PATH_MAX);
}

bool fake_tree_is_below(const char *path, const char *top)
{
    size_t len = strlen(top);

    return strncmp(path, top, len) == 0 && (path[len] == '\0' || path[len] == '/');
}

struct fake_node *fake_tree_find(struct fake_tree *t, const char *path)
{
    for (unsigned i = 0; i < FAKE_NODE_MAX; i++)
        if (t->node[i].path[0] != '\0' && strcmp(t->node[i].path, path) == 0)
            return &t->node[i];
    return NULL;
}

bool fake_tree_exists(struct fake_tree *t, const char *path)
{
    for (unsigned i = 0; i < FAKE_NODE_MAX; i++)
        if (t->node[i].path[0] != '\0' && fake_tree_is_below(t->node[i].path, path))
            return true;
    return false;
}

void fake_tree_put(struct fake_tree *t, const char *path, const void *value, size_t len)
{
    struct fake_node *node = fake_tree_find(t, path);

    ASSERT(len <= XENSTORE_PAYLOAD_MAX);
    for (unsigned i = 0; i < FAKE_NODE_MAX && node == NULL; i++)
        if (t->node[i].path[0] == '\0')
            node = &t->node[i];
    ASSERT(node != NULL);
    snprintf(node->path, sizeof node->path, "%s", path);
    memcpy(node->value, value, len);
    node->value[len] = '\0';
    node->len = len;
}

void fake_tree_cut(struct fake_tree *t, const char *path)
{
    for (unsigned i = 0; i < FAKE_NODE_MAX; i++)
        if (fake_tree_is_below(t->node[i].path, path))
            t->node[i].path[0] = '\0';
}

size_t fake_tree_list(struct fake_tree *t, const char *path, char names[XENSTORE_PAYLOAD_MAX])
{
    size_t len = 0, path_len = strlen(path);

    for (unsigned i = 0; i < FAKE_NODE_MAX; i++) {
        const char *name = t->node[i].path + path_len + 1;
        size_t name_len = 0, at = 0;

        if (!fake_tree_is_below(t->node[i].path, path) || t->node[i].path[path_len] == '\0')
            continue;
        name_len = strcspn(name, "/");
        while (at < len && !(strlen(names + at) == name_len && memcmp(names + at, name, name_len) == 0))
            at += strlen(names + at) + 1;
        if (at < len)
            continue;
        ASSERT(len + name_len + 1 <= XENSTORE_PAYLOAD_MAX);
        memcpy(names + len, name, name_len);
        names[len + name_len] = '\0';
        len += name_len + 1;
    }
    return len;
}
