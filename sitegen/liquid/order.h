/* order.h - sorting the items of a list by keys.
 *
 * Layer     sitegen/liquid
 */
#ifndef SITEGEN_LIQUID_ORDER_H
#define SITEGEN_LIQUID_ORDER_H

#include "liquid/filters.h"

struct order_item {
    struct value item;
    struct value key;
    size_t index; /* items that are level stay in their order */
};

/* How two keys compare: < 0, 0, > 0. May set the error of the call. */
typedef int order_compare(struct filter_call *call, struct value a, struct value b);

/* A new list of the count items, sorted. */
struct value order_sorted(struct filter_call *call, struct order_item *items, size_t count,
                          order_compare *compare);

#endif
