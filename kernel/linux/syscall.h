/* syscall.h - Linux system calls, without a C library.
 *
 * Layer    kernel/linux
 * Returns  what the kernel returns: -errno on failure
 * Source   System V ABI for x86-64, A.2.1; numbers from <asm/unistd.h>
 */
#ifndef LINUX_SYSCALL_H
#define LINUX_SYSCALL_H

#include <asm/unistd.h>

static inline long syscall6(long number, long a, long b, long c, long d, long e, long f)
{
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

#define syscall1(n, a)             syscall6(n, (long)(a), 0, 0, 0, 0, 0)
#define syscall2(n, a, b)          syscall6(n, (long)(a), (long)(b), 0, 0, 0, 0)
#define syscall3(n, a, b, c)       syscall6(n, (long)(a), (long)(b), (long)(c), 0, 0, 0)
#define syscall4(n, a, b, c, d)    syscall6(n, (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)
#define syscall5(n, a, b, c, d, e) syscall6(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), 0)

#endif
