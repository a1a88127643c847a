/* hypercall.c - the instruction. See hypercall.h. */
#include "xen/hypercall.h"

#include "memory.h"
#include "x86/cpuid.h"

static bool by_vmmcall;
static uint64_t count;

/* Xen's page of entries would say which of the two instructions the processor has; so does its maker, and
 * then no page of ours is ever both written by somebody else and executed (Xen security advisory 466). */
void hypercall_init(void)
{
    struct cpuid leaf = cpuid(0, 0);
    char vendor[12];

    memcpy(vendor, &leaf.ebx, 4);
    memcpy(vendor + 4, &leaf.edx, 4);
    memcpy(vendor + 8, &leaf.ecx, 4);
    by_vmmcall = memcmp(vendor, "AuthenticAMD", 12) == 0 || memcmp(vendor, "HygonGenuine", 12) == 0;
}

/* xen-x86_64.h: number in %rax, arguments in %rdi, %rsi, %rdx, which may be gone afterwards. */
long hypercall(unsigned number, uintptr_t a, uintptr_t b, uintptr_t c)
{
    long result;

    count++;
    if (by_vmmcall)
        __asm__ volatile("vmmcall" : "=a"(result), "+D"(a), "+S"(b), "+d"(c) : "0"((long)number) : "memory");
    else
        __asm__ volatile("vmcall" : "=a"(result), "+D"(a), "+S"(b), "+d"(c) : "0"((long)number) : "memory");
    return result;
}

uint64_t hypercall_count(void)
{
    return count;
}
