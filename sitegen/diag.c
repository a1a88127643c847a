/* diag.c - see diag.h */
#include "diag.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct diag_message {
    const char *file; /* NULL: about the run */
    const char *text;
    unsigned line;
    unsigned column;
    bool is_error;
};

static void append(struct diag *diag, struct diag_message message)
{
    diag->messages = pool_grow(&diag->pool, diag->messages, diag->count, &diag->cap, sizeof(*diag->messages));
    diag->messages[diag->count++] = message;
    diag->error_count += message.is_error;
}

static void add(struct diag *diag, bool is_error, const char *file, unsigned line, unsigned column,
                const char *fmt, va_list args)
{
    va_list again;

    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, args);
    char *text = pool_take(&diag->pool, (len > 0 ? (size_t)len : 0) + 1);
    if (len > 0)
        vsnprintf(text, (size_t)len + 1, fmt, again);
    va_end(again);
    append(diag, (struct diag_message){file != NULL ? pool_copy(&diag->pool, str_of(file)) : NULL, text, line,
                                       column, is_error});
}

void diag_move(struct diag *to, struct diag *from)
{
    for (size_t i = 0; i < from->count; i++) {
        struct diag_message message = from->messages[i];
        message.text = pool_copy(&to->pool, str_of(message.text));
        if (message.file != NULL)
            message.file = pool_copy(&to->pool, str_of(message.file));
        append(to, message);
    }
    diag_free(from);
}

void diag_error(struct diag *diag, const char *file, unsigned line, unsigned column, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    add(diag, true, file, line, column, fmt, args);
    va_end(args);
}

void diag_warning(struct diag *diag, const char *file, unsigned line, unsigned column, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    add(diag, false, file, line, column, fmt, args);
    va_end(args);
}

void diag_error_at(struct diag *diag, const char *file, struct str source, size_t offset, const char *fmt,
                   ...)
{
    unsigned line, column;
    va_list args;

    str_place(source, offset, &line, &column);
    va_start(args, fmt);
    add(diag, true, file, line, column, fmt, args);
    va_end(args);
}

void diag_warning_at(struct diag *diag, const char *file, struct str source, size_t offset, const char *fmt,
                     ...)
{
    unsigned line, column;
    va_list args;

    str_place(source, offset, &line, &column);
    va_start(args, fmt);
    add(diag, false, file, line, column, fmt, args);
    va_end(args);
}

void diag_refuse_warnings(struct diag *diag)
{
    for (size_t i = 0; i < diag->count; i++)
        diag->messages[i].is_error = true;
    diag->error_count = diag->count;
}

/* Each as a line: kind, line, column, length of the file's name, length of the text; then these two. */
void diag_pack(const struct diag *diag, size_t first, struct text *packed)
{
    for (size_t i = first; i < diag->count; i++) {
        const struct diag_message *message = &diag->messages[i];
        const char *file = message->file != NULL ? message->file : "";
        text_printf(packed, "%d %u %u %zu %zu\n%s%s", message->is_error, message->line, message->column,
                    strlen(file), strlen(message->text), file, message->text);
    }
}

void diag_unpack(struct diag *diag, struct str packed)
{
    while (packed.len > 0) {
        struct diag_message message = {.text = ""};
        size_t file_len, text_len;
        int is_error, head_len = 0;
        char head[96];

        snprintf(head, sizeof(head), "%.*s", (int)(packed.len < sizeof(head) ? packed.len : sizeof(head) - 1),
                 packed.at);
        if (sscanf(head, "%d %u %u %zu %zu%*1[\n]%n", &is_error, &message.line, &message.column, &file_len,
                   &text_len, &head_len) != 5 ||
            head_len == 0)
            return;
        packed = str_from(packed, (size_t)head_len);
        if (file_len > packed.len || text_len > packed.len - file_len)
            return;
        message.is_error = is_error != 0;
        if (file_len > 0)
            message.file = pool_copy(&diag->pool, str_head(packed, file_len));
        message.text = pool_copy(&diag->pool, str_head(str_from(packed, file_len), text_len));
        append(diag, message);
        packed = str_from(packed, file_len + text_len);
    }
}

static int compare(const void *left, const void *right)
{
    const struct diag_message *a = left, *b = right;
    int order = strcmp(a->file != NULL ? a->file : "", b->file != NULL ? b->file : "");

    if (order != 0)
        return order;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    if (a->column != b->column)
        return a->column < b->column ? -1 : 1;
    order = strcmp(a->text, b->text);
    return order != 0 ? order : (int)b->is_error - (int)a->is_error;
}

static void print_message(const struct diag_message *message, FILE *out)
{
    fputs(message->file != NULL ? message->file : "sitegen", out);
    if (message->line > 0)
        fprintf(out, ":%u:%u", message->line, message->column);
    fprintf(out, ": %s: %s\n", message->is_error ? "error" : "warning", message->text);
}

size_t diag_print(struct diag *diag, FILE *out)
{
    size_t error_count = 0;

    if (diag->count > 0)
        qsort(diag->messages, diag->count, sizeof(*diag->messages), compare);
    for (size_t i = 0; i < diag->count; i++) {
        if (i > 0 && compare(&diag->messages[i - 1], &diag->messages[i]) == 0)
            continue;
        print_message(&diag->messages[i], out);
        error_count += diag->messages[i].is_error;
    }
    return error_count;
}

void diag_free(struct diag *diag)
{
    pool_free(&diag->pool);
    *diag = (struct diag){0};
}
