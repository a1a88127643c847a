/* sitegen_data_fuzz.c - arbitrary bytes as what describes a page or holds data: YAML, TOML, JSON, CSV, TSV,
 * front matter. They are refused at a place that lies in them, or give values that are bounded, UTF-8 and
 * the same when they are printed and read again.
 *
 * The first byte chooses the format.
 */
#include "content/front_matter.h"
#include "content/jekyll/jekyll.h"
#include "liquid/print.h"
#include "sitegen/invariants.h"
#include "toml_read.h"
#include "yaml_read.h"

#include "assert.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* Deeper than YAML's: a key of TOML has parts, and each table in braces may hold such keys. */
#define DEPTH_MAX 2000u

static bool read_front(struct site *site, struct str source, struct value *value)
{
    struct front_matter front;

    if (!front_matter_read(&site->pool, site->diag, "f", source, &front))
        return false;
    ASSERT(front.present == front_matter_starts(source) && front.body <= source.len);
    ASSERT(!front.present || front_matter_is_closed(source));
    ASSERT(front.values.kind == VALUE_HASH);
    *value = front.values;
    return true;
}

static bool read_data(struct site *site, uint8_t format, struct str source, struct value *value)
{
    switch (format) {
    case 0:
        return toml_read(&site->pool, site->diag, "f", source, 0, source.len, value);
    case 1:
        return data_read_json(site, "f", source, value);
    case 2:
        return data_read_csv(site, "f", source, ',', value);
    case 3:
        return data_read_csv(site, "f", source, '\t', value);
    case 4:
        return read_front(site, source, value);
    default:
        return yaml_read(&site->pool, site->diag, "f", source, 0, source.len, value);
    }
}

/* JSON has no infinite numbers. */
static bool is_finite(struct value value)
{
    bool finite = value.kind != VALUE_FLOAT || isfinite(value.real);

    for (size_t i = 0; value.kind == VALUE_ARRAY && i < value.array->count; i++)
        finite = finite && is_finite(value.array->items[i]);
    for (size_t i = 0; value.kind == VALUE_HASH && i < value.hash->count; i++)
        finite = finite && is_finite(value.hash->entries[i].value);
    return finite;
}

/* Printed as JSON, a value is read again, and is then printed the same. */
static void check_json(struct site *site, struct value value)
{
    struct text first = {0}, second = {0};
    struct value again = value_nil;

    if (value_extent(value).depth >= YAML_DEPTH_MAX || value_extent(value).weight > 1000 || !is_finite(value))
        return;
    print_json(value, &site->pool, &first);
    /* The library ends a key at a NUL. */
    if (str_find(text_str(&first), STR("\\u0000")) < first.len) {
        text_free(&first);
        return;
    }
    bool ok = data_read_json(site, "json", text_str(&first), &again);
    ASSERT(ok);
    print_json(again, &site->pool, &second);
    ASSERT(str_eq(text_str(&first), text_str(&second)));
    text_free(&first);
    text_free(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct diag diag = {0};
    struct site site = {.diag = &diag};
    struct value value = value_nil;

    if (len == 0)
        return 0;
    struct str source = pool_str(&site.pool, (struct str){(const char *)data + 1, len - 1});
    if (front_matter_check_utf8(&diag, "f", source)) {
        bool ok = read_data(&site, data[0] % 8, source, &value);
        ASSERT(ok == (diag.error_count == 0));
        if (ok) {
            check_value(value, DEPTH_MAX);
            check_json(&site, value);
        }
    }
    check_places(&diag, "f", source);
    diag_free(&diag);
    pool_free(&site.pool);
    return 0;
}
