/* oci_file.c - an OCI image into a folder, or into an archive of one. See deploy.h, oci.h.
 *
 * The folder is made beside its place, under another name, and gets its own when it is whole. An archive is
 * made of such a folder.
 */
#include "deploy/oci.h"
#include "deploy/unfinished.h"
#include "deploy/ustar.h"

#include "cleanup.h"
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_CONFIG, FILE_LAYER, FILE_MANIFEST, FILE_INDEX, FILE_LAYOUT, FILE_COUNT };

struct layout {
    const struct deploy *deploy;
    const char *path;              /* what it is to be: a folder, or an archive */
    const char *dir;               /* meanwhile */
    const char *names[FILE_COUNT]; /* of its files, in the folder */
    struct pool pool;
};

static bool fail(const struct layout *l)
{
    fprintf(stderr, "%s: error: cannot be written: %s\n", l->path, strerror(errno));
    return false;
}

static void remove_later(const char *path)
{
    if (!cleanup_add(path))
        fatal("the name of the folder is too long");
}

static const char *full(struct layout *l, const char *name)
{
    return files_join(&l->pool, l->dir, name);
}

static const char *blob_name(struct layout *l, const struct digest_sum *sum)
{
    char hex[DIGEST_HEX_SIZE];

    digest_print(sum, hex);
    return pool_printf(&l->pool, "blobs/sha256/%s", hex);
}

static bool make_dirs(struct layout *l)
{
    struct str path = str_of(l->path);

    while (path.len > 1 && path.at[path.len - 1] == '/')
        path.len--;
    const char *plain = pool_copy(&l->pool, path), *base = files_base(plain);
    char *dir = pool_printf(&l->pool, "%.*s.%.200s.XXXXXX", (int)(base - plain), plain, base);
    if (mkdtemp(dir) == NULL)
        return fail(l);
    l->dir = dir;
    remove_later(dir);
    const char *const names[] = {"blobs", "blobs/sha256"};
    for (size_t i = 0; i < 2; i++) {
        if (mkdir(full(l, names[i]), 0777) != 0)
            return fail(l);
        remove_later(full(l, names[i]));
    }
    return chmod(dir, unfinished_rights(0777)) == 0 || fail(l);
}

static bool write_file(struct layout *l, int file, const char *name, const struct text *text)
{
    l->names[file] = name;
    remove_later(full(l, name));
    return files_write(full(l, name), text_str(text), 0666) || fail(l);
}

/* Called by its digest. The text is freed. */
static bool write_blob(struct layout *l, int file, struct text *text, struct oci_blob *blob)
{
    *blob = (struct oci_blob){digest_of(text_str(text)), text->len};
    bool ok = write_file(l, file, blob_name(l, &blob->sum), text);
    text_free(text);
    return ok;
}

/* Its name is known when it is written. */
static bool write_layer(struct layout *l, struct oci_layer *layer)
{
    const char *written = full(l, "blobs/layer");
    int fd = open(written, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

    if (fd < 0)
        return fail(l);
    remove_later(written);
    bool ok = oci_layer_write(fd, l->deploy, layer) && fsync(fd) == 0;
    if (close(fd) != 0 || !ok)
        return fail(l);
    l->names[FILE_LAYER] = blob_name(l, &layer->gzip.sum);
    const char *name = full(l, l->names[FILE_LAYER]);
    remove_later(name);
    if (rename(written, name) != 0)
        return fail(l);
    cleanup_forget(written);
    return true;
}

static bool write_all(struct layout *l)
{
    struct oci_blob config, manifest;
    struct oci_layer layer;
    struct text text = {0};

    if (!make_dirs(l) || !write_layer(l, &layer))
        return false;
    oci_config(l->deploy, &layer, &text);
    if (!write_blob(l, FILE_CONFIG, &text, &config))
        return false;
    oci_manifest(l->deploy, &config, &layer, &text);
    if (!write_blob(l, FILE_MANIFEST, &text, &manifest))
        return false;
    oci_index(&manifest, &text);
    bool ok = write_file(l, FILE_INDEX, "index.json", &text);
    text_clear(&text);
    text_add_c(&text, "{\"imageLayoutVersion\":\"1.0.0\"}\n");
    ok = ok && write_file(l, FILE_LAYOUT, "oci-layout", &text);
    text_free(&text);
    return ok;
}

/* ---------------------------------------------------------------- where it goes */

static bool add_to_archive(struct layout *l, int fd, const char *name)
{
    static const char zeros[USTAR_BLOCK];
    char header[USTAR_BLOCK];
    struct stat st;

    if (stat(full(l, name), &st) != 0)
        return false;
    ustar_header(header, name, 0644, (uint64_t)st.st_size, l->deploy->moment_s);
    return files_write_all(fd, header, sizeof(header)) && files_append(full(l, name), fd) == st.st_size &&
           files_write_all(fd, zeros, ustar_padding((uint64_t)st.st_size));
}

static bool archive(struct layout *l)
{
    static const char end[USTAR_END];
    struct unfinished file;
    bool ok = unfinished_open(&file, l->path, &l->pool);

    for (int i = FILE_COUNT - 1; ok && i >= 0; i--) /* what names the others comes first */
        ok = add_to_archive(l, file.fd, l->names[i]) || unfinished_fail(&file);
    ok = ok && (files_write_all(file.fd, end, sizeof(end)) || unfinished_fail(&file)) &&
         unfinished_keep(&file);
    unfinished_drop(&file);
    return ok;
}

/* rename() replaces a folder only if it is empty. */
static bool keep_folder(struct layout *l)
{
    if (rename(l->dir, l->path) != 0)
        return fail(l);
    const char *const dirs[] = {l->dir, full(l, "blobs"), full(l, "blobs/sha256")};
    for (size_t i = 0; i < 3; i++)
        cleanup_forget(dirs[i]);
    for (int i = 0; i < FILE_COUNT; i++)
        cleanup_forget(full(l, l->names[i]));
    return true;
}

bool deploy_oci(const struct deploy *deploy, const char *path)
{
    struct layout l = {.deploy = deploy, .path = path};
    bool ok = write_all(&l) && (str_ends(str_of(path), ".tar") ? archive(&l) : keep_folder(&l));

    cleanup_run();
    pool_free(&l.pool);
    return ok;
}
