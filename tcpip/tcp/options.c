/* options.c - see options.h. */
#include "tcp/options.h"

#include "bytes.h"
#include "tcp/tcp_limits.h"

enum { OPTION_END = 0, OPTION_NOP = 1, OPTION_MSS = 2, OPTION_WSCALE = 3 };

static void take(uint8_t kind, const uint8_t *value, size_t value_len, struct tcp_options *options)
{
    if (kind == OPTION_MSS && value_len == 2) {
        options->mss = be16_get(value);
    } else if (kind == OPTION_WSCALE && value_len == 1) {
        /* RFC 7323 2.3: a shift above 14 is to be taken as 14. */
        options->wscale = value[0] > TCP_WSCALE_MAX ? TCP_WSCALE_MAX : value[0];
        options->has_wscale = true;
    }
    /* RFC 9293 3.2: whatever else there is, known or not, is skipped. */
}

bool options_parse(const uint8_t *bytes, size_t len, struct tcp_options *options)
{
    size_t i = 0;

    *options = (struct tcp_options){0};
    while (i < len && bytes[i] != OPTION_END) {
        if (bytes[i] == OPTION_NOP) {
            i++;
            continue;
        }
        /* RFC 9293 3.2: the length counts kind and length too; MUST-7: an illegal one must not hurt us. */
        if (len - i < 2 || bytes[i + 1] < 2 || bytes[i + 1] > len - i)
            return false;
        take(bytes[i], bytes + i + 2, bytes[i + 1] - 2u, options);
        i += bytes[i + 1];
    }
    return true;
}

size_t options_write(uint8_t *to, uint16_t mss, bool has_wscale)
{
    to[0] = OPTION_MSS;
    to[1] = 4;
    be16_put(to + 2, mss);
    if (!has_wscale)
        return 4;
    to[4] = OPTION_NOP;
    to[5] = OPTION_WSCALE;
    to[6] = 3;
    to[7] = 0;
    return 8;
}
