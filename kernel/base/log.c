#include "log.h"

#include "format.h"

static log_sink *sink;
static enum log_level level_max = LOG_INFO;

void log_set_sink(log_sink *new_sink)
{
    sink = new_sink;
}

void log_set_level(enum log_level level)
{
    level_max = level;
}

void log_line(enum log_level level, const char *fmt, ...)
{
    if (sink == NULL || level > level_max)
        return;
    char line[LOG_LINE_MAX + 1];
    va_list args;
    va_start(args, fmt);
    size_t len = format_va(line, LOG_LINE_MAX, fmt, args);
    va_end(args);
    line[len++] = '\n';
    sink(line, len);
}
