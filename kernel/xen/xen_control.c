/* xen_control.c - see xen_control.h. */
#include "xen/xen_control.h"

#include "log.h"
#include "memory.h"
#include "xen/hypercall.h"
#include "xen/xenstore.h"

#include <xen/sched.h>

#define SHUTDOWN_NODE "control/shutdown"
#define WORD_MAX      32u
#define TRIES         16u

static struct {
    unsigned stop_count;
    bool suspend;
    unsigned reason; /* SHUTDOWN_*, with stop_count > 0 */
} asked;

static const struct {
    const char *word;
    unsigned reason;
} reasons[] = {
    {"poweroff", SHUTDOWN_poweroff},
    {"halt", SHUTDOWN_poweroff},
    {"reboot", SHUTDOWN_reboot},
    {"crash", SHUTDOWN_crash},
};

static bool is(const char *word, const char *other)
{
    size_t len = strlen(other);
    return strlen(word) == len && memcmp(word, other, len) == 0;
}

static void act_on(const char *word)
{
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if (is(word, reasons[i].word)) {
            asked.stop_count++;
            asked.reason = reasons[i].reason;
            return;
        }
    }
    if (is(word, "suspend"))
        asked.suspend = true;
    else
        log_error("xen: unknown request \"%s\" in %s", word, SHUTDOWN_NODE);
}

/* xenstore-paths: the guest acknowledges by writing the empty word, which is no request itself. Read and
 * written in one, or a request that comes in between would be acknowledged unread. */
static enum xenstore_result take_word(char *word, size_t cap)
{
    uint32_t transaction;
    enum xenstore_result result = xenstore_transaction_start(&transaction);

    if (result != XENSTORE_OK)
        return result;
    result = xenstore_read(transaction, SHUTDOWN_NODE, word, cap);
    if (result == XENSTORE_OK && word[0] != 0)
        result = xenstore_write(transaction, SHUTDOWN_NODE, "");
    enum xenstore_result ended = xenstore_transaction_end(transaction, result == XENSTORE_OK);
    return result == XENSTORE_OK ? ended : result;
}

static void shutdown_changed(void)
{
    char word[WORD_MAX];
    enum xenstore_result result = XENSTORE_AGAIN;

    for (unsigned i = 0; i < TRIES && result == XENSTORE_AGAIN; i++)
        result = take_word(word, sizeof word);
    if (result != XENSTORE_OK && result != XENSTORE_ABSENT)
        log_error("xen: %s cannot be read or acknowledged", SHUTDOWN_NODE);
    if (result != XENSTORE_OK || word[0] == 0)
        return;
    log_info("xen: asked for %s", word);
    act_on(word);
}

void xen_control_init(void)
{
    static const char *const features[] = {"control/feature-poweroff", "control/feature-reboot",
                                           "control/feature-suspend"};

    /* Older toolstacks do not let us write these, nor do they look at them. */
    for (size_t i = 0; i < sizeof features / sizeof features[0]; i++)
        xenstore_write(0, features[i], "1");
    if (xenstore_watch(SHUTDOWN_NODE, shutdown_changed) != XENSTORE_OK)
        log_error("xen: no watch on %s: xl shutdown will not be heard", SHUTDOWN_NODE);
}

unsigned xen_control_stop_requests(void)
{
    return asked.stop_count;
}

unsigned xen_control_reason(void)
{
    return asked.stop_count > 0 ? asked.reason : SHUTDOWN_poweroff;
}

bool xen_control_take_suspend(void)
{
    bool suspend = asked.suspend;

    asked.suspend = false;
    return suspend;
}
