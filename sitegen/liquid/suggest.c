/* suggest.c - see suggest.h */
#include "liquid/suggest.h"

#define NAME_MAX_LEN 32u

static size_t min3(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;

    return least < c ? least : c;
}

/* Insertions, removals, changes and swaps of neighbours that make one name the other. Both are short. */
static size_t edit_distance(struct str a, struct str b)
{
    size_t rows[3][NAME_MAX_LEN + 1] = {{0}};

    for (size_t j = 0; j <= b.len; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *above2 = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t change = above[j - 1] + (a.at[i - 1] != b.at[j - 1]);
            row[j] = min3(above[j] + 1, row[j - 1] + 1, change);
            if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1] &&
                above2[j - 2] + 1 < row[j])
                row[j] = above2[j - 2] + 1;
        }
    }
    return rows[a.len % 3][b.len];
}

void suggest_offer(struct suggest *suggest, const char *known)
{
    struct str name = str_of(known);

    if (suggest->name.len > NAME_MAX_LEN || name.len > NAME_MAX_LEN)
        return;
    size_t distance = edit_distance(suggest->name, name);
    size_t most = suggest->name.len < 3 ? 0 : suggest->name.len < 6 ? 1 : suggest->name.len / 3;
    if (distance <= most && (suggest->best == NULL || distance < suggest->distance)) {
        suggest->best = known;
        suggest->distance = distance;
    }
}
