/* emoji.c - see emoji.h */
#include "plugins/emoji.h"

#include <string.h>

/* Where the word that byte at of the list belongs to starts: "name=character ". */
static size_t word_start(size_t at)
{
    while (at > 0 && emoji_names[at - 1] != ' ')
        at--;
    return at;
}

struct str emoji_of(struct str name)
{
    size_t first = 0, end = strlen(emoji_names); /* of the words that may be it */

    while (first < end) {
        size_t at = word_start(first + (end - first) / 2);
        struct str word = str_head((struct str){emoji_names + at, end - at}, strcspn(emoji_names + at, " "));
        size_t name_len = str_find_char(word, '=');
        int order = str_cmp(name, str_head(word, name_len));
        if (order == 0)
            return str_from(word, name_len + 1);
        if (order < 0)
            end = at;
        else
            first = at + word.len + 1;
    }
    return STR("");
}
