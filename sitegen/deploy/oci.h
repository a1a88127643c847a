/* oci.h - the image as an OCI image: one layer with one file, /site.
 *
 *     oci-layout               {"imageLayoutVersion":"1.0.0"}
 *     index.json               one manifest, called "latest"
 *     blobs/sha256/DIGEST      manifest, configuration, layer (tar, gzip)
 *
 * Layer     sitegen/deploy
 * Runs      as a process: of a user who is not root, on port 8080 unless words say otherwise, in a root that
 *           may be read-only. The words are the command, which whoever runs it replaces.
 * urunc     runs it as a machine. It knows kinds of unikernels, and ours is none of them: "mewz" is the one that
 *           is started as ours, from QEMU's -kernel with ip= and gateway= on the command line.
 * Source    OCI Image Format 1.0.2: image-layout.md, manifest.md, config.md, annotations.md;
 *           urunc's docs/package
 */
#ifndef SITEGEN_DEPLOY_OCI_H
#define SITEGEN_DEPLOY_OCI_H

#include "deploy/deploy.h"
#include "digest.h"

#define OCI_PORT 8080 /* what a process has by itself */

struct oci_blob {
    struct digest_sum sum;
    uint64_t len; /* bytes */
};

struct oci_layer {
    struct oci_blob gzip;
    struct digest_sum tar; /* of what is compressed: the "diff id" */
};

/* Write the layer: deploy->bytes as "site". Returns false with errno. */
bool oci_layer_write(int fd, const struct deploy *deploy, struct oci_layer *layer);

/* The three documents. */
void oci_config(const struct deploy *deploy, const struct oci_layer *layer, struct text *out);
void oci_manifest(const struct deploy *deploy, const struct oci_blob *config, const struct oci_layer *layer,
                  struct text *out);
void oci_index(const struct oci_blob *manifest, struct text *out);

#endif
