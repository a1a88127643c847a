/* image.h - an image that was made: what lies in it, and where.
 *
 * Layer     sitegen/image
 * Memory    everything points into the bytes, which are the caller's
 * Trust     the bytes may be anything: every address and length is looked at before it is followed
 * Source    kvfs/FORMAT.md
 */
#ifndef SITEGEN_IMAGE_IMAGE_H
#define SITEGEN_IMAGE_IMAGE_H

#include "elf_image.h"

enum image_part { IMAGE_CODE, IMAGE_CONSTANTS, IMAGE_DATA, IMAGE_PAYLOAD, IMAGE_TABLES, IMAGE_PART_COUNT };

struct image_segment {
    uint64_t address;
    uint64_t memory_len; /* bytes */
    struct str bytes;    /* in the file */
};

struct image {
    struct str bytes;
    struct image_segment parts[IMAGE_PART_COUNT];
    struct kvfs_site site; /* as it stands in the image: its pointers are addresses there */
    struct str title;
    struct str generator;
    struct str provenance; /* JSON (provenance.h); empty: there is none */
};

struct image_body {
    bool is_there;
    struct str head; /* field lines */
    struct str body;
};

struct image_resource {
    struct str path; /* the 404 page's is empty */
    bool is_redirect;
    uint64_t last_modified_s;
    struct image_body identity;
    struct image_body gzip;
    struct str type;     /* Content-Type; empty: a redirect */
    struct str location; /* of a redirect */
};

/* Returns NULL, or what is wrong. */
const char *image_open(struct image *image, struct str bytes);

/* The resource in a slot; site.resource_count is the 404 page's. Returns false when it is damaged. */
bool image_resource(const struct image *image, uint32_t slot, struct image_resource *resource);

/* The value of a field ("ETag") in a header block; empty: it is not there. */
struct str image_field(struct str head, const char *name);

/* A file as it lies on the disk, mapped for as long as the run lasts. Returns false with errno. */
bool image_map(const char *path, struct str *bytes);

/* The same. Returns NULL, or why it cannot be read, with errno; the text stands until the next call. */
const char *image_read(const char *path, struct str *bytes);

#endif
