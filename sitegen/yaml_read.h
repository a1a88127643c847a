/* yaml_read.h - YAML text -> values, with YAML 1.1's plain scalars as Jekyll reads them.
 *
 * Layer     sitegen; parsing by libyaml
 * Memory    values live in the pool; texts are copied into it
 * Trust     nesting is bounded, and so is what aliases expand to: a small text cannot stand for a huge value
 */
#ifndef SITEGEN_YAML_READ_H
#define SITEGEN_YAML_READ_H

#include "diag.h"
#include "value.h"

#define YAML_DEPTH_MAX      64u
#define YAML_NODES_MAX      200000u /* values of one text, with every alias counted as what it stands for */
#define YAML_BYTES_PER_NODE 2u      /* a large text may have more: one for so many bytes */

/* Read one document.
 *
 * source      the whole file, for places in messages; it must be UTF-8
 * start, len  the bytes of source that are the YAML text
 * Returns     false when it is not well-formed; the errors are in diag. An empty text is nil.
 */
bool yaml_read(struct pool *pool, struct diag *diag, const char *file, struct str source, size_t start,
               size_t len, struct value *value);

/* What a plain (unquoted) scalar means: nil, bool, int, float, time or string. */
struct value yaml_scalar(struct str text);

#endif
