/* sitegen_image_fuzz.c - arbitrary bytes as an image: what is found lies in it, whatever its tables say, and can be
 * printed in every form.
 */
#include "image/inspect.h"

#include "assert.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static bool lies_in(struct str part, struct str whole)
{
    return part.len == 0 || (part.at >= whole.at && part.at + part.len <= whole.at + whole.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct str bytes = {(const char *)data, len};
    struct inspect inspect;
    struct text out = {0};

    if (inspect_open(&inspect, "a/site.img", bytes) == NULL) {
        for (size_t i = 0; i < inspect.count; i++) {
            const struct image_resource *r = &inspect.resources[i];
            ASSERT(lies_in(r->path, bytes) && lies_in(r->type, bytes) && lies_in(r->location, bytes));
            ASSERT(lies_in(r->identity.body, bytes));
            ASSERT(i == 0 || str_cmp(inspect.resources[i - 1].path, r->path) <= 0);
        }
        inspect_summary(&inspect, &out);
        inspect_files(&inspect, &out);
        inspect_sbom(&inspect, &out);
        text_clear(&out);
        inspect_json(&inspect, &out);
        ASSERT(utf8_bad(text_str(&out)) == out.len);
    }
    inspect_close(&inspect);
    text_free(&out);
    return 0;
}
