/* fake_platform.c - the machine of the driver tests: a clock that the test sets, entropy that never changes.
 */
#include "fake_virtio.h"
#include "platform.h"

#include <string.h>

uint64_t fake_mono_ns;

uint64_t platform_mono_ns(void)
{
    return fake_mono_ns;
}

bool platform_entropy(void *buf, size_t len)
{
    memset(buf, 0xff, len);
    return true;
}
