#include "vdso.h"

#include "memory.h"
#include "syscall.h"

#include <linux/elf.h>
#include <linux/time_types.h>
#include <stdbool.h>
#include <stddef.h>

static long (*vdso_clock_gettime)(int clock, struct __kernel_timespec *time);

/* The dynamic section's tables, as addresses in this process. */
struct tables {
    const Elf64_Sym *symbols;
    const char *strings;
    const uint32_t *hash; /* DT_HASH: nbucket, nchain (= number of symbols), ... */
};

static bool find_tables(uint64_t base, struct tables *t)
{
    const Elf64_Ehdr *header = (const void *)base;
    const Elf64_Phdr *segment = (const void *)(base + header->e_phoff);
    const Elf64_Dyn *dynamic = NULL;
    uint64_t shift = base;
    for (unsigned i = 0; i < header->e_phnum; i++) {
        if (segment[i].p_type == PT_LOAD)
            shift = base + segment[i].p_offset - segment[i].p_vaddr;
        if (segment[i].p_type == PT_DYNAMIC)
            dynamic = (const void *)(base + segment[i].p_offset);
    }
    for (; dynamic != NULL && dynamic->d_tag != DT_NULL; dynamic++) {
        const void *at = (const void *)(shift + dynamic->d_un.d_ptr);
        if (dynamic->d_tag == DT_SYMTAB)
            t->symbols = at;
        if (dynamic->d_tag == DT_STRTAB)
            t->strings = at;
        if (dynamic->d_tag == DT_HASH)
            t->hash = at;
    }
    return t->symbols != NULL && t->strings != NULL && t->hash != NULL;
}

void vdso_init(uint64_t address)
{
    static const char name[] = "__vdso_clock_gettime";
    struct tables t = {0};
    if (address == 0 || !find_tables(address, &t))
        return;
    for (uint32_t i = 0; i < t.hash[1]; i++) {
        const char *symbol = t.strings + t.symbols[i].st_name;
        if (t.symbols[i].st_shndx != SHN_UNDEF && strlen(symbol) == sizeof(name) - 1 &&
            memcmp(symbol, name, sizeof(name) - 1) == 0) {
            uint64_t at = address + t.symbols[i].st_value;
            vdso_clock_gettime = (long (*)(int, struct __kernel_timespec *))at;
        }
    }
}

uint64_t vdso_clock_ns(int clock)
{
    struct __kernel_timespec time = {0};
    if (vdso_clock_gettime == NULL || vdso_clock_gettime(clock, &time) != 0)
        syscall2(__NR_clock_gettime, clock, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}
