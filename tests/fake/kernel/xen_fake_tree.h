/* xen_fake_tree.h - names and values, as the fake xenstored keeps them. */
#ifndef TESTS_XEN_FAKE_TREE_H
#define TESTS_XEN_FAKE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <xen/io/xs_wire.h>

#define FAKE_NODE_MAX 128u
#define FAKE_PATH_MAX 160u

struct fake_node {
    char path[FAKE_PATH_MAX]; /* absolute; "": unused */
    size_t len;
    char value[XENSTORE_PAYLOAD_MAX + 1]; /* a NUL behind the value */
};
struct fake_tree {
    struct fake_node node[FAKE_NODE_MAX];
};

void fake_tree_absolute(char to[FAKE_PATH_MAX], const char *path);

/* True when path is top or lies below it. */
bool fake_tree_is_below(const char *path, const char *top);

/* A node of exactly that path; NULL for none, and for one that only has others below it. */
struct fake_node *fake_tree_find(struct fake_tree *t, const char *path);

bool fake_tree_exists(struct fake_tree *t, const char *path);
void fake_tree_put(struct fake_tree *t, const char *path, const void *value, size_t len);
void fake_tree_cut(struct fake_tree *t, const char *path); /* "": everything */

/* The names directly below, each with its NUL. Returns their bytes. */
size_t fake_tree_list(struct fake_tree *t, const char *path, char names[XENSTORE_PAYLOAD_MAX]);

#endif
