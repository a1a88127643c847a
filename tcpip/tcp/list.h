/* list.h - doubly linked lists whose links lie in their members.
 *
 * Layer    tcp/
 * Cost     every function is O(1)
 */
#ifndef TCP_LIST_H
#define TCP_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct list {
    struct list *next; /* a member: both NULL exactly when it is in no list; a head: itself when empty */
    struct list *prev;
};

static inline void list_init(struct list *head)
{
    head->next = head;
    head->prev = head;
}

static inline bool list_is_empty(const struct list *head)
{
    return head->next == head;
}

static inline bool list_is_linked(const struct list *member)
{
    return member->next != NULL;
}

static inline void list_append(struct list *head, struct list *member)
{
    member->next = head;
    member->prev = head->prev;
    head->prev->next = member;
    head->prev = member;
}

/* Nothing happens to a member of no list. */
static inline void list_remove(struct list *member)
{
    if (!list_is_linked(member))
        return;
    member->prev->next = member->next;
    member->next->prev = member->prev;
    member->next = NULL;
    member->prev = NULL;
}

/* Take all members of one list over to an empty head; the list is empty afterwards. */
static inline void list_move(struct list *to, struct list *from)
{
    list_init(to);
    if (list_is_empty(from))
        return;
    *to = *from;
    to->next->prev = to;
    to->prev->next = to;
    list_init(from);
}

#define LIST_OWNER(member, type, field) ((type *)((char *)(member) - offsetof(type, field)))

#endif
