/* value_pack.h - a value as bytes, for the store.
 *
 * Layer     sitegen; above value.h
 * Bytes     of this machine, for this machine
 */
#ifndef SITEGEN_VALUE_PACK_H
#define SITEGEN_VALUE_PACK_H

#include "value.h"

#define VALUE_PACK_DEPTH_MAX  64u
#define VALUE_PACK_WEIGHT_MAX 65536u

/* Append the value; lines and columns with it, and its value_sum(). false, with nothing added: it is nested too
 * deeply, or too large, or holds what no file says. */
bool value_pack(struct text *packed, struct value value);

/* Take a value from the start of *packed. Lists and hashes are made in pool; texts stay where they are, with a
 * NUL behind them. A hash has its sum. false: this is none. */
bool value_unpack(struct str *packed, struct pool *pool, struct value *value);

#endif
