/* elf_image.c - see elf_image.h */
#include "elf_image.h"

#include <elf.h>
#include <string.h>

#define PAGE_LEN    4096u
#define HEADERS_MAX 64u

_Static_assert(sizeof(struct elf_site_part) == 128, "kernel/boot/site.S");

static const char layout[16] = ELF_IMAGE_LAYOUT;

static uint64_t page_up(uint64_t n)
{
    return (n + PAGE_LEN - 1) / PAGE_LEN * PAGE_LEN;
}

static bool is_executable(const Elf64_Ehdr *header)
{
    return memcmp(header->e_ident, ELFMAG, SELFMAG) == 0 && header->e_ident[EI_CLASS] == ELFCLASS64 &&
           header->e_ident[EI_DATA] == ELFDATA2LSB && header->e_machine == EM_X86_64 &&
           header->e_type == ET_EXEC && header->e_phentsize == sizeof(Elf64_Phdr) &&
           header->e_phnum > 0 && header->e_phnum <= HEADERS_MAX;
}

/* The read-only segment begins with what is to be filled in. */
static void find_site(struct elf_image *image, const Elf64_Phdr *load)
{
    struct elf_site_part part;

    if (load->p_flags != PF_R || load->p_filesz < sizeof(part))
        return;
    memcpy(&part, image->bytes + load->p_offset, sizeof(part));
    if (memcmp(part.layout, layout, sizeof(layout)) != 0)
        return;
    image->site_at = load->p_offset;
    image->address = part.payload;
}

/* Find everything; *end becomes the first address that is free. Returns NULL, or what is wrong. */
static const char *look_at(struct elf_image *image, const Elf64_Ehdr *header, uint64_t *end)
{
    for (size_t i = 0; i < header->e_phnum; i++) {
        size_t at = header->e_phoff + i * sizeof(Elf64_Phdr);
        Elf64_Phdr program;

        memcpy(&program, image->bytes + at, sizeof(program));
        if (program.p_type == PT_NULL)
            *(image->payload_at == 0 ? &image->payload_at : &image->tables_at) = at;
        if (program.p_type != PT_LOAD)
            continue;
        if (program.p_offset > image->len || program.p_filesz > image->len - program.p_offset ||
            program.p_memsz > UINT64_MAX - program.p_vaddr)
            return "it is cut short";
        if (program.p_vaddr + program.p_memsz > *end)
            *end = program.p_vaddr + program.p_memsz;
        find_site(image, &program);
    }
    return NULL;
}

/* The section of the empty note (kernel/boot/site.S), which is in no segment. */
static const char *find_note(struct elf_image *image, const Elf64_Ehdr *header)
{
    static const char empty[] = "\10\0\0\0\0\0\0\0\1\0\0\0sitegen";

    if (header->e_shentsize != sizeof(Elf64_Shdr) || header->e_shoff > image->len ||
        header->e_shnum * sizeof(Elf64_Shdr) > image->len - header->e_shoff)
        return "it is cut short";
    for (size_t i = 0; i < header->e_shnum; i++) {
        size_t at = header->e_shoff + i * sizeof(Elf64_Shdr);
        Elf64_Shdr section;

        memcpy(&section, image->bytes + at, sizeof(section));
        if (section.sh_type == SHT_NOTE && (section.sh_flags & SHF_ALLOC) == 0 &&
            section.sh_size == sizeof(empty) && section.sh_offset <= image->len - sizeof(empty) &&
            memcmp(image->bytes + section.sh_offset, empty, sizeof(empty)) == 0)
            image->note_at = at;
    }
    return NULL;
}

const char *elf_image_open(struct elf_image *image, struct str appliance)
{
    Elf64_Ehdr header;
    uint64_t end = 0;

    /* The bytes are the caller's to change: only a str cannot say so. */
    *image = (struct elf_image){.bytes = (char *)(uintptr_t)appliance.at, .len = appliance.len};
    if (image->len < sizeof(header))
        return "it is no x86-64 executable";
    memcpy(&header, image->bytes, sizeof(header));
    if (!is_executable(&header))
        return "it is no x86-64 executable";
    if (header.e_phoff > image->len || header.e_phnum * sizeof(Elf64_Phdr) > image->len - header.e_phoff)
        return "it is cut short";
    const char *problem = look_at(image, &header, &end);
    if (problem == NULL)
        problem = find_note(image, &header);
    if (problem != NULL)
        return problem;
    if (image->site_at == 0 || image->tables_at == 0 || image->note_at == 0 ||
        image->address % PAGE_LEN != 0 || image->address < end)
        return "it has no place for a site, or for one of another version";
    image->offset = page_up(image->len);
    return NULL;
}

static void enter_segment(struct elf_image *image, size_t at, uint64_t distance, uint64_t len)
{
    uint64_t address = image->address + distance;
    Elf64_Phdr program = {
        .p_type = PT_LOAD,
        .p_flags = PF_R,
        .p_offset = image->offset + distance,
        .p_vaddr = address,
        .p_paddr = address,
        .p_filesz = len,
        .p_memsz = len,
        .p_align = PAGE_LEN,
    };

    memcpy(image->bytes + at, &program, sizeof(program));
}

static void enter_note(struct elf_image *image, uint64_t offset, uint64_t len)
{
    Elf64_Shdr section;

    memcpy(&section, image->bytes + image->note_at, sizeof(section));
    section.sh_offset = offset;
    section.sh_size = len;
    memcpy(image->bytes + image->note_at, &section, sizeof(section));
}

void elf_image_complete(struct elf_image *image, const struct kvfs_write_totals *totals, uint64_t note_offset,
                        uint64_t note_len)
{
    struct elf_site_part part = {
        .payload = image->address,
        .payload_end = image->address + totals->payload_len,
        .image_end = page_up(image->address + totals->payload_len + totals->tables_len),
        .site = totals->site,
    };

    memcpy(part.layout, layout, sizeof(layout));
    memcpy(image->bytes + image->site_at, &part, sizeof(part));
    enter_segment(image, image->payload_at, 0, totals->payload_len);
    enter_segment(image, image->tables_at, totals->payload_len, totals->tables_len);
    enter_note(image, note_offset, note_len);
}
