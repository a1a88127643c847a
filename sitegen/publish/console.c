/* console.c - see console.h */
#include "publish/console.h"

#include "publish/volumes.h"

#include <libvirt/virterror.h>
#include <stdio.h>

#define SHOWN_MAX 2000u /* bytes */

void console_read(struct publish *p, const char *log, uint64_t from, struct text *said)
{
    volumes_refresh(&p->target);
    uint64_t len = volumes_len(&p->target, log);
    if (len > from + CONSOLE_MAX)
        from = len - CONSOLE_MAX;
    if (!volumes_read(&p->target, log, from, CONSOLE_MAX, said))
        virResetLastError();
}

void console_show(struct publish *p, const char *log, uint64_t from)
{
    struct text said = {0}, plain = {0};

    console_read(p, log, from, &said);
    struct str rest = str_trim(text_str(&said));
    if (rest.len > SHOWN_MAX) {
        rest = str_from(rest, rest.len - SHOWN_MAX);
        rest = str_from(rest, str_find_char(rest, '\n') + 1);
    }
    while (rest.len > 0) {
        struct str line = str_head(rest, str_find_char(rest, '\n'));
        text_add_c(&plain, "    ");
        inspect_add_plain(&plain, str_trim(line));
        text_add_char(&plain, '\n');
        rest = str_from(rest, line.len + 1);
    }
    if (plain.len > 0)
        fprintf(stderr, "Its console says:\n%s", plain.bytes);
    text_free(&said);
    text_free(&plain);
}
