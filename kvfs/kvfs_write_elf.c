/* kvfs_write_elf.c - the table as an ELF object, which the linker takes like any that a compiler made. */
#include "kvfs_write_parts.h"

#include "kvfs.h"

#include <errno.h>
#include <fcntl.h>
#include <libelf.h>
#include <string.h>
#include <unistd.h>

#define RODATA_ALIGN 64u /* kvfs_site is one cache line */

/* The numbers of the sections; number 0 is none. */
enum { SECTION_RODATA = 1, SECTION_RELA, SECTION_SYMTAB, SECTION_STRTAB };

/* Names of sections and symbols. */
static const char strings[] = "\0.rela.rodata\0.symtab\0.strtab\0.note.GNU-stack\0kvfs_site\0kvfs_payload";

/* Where a name stands in them; ".rodata" is the end of a longer one. */
static Elf64_Word name_at(const char *name)
{
    return (Elf64_Word)((const char *)memmem(strings, sizeof(strings), name, strlen(name) + 1) - strings);
}

static bool add_section(Elf *elf, const Elf64_Shdr *header, const void *bytes, size_t len)
{
    Elf_Scn *section = elf_newscn(elf);
    Elf64_Shdr *shdr = section != NULL ? elf64_getshdr(section) : NULL;
    Elf_Data *data = section != NULL ? elf_newdata(section) : NULL;

    if (shdr == NULL || data == NULL)
        return false;
    *shdr = *header;
    data->d_buf = (void *)bytes; /* only read, when the file is written */
    data->d_size = len;
    data->d_align = header->sh_addralign;
    data->d_type = ELF_T_BYTE;
    data->d_version = EV_CURRENT;
    return true;
}

static bool add_table(Elf *elf, const struct write_table *table)
{
    const Elf64_Shdr rodata = {
        .sh_name = name_at(".rodata"),
        .sh_type = SHT_PROGBITS,
        .sh_flags = SHF_ALLOC,
        .sh_addralign = RODATA_ALIGN,
    };
    const Elf64_Shdr rela = {
        .sh_name = name_at(".rela.rodata"),
        .sh_type = SHT_RELA,
        .sh_flags = SHF_INFO_LINK,
        .sh_link = SECTION_SYMTAB,
        .sh_info = SECTION_RODATA,
        .sh_addralign = 8,
        .sh_entsize = sizeof(Elf64_Rela),
    };

    return add_section(elf, &rodata, table->bytes, table->len) &&
           add_section(elf, &rela, table->relocations, table->relocation_count * sizeof(Elf64_Rela));
}

/* The symbols must live until the file is written. */
static bool add_names(Elf *elf, Elf64_Sym *symbols)
{
    const Elf64_Shdr symtab = {
        .sh_name = name_at(".symtab"),
        .sh_type = SHT_SYMTAB,
        .sh_link = SECTION_STRTAB,
        .sh_info = WRITE_SYMBOL_SITE, /* the first that is not local */
        .sh_addralign = 8,
        .sh_entsize = sizeof(Elf64_Sym),
    };
    const Elf64_Shdr strtab = {.sh_name = name_at(".strtab"), .sh_type = SHT_STRTAB, .sh_addralign = 1};

    symbols[WRITE_SYMBOL_RODATA] =
        (Elf64_Sym){.st_info = ELF64_ST_INFO(STB_LOCAL, STT_SECTION), .st_shndx = SECTION_RODATA};
    symbols[WRITE_SYMBOL_SITE] = (Elf64_Sym){
        .st_name = name_at("kvfs_site"),
        .st_info = ELF64_ST_INFO(STB_GLOBAL, STT_OBJECT),
        .st_shndx = SECTION_RODATA,
        .st_size = sizeof(struct kvfs_site),
    };
    symbols[WRITE_SYMBOL_PAYLOAD] = (Elf64_Sym){
        .st_name = name_at("kvfs_payload"), .st_info = ELF64_ST_INFO(STB_GLOBAL, STT_NOTYPE)};
    return add_section(elf, &symtab, symbols, WRITE_SYMBOL_COUNT * sizeof(Elf64_Sym)) &&
           add_section(elf, &strtab, strings, sizeof(strings));
}

static bool write_file(int fd, const struct write_table *table)
{
    Elf *elf = elf_begin(fd, ELF_C_WRITE, NULL);
    Elf64_Ehdr *ehdr = elf != NULL ? elf64_newehdr(elf) : NULL;
    Elf64_Sym symbols[WRITE_SYMBOL_COUNT] = {0};
    /* Its being there says that the stack need not be executable. */
    const Elf64_Shdr stack = {
        .sh_name = name_at(".note.GNU-stack"), .sh_type = SHT_PROGBITS, .sh_addralign = 1};
    bool written = false;

    if (ehdr != NULL) {
        ehdr->e_ident[EI_DATA] = ELFDATA2LSB;
        ehdr->e_type = ET_REL;
        ehdr->e_machine = EM_X86_64;
        ehdr->e_version = EV_CURRENT;
        ehdr->e_shstrndx = SECTION_STRTAB;
        written = add_table(elf, table) && add_names(elf, symbols) && add_section(elf, &stack, NULL, 0) &&
                  elf_update(elf, ELF_C_WRITE) >= 0;
    }
    elf_end(elf);
    return written;
}

/* libelf has words of its own for what the system refused; the system's say more. */
bool kvfs_write_elf(struct kvfs_write *w, const char *path, const struct write_table *table)
{
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool written;

    if (fd < 0)
        return kvfs_write_fail(w, "%s: %s", path, strerror(errno));
    errno = 0;
    written = elf_version(EV_CURRENT) != EV_NONE && write_file(fd, table);
    if (!written)
        kvfs_write_fail(w, "%s: %s", path, errno != 0 ? strerror(errno) : elf_errmsg(-1));
    if (close(fd) != 0 && written)
        written = kvfs_write_fail(w, "%s: %s", path, strerror(errno));
    return written;
}
