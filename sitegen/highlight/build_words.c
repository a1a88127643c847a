/* build_words.c - words that rules look up, as hash tables. See build.h. */
#include "highlight/build.h"

struct hl_word {
    struct str text; /* .at NULL: the place is free */
    enum hl_token token;
    struct hl_steps then;
};

/* A hash table with open addressing; at most half full. */
struct hl_wordset {
    const struct hl_words *source; /* NULL: the language's own */
    struct hl_word *slots;
    size_t slot_count; /* a power of two */
    bool fold;
};

static size_t hash_of(struct str text, bool fold)
{
    size_t hash = 14695981039346656037u; /* FNV-1a */
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)(fold ? char_lower(text.at[i]) : text.at[i])) * 1099511628211u;
    return hash ^ (hash >> 29);
}

static bool same(struct str word, struct str text, bool fold)
{
    if (word.len != text.len)
        return false;
    for (size_t i = 0; i < word.len; i++)
        if (word.at[i] != (fold ? char_lower(text.at[i]) : text.at[i]))
            return false;
    return true;
}

static struct hl_word *slot_of(const struct hl_wordset *set, struct str text)
{
    size_t i = hash_of(text, set->fold) & (set->slot_count - 1);
    while (set->slots[i].text.at != NULL && !same(set->slots[i].text, text, set->fold))
        i = (i + 1) & (set->slot_count - 1);
    return &set->slots[i];
}

bool hl_words_find(const struct hl_wordset *words, struct str text, enum hl_token *token,
                   const struct hl_steps **then)
{
    const struct hl_word *word = slot_of(words, text);
    if (word->text.at == NULL)
        return false;
    *token = word->token;
    *then = &word->then;
    return true;
}

static size_t count_words(const struct hl_words *rows)
{
    size_t count = 0;
    struct str word;
    for (; rows != NULL && rows->token != NULL; rows++)
        for (const char *list = rows->list; hl_next_word(&list, &word);)
            count++;
    return count;
}

/* The first row that has a word decides. */
static void add_words(const struct hl_builder *b, struct hl_wordset *set, const struct hl_words *rows)
{
    struct str word;

    for (; rows != NULL && rows->token != NULL; rows++) {
        enum hl_token token = hl_build_token(b, str_of(rows->token));
        struct hl_steps then = hl_build_steps(b, rows->then);
        for (const char *list = rows->list; hl_next_word(&list, &word);) {
            struct hl_word *slot = slot_of(set, word);
            if (slot->text.at == NULL)
                *slot = (struct hl_word){word, token, then};
        }
    }
}

const struct hl_wordset *hl_build_words(struct hl_builder *b, const struct hl_words *rows)
{
    for (size_t i = 0; i < b->set_count; i++)
        if (b->sets[i]->source == rows)
            return b->sets[i];
    if (b->set_count == sizeof(b->sets) / sizeof(b->sets[0]))
        hl_build_wrong(b, "too many tables of words", "");

    struct hl_wordset *set = hl_build_take(1, sizeof(*set));
    size_t count = count_words(rows);
    if (rows == NULL)
        for (const struct hl_language *l = b->language; l != NULL; l = l->base)
            count += count_words(l->words);
    set->source = rows;
    set->fold = b->language->fold;
    for (set->slot_count = 16; set->slot_count < 2 * count; set->slot_count *= 2)
        ;
    set->slots = hl_build_take(set->slot_count, sizeof(set->slots[0]));
    b->sets[b->set_count++] = set;
    add_words(b, set, rows);
    if (rows == NULL)
        for (const struct hl_language *l = b->language; l != NULL; l = l->base)
            add_words(b, set, l->words);
    return set;
}
