/* remember.c - one line of a configuration is written, and all others stay. See settings.h. */
#include "cleanup.h"
#include "files.h"
#include "publish/settings.h"
#include "toml_read.h"
#include "yaml_read.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool parse(struct str text, bool is_toml, struct pool *pool, struct value *values)
{
    struct diag diag = {0};
    bool ok = is_toml ? toml_read(pool, &diag, "", text, 0, text.len, values)
                      : yaml_read(pool, &diag, "", text, 0, text.len, values);

    diag_free(&diag);
    return ok && (values->kind == VALUE_HASH || values->kind == VALUE_NIL);
}

/* Where line number (from 1) starts, in bytes; the text's length when it has fewer. */
static size_t line_start(struct str text, unsigned number)
{
    size_t at = 0;

    for (unsigned line = 1; line < number && at < text.len; line++)
        at += str_find_char(str_from(text, at), '\n') + 1;
    return at < text.len ? at : text.len;
}

static const char *line_end(struct str text)
{
    size_t at = str_find_char(text, '\n');

    return at > 0 && at < text.len && text.at[at - 1] == '\r' ? "\r\n" : "\n";
}

static void append_block(struct str text, const char *uri, bool is_toml, struct text *out)
{
    const char *end = line_end(text);

    text_add(out, text);
    if (text.len > 0)
        text_printf(out, "%s%s", text.at[text.len - 1] == '\n' ? "" : end, end);
    if (is_toml)
        text_printf(out, "[publish]%sto = \"%s\"%s", end, uri, end);
    else
        text_printf(out, "publish:%s  to: %s%s", end, uri, end);
}

static void insert_line(struct str text, size_t at, size_t indent, const char *uri, bool is_toml,
                        struct text *out)
{
    text_add(out, str_head(text, at));
    if (at > 0 && text.at[at - 1] != '\n')
        text_add_c(out, line_end(text));
    text_printf(out, "%*s", (int)indent, "");
    text_printf(out, is_toml ? "to = \"%s\"%s" : "to: %s%s", uri, line_end(text));
    text_add(out, str_from(text, at));
}

/* The value at this place gives way, up to what follows it on its line: blanks, a comment. */
static void replace_value(struct str text, const struct hash_entry *to, const char *uri, bool is_toml,
                          struct text *out)
{
    size_t start = line_start(text, to->line);
    struct str line = str_from(text, start);

    line = str_head(line, str_find_char(line, '\n'));
    size_t column = 0, end;
    for (unsigned i = 1; i < to->column && column < line.len; i++)
        column += utf8_len(str_from(line, column));
    struct str rest = str_from(line, column);
    if (rest.len > 0 && (rest.at[0] == '"' || rest.at[0] == '\''))
        end = 2 + str_find_char(str_from(rest, 1), rest.at[0]);
    else
        for (end = 0; end < rest.len && !char_is_space(rest.at[end]);)
            end++;
    text_add(out, str_head(text, start + column));
    text_printf(out, is_toml ? "\"%s\"" : "%s", uri);
    text_add(out, str_from(text, start + column + end));
}

static void edit(struct str text, struct value values, const char *uri, bool is_toml, struct text *out)
{
    const struct hash_entry *publish =
        values.kind == VALUE_HASH ? hash_entry(values.hash, STR("publish")) : NULL;

    if (publish == NULL) {
        append_block(text, uri, is_toml, out);
    } else if (publish->value.kind == VALUE_HASH) {
        const struct hash *hash = publish->value.hash;
        const struct hash_entry *to = hash_entry(hash, STR("to"));
        size_t at = line_start(text, publish->line);
        if (to != NULL && to->value.kind == VALUE_STRING)
            replace_value(text, to, uri, is_toml, out);
        else if (is_toml)
            insert_line(text, line_start(text, publish->line + 1), 0, uri, true, out);
        else
            insert_line(text, at, publish->column - 1, uri, false, out);
    } else {
        /* "publish:" with nothing in it. */
        size_t at = str_find(text, STR("\npublish:"));
        at = at < text.len ? at + 1 : 0;
        at += str_find_char(str_from(text, at), '\n') + 1;
        insert_line(text, at < text.len ? at : text.len, 2, uri, false, out);
    }
}

/* All as it was but for publish: to. */
static bool is_same_but(struct value before, struct value after, const char *uri)
{
    struct value to = value_get(value_get(after, "publish"), "to");
    size_t count = before.kind == VALUE_HASH ? before.hash->count : 0;

    if (to.kind != VALUE_STRING || !str_is(to.string, uri))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct hash_entry *entry = &before.hash->entries[i];
        if (!str_is(entry->key, "publish") && !value_equal(entry->value, hash_get(after.hash, entry->key)))
            return false;
    }
    struct value was = value_get(before, "publish"), is = value_get(after, "publish");
    for (size_t i = 0; was.kind == VALUE_HASH && i < was.hash->count; i++) {
        const struct hash_entry *entry = &was.hash->entries[i];
        if (!str_is(entry->key, "to") && !value_equal(entry->value, hash_get(is.hash, entry->key)))
            return false;
    }
    size_t had = before.kind == VALUE_HASH && hash_entry(before.hash, STR("publish")) != NULL;
    return after.hash->count == count + 1 - had;
}

const char *settings_with_uri(struct str text, const char *uri, bool is_toml, struct pool *pool)
{
    struct value before, after;
    struct text out = {0};

    if (!parse(text, is_toml, pool, &before))
        return NULL;
    edit(text, before, uri, is_toml, &out);
    struct str edited = text_finish(&out, pool);
    bool ok = parse(edited, is_toml, pool, &after) && after.kind == VALUE_HASH && is_same_but(before, after, uri);
    return ok ? edited.at : NULL;
}

/* Beside the file, and renamed onto it: half a configuration is never there. */
static const char *replace(const char *file, const char *text, struct pool *pool)
{
    const char *aside = pool_printf(pool, "%s.%ld.new", file, (long)getpid());
    struct stat st = {.st_mode = 0644};
    bool is_there = stat(file, &st) == 0;

    if (!cleanup_add(aside))
        return "its name is too long";
    int fd = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    bool ok = fd >= 0 && files_write_all(fd, text, strlen(text));
    /* Whoever owns it keeps it, where this user may say so. */
    if (ok && is_there && fchown(fd, st.st_uid, st.st_gid) != 0)
        errno = 0;
    ok = ok && (!is_there || fchmod(fd, st.st_mode & 07777) == 0) && fsync(fd) == 0;
    if (fd >= 0)
        ok = close(fd) == 0 && ok;
    ok = ok && rename(aside, file) == 0;
    const char *problem = ok ? NULL : pool_copy(pool, str_of(strerror(errno)));
    if (!ok && fd >= 0)
        unlink(aside);
    cleanup_forget(aside);
    return problem;
}

const char *settings_remember(struct settings *settings, const char *uri)
{
    struct str text = STR("");
    bool is_toml = str_ends(str_of(settings->file), ".toml");

    if (files_exists(settings->file) && !files_read(settings->file, &settings->pool, &text))
        return strerror(errno);
    const char *edited = settings_with_uri(text, uri, is_toml, &settings->pool);
    if (edited == NULL)
        return "it is written in a way that is left alone";
    if (strlen(edited) == text.len && str_eq(str_of(edited), text))
        return NULL;
    char *real = realpath(settings->file, NULL); /* a link stays one */
    const char *problem = replace(real != NULL ? real : settings->file, edited, &settings->pool);
    free(real);
    return problem;
}
