/* log.h - what the operator reads: module, event, key=value.
 *
 *     log_info("tcp: listen port=%u backlog=%u", port, backlog);
 *
 * Layer   base; the sink is set once by whoever owns the console
 * Levels  error: the operator must act; info: a change of life (link, lease, ready); debug: one connection.
 *         What repeats is counted, not printed.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stddef.h>

enum log_level { LOG_ERROR, LOG_INFO, LOG_DEBUG };

/* Takes a whole line, ended by '\n'; must not log itself. */
typedef void log_sink(const char *line, size_t len);

void log_set_sink(log_sink *sink);
void log_set_level(enum log_level level); /* what is less important than this is dropped; LOG_INFO at first */

/* A line longer than LOG_LINE_MAX bytes is cut. No trailing newline in fmt. */
#define LOG_LINE_MAX 256
void log_line(enum log_level level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#define log_error(...) log_line(LOG_ERROR, __VA_ARGS__)
#define log_info(...)  log_line(LOG_INFO, __VA_ARGS__)
#define log_debug(...) log_line(LOG_DEBUG, __VA_ARGS__)

#endif
