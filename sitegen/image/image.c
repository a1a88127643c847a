/* image.c - see image.h */
#include "image/image.h"

#include "kvfs_write.h"
#include "provenance/provenance.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* More than a bake ever writes: so a damaged table cannot name the same bytes many times over. */
#define PATH_LEN_MAX KVFS_WRITE_PATH_MAX
#define HEAD_LEN_MAX 16384u

#define ADDRESS_MAX (1ull << 46) /* a process has no more, and sums do not overflow */

static const char no_image[] = "is not an image that sitegen has made";
static const char damaged[] = "is damaged";

/* The bytes from at on, in whole; false when they are not all there. */
static bool cut(struct str bytes, uint64_t at, uint64_t len, struct str *part)
{
    if (at > bytes.len || len > bytes.len - at)
        return false;
    *part = (struct str){bytes.at + at, (size_t)len};
    return true;
}

static bool read_at(struct str bytes, uint64_t at, void *object, size_t len)
{
    struct str part;

    if (!cut(bytes, at, len, &part))
        return false;
    memcpy(object, part.at, len);
    return true;
}

static const char *read_segments(struct image *image, const Elf64_Ehdr *header)
{
    unsigned count = 0;

    for (unsigned i = 0; i < header->e_phnum; i++) {
        Elf64_Phdr program;
        uint64_t at = header->e_phoff + (uint64_t)i * sizeof(program);
        if (!read_at(image->bytes, at, &program, sizeof(program)))
            return damaged;
        if (program.p_type != PT_LOAD)
            continue;
        if (count == IMAGE_PART_COUNT)
            return no_image;
        struct image_segment *part = &image->parts[count++];
        part->address = program.p_vaddr;
        part->memory_len = program.p_memsz;
        if (!cut(image->bytes, program.p_offset, program.p_filesz, &part->bytes) ||
            program.p_vaddr > ADDRESS_MAX || program.p_memsz > ADDRESS_MAX)
            return damaged;
    }
    return count == IMAGE_PART_COUNT ? NULL : no_image;
}

static uint64_t address_of(const void *pointer)
{
    return (uint64_t)(uintptr_t)pointer;
}

/* What an address in the image leads to. */
static bool follow(const struct image *image, enum image_part where, uint64_t at, uint64_t len,
                   struct str *bytes)
{
    const struct image_segment *part = &image->parts[where];

    *bytes = STR("");
    return len == 0 || (at >= part->address && cut(part->bytes, at - part->address, len, bytes));
}

/* A text with a NUL behind it. */
static bool follow_text(const struct image *image, const char *address, struct str *text)
{
    const struct image_segment *tables = &image->parts[IMAGE_TABLES];
    uint64_t at = address_of(address);

    if (at < tables->address || at - tables->address >= tables->bytes.len)
        return false;
    struct str rest = str_from(tables->bytes, (size_t)(at - tables->address));
    *text = str_head(rest, str_find_char(rest, '\0'));
    return text->len < rest.len;
}

static const char *read_site(struct image *image)
{
    struct elf_site_part part;
    struct str tables;

    if (!read_at(image->parts[IMAGE_CONSTANTS].bytes, 0, &part, sizeof(part)) ||
        memcmp(part.layout, ELF_IMAGE_LAYOUT, sizeof(part.layout)) != 0)
        return "is not an image, or one of another version of sitegen";
    image->site = part.site;
    if (part.payload != image->parts[IMAGE_PAYLOAD].address ||
        part.payload_end != image->parts[IMAGE_TABLES].address ||
        !follow(image, IMAGE_TABLES, address_of(part.site.resources),
                ((uint64_t)part.site.resource_count + 1) * sizeof(struct kvfs_resource), &tables) ||
        !follow_text(image, part.site.title, &image->title) ||
        !follow_text(image, part.site.generator, &image->generator))
        return damaged;
    return NULL;
}

/* In this order: the header, the owner with its NUL, filled up, the content. */
static bool read_note(struct image *image, struct str bytes)
{
    static const char owner[] = PROVENANCE_OWNER;
    Elf64_Nhdr note;

    return read_at(bytes, 0, &note, sizeof(note)) && note.n_namesz == sizeof(owner) &&
           note.n_type == PROVENANCE_TYPE && bytes.len >= sizeof(note) + sizeof(owner) &&
           memcmp(bytes.at + sizeof(note), owner, sizeof(owner)) == 0 &&
           cut(bytes, sizeof(note) + (sizeof(owner) + 3) / 4 * 4, note.n_descsz, &image->provenance);
}

/* An image without a note is an older one, or was stripped. */
static const char *find_note(struct image *image, const Elf64_Ehdr *header)
{
    for (unsigned i = 0; i < header->e_shnum; i++) {
        Elf64_Shdr section;
        struct str bytes;
        uint64_t at = header->e_shoff + (uint64_t)i * sizeof(section);
        if (!read_at(image->bytes, at, &section, sizeof(section)))
            return damaged;
        if (section.sh_type != SHT_NOTE || (section.sh_flags & SHF_ALLOC) != 0)
            continue;
        if (!cut(image->bytes, section.sh_offset, section.sh_size, &bytes))
            return damaged;
        if (read_note(image, bytes))
            return NULL;
    }
    return NULL;
}

const char *image_open(struct image *image, struct str bytes)
{
    Elf64_Ehdr header;

    *image = (struct image){.bytes = bytes};
    if (!read_at(bytes, 0, &header, sizeof(header)) || memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
        header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB ||
        header.e_machine != EM_X86_64 || header.e_type != ET_EXEC ||
        header.e_phentsize != sizeof(Elf64_Phdr) || header.e_shentsize != sizeof(Elf64_Shdr))
        return no_image;
    /* A sum that is too large wraps, and then begins before the headers' end: nothing is read there. */
    if (header.e_phoff > bytes.len || header.e_shoff > bytes.len)
        return damaged;
    const char *problem = read_segments(image, &header);
    if (problem == NULL)
        problem = read_site(image);
    return problem != NULL ? problem : find_note(image, &header);
}

/* ---------------------------------------------------------------- resources */

struct str image_field(struct str head, const char *name)
{
    size_t name_len = strlen(name);

    while (head.len > 0) {
        struct str line = str_head(head, str_find_char(head, '\n'));
        head = str_from(head, line.len + 1);
        if (line.len > name_len && line.at[name_len] == ':' && str_is_nocase(str_head(line, name_len), name))
            return str_trim(str_from(line, name_len + 1));
    }
    return STR("");
}

static bool read_body(const struct image *image, const struct kvfs_representation *from,
                      struct image_body *body)
{
    body->is_there = from->head.len > 0;
    return from->head.len <= HEAD_LEN_MAX &&
           follow(image, IMAGE_PAYLOAD, address_of(from->head.bytes), from->head.len, &body->head) &&
           follow(image, IMAGE_PAYLOAD, address_of(from->body.bytes), from->body.len, &body->body);
}

bool image_resource(const struct image *image, uint32_t slot, struct image_resource *resource)
{
    struct kvfs_resource entry;
    struct str bytes;

    *resource = (struct image_resource){.path = STR("")};
    if (slot > image->site.resource_count ||
        !follow(image, IMAGE_TABLES,
                address_of(image->site.resources) + (uint64_t)slot * sizeof(entry), sizeof(entry), &bytes))
        return false;
    memcpy(&entry, bytes.at, sizeof(entry));
    resource->is_redirect = entry.kind == KVFS_REDIRECT;
    resource->last_modified_s = entry.last_modified_s;
    if (entry.kind > KVFS_REDIRECT || entry.path_len > PATH_LEN_MAX ||
        !follow(image, IMAGE_TABLES, address_of(entry.path), entry.path_len, &resource->path) ||
        !read_body(image, &entry.identity, &resource->identity) ||
        !read_body(image, &entry.gzip, &resource->gzip))
        return false;
    resource->type = image_field(resource->identity.head, "Content-Type");
    resource->location = image_field(resource->identity.head, "Location");
    return true;
}

bool image_map(const char *path, struct str *bytes)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    struct stat st = {0};
    void *at = MAP_FAILED;

    if (fd < 0)
        return false;
    if (fstat(fd, &st) == 0) {
        if (S_ISDIR(st.st_mode))
            errno = EISDIR;
        else if (!S_ISREG(st.st_mode) || st.st_size == 0)
            errno = ENOEXEC;
        else
            at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    }
    int error = errno;
    close(fd);
    errno = error;
    *bytes = (struct str){at, (size_t)st.st_size};
    return at != MAP_FAILED;
}

const char *image_read(const char *path, struct str *bytes)
{
    static char why[128];

    if (image_map(path, bytes))
        return NULL;
    int error = errno;
    snprintf(why, sizeof(why), "cannot be read: %s",
             error == ENOEXEC ? "it is no file, or empty" : strerror(error));
    errno = error;
    return why;
}
