/* inspect.h - an image in words: for people, for programs, as a bill of materials.
 *
 * Layer     sitegen/image
 */
#ifndef SITEGEN_IMAGE_INSPECT_H
#define SITEGEN_IMAGE_INSPECT_H

#include "image/image.h"
#include "provenance/provenance.h"

struct inspect {
    const char *name; /* of the image's file, without folders */
    struct image image;
    struct image_resource *resources; /* in the order of their paths */
    size_t count;
    struct image_resource not_found;
    bool has_provenance;
    struct provenance provenance;
    struct pool pool;
};

/* Returns NULL, or what is wrong with the image. inspect_close() in any case. */
const char *inspect_open(struct inspect *inspect, const char *path, struct str bytes);
void inspect_close(struct inspect *inspect);

void inspect_summary(const struct inspect *inspect, struct text *out); /* one screen */
void inspect_files(const struct inspect *inspect, struct text *out);   /* a line for each resource */
void inspect_json(const struct inspect *inspect, struct text *out);

/* SPDX 2.3 as JSON. Returns false where the image bears no provenance to make it of. */
bool inspect_sbom(const struct inspect *inspect, struct text *out);

/* "code", "constants", "data", "payload", "tables". */
extern const char *const inspect_part_names[IMAGE_PART_COUNT];

/* MiB of memory, beyond the image, for a machine to start at all, and for its usual number of connections. */
#define INSPECT_ROOM_MIN     8u
#define INSPECT_ROOM_DEFAULT 28u
#define INSPECT_MEMORY_MIN   16u /* less is not worth a machine */
#define INSPECT_CONN_DEFAULT 16384u
uint64_t inspect_memory_mib(const struct inspect *inspect, unsigned room);

/* Add text so that it is fit for a terminal: control characters, and what is not UTF-8, as \xNN. */
void inspect_add_plain(struct text *out, struct str s);

/* Add a JSON string; what is not UTF-8 as U+FFFD. */
void inspect_add_string(struct text *out, struct str s);

#endif
