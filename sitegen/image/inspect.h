/* inspect.h - an image in words: for people, for programs, as a bill of materials.
 *
 * Layer     sitegen/image
 */
#ifndef SITEGEN_IMAGE_INSPECT_H
#define SITEGEN_IMAGE_INSPECT_H

#include "image/capacity.h"
#include "provenance/provenance.h"

struct inspect {
    const char *name; /* of the image's file, without folders */
    struct image image;
    struct image_resource *resources; /* in the order of their paths */
    size_t count;
    struct image_resource not_found;
    bool has_provenance;
    struct provenance provenance;
    uint64_t memory_mib; /* that is asked about; 0: about some that are usual */
    struct pool pool;
};

/* Returns NULL, or what is wrong with the image. inspect_close() in any case. */
const char *inspect_open(struct inspect *inspect, const char *path, struct str bytes);

/* The same, of a file. */
const char *inspect_file(struct inspect *inspect, const char *path);

void inspect_close(struct inspect *inspect);

void inspect_summary(const struct inspect *inspect, struct text *out); /* one screen */
bool inspect_memory(const struct inspect *inspect, struct text *out);  /* of memory_mib; false: too little */
void inspect_files(const struct inspect *inspect, struct text *out);   /* a line for each resource */
void inspect_json(const struct inspect *inspect, struct text *out);

/* SPDX 2.3 as JSON. Returns false where the image bears no provenance to make it of. */
bool inspect_sbom(const struct inspect *inspect, struct text *out);

/* Memory, and what it holds: of memory_mib alone, or of several. Returns how many. */
#define INSPECT_CAPACITY_MAX 4u
struct inspect_capacity {
    uint64_t mib;
    uint32_t conns;
};
size_t inspect_capacities(const struct inspect *inspect, struct inspect_capacity list[INSPECT_CAPACITY_MAX]);

/* "code", "constants", "data", "payload", "tables". */
extern const char *const inspect_part_names[IMAGE_PART_COUNT];

/* Add text so that it is fit for a terminal: control characters, and what is not UTF-8, as \xNN. */
void inspect_add_plain(struct text *out, struct str s);

/* Add a JSON string; what is not UTF-8 as U+FFFD. */
void inspect_add_string(struct text *out, struct str s);

#endif
