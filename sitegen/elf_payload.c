/* elf_payload.c - see elf_payload.h */
#include "elf_payload.h"

#include "files.h"

#include <elf.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE_LEN    4096u
#define HEADERS_MAX 64u

static bool read_at(int fd, void *buf, size_t len, uint64_t offset)
{
    return pread(fd, buf, len, (off_t)offset) == (ssize_t)len;
}

static const char *check_header(const Elf64_Ehdr *header)
{
    if (memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 || header->e_ident[EI_CLASS] != ELFCLASS64 ||
        header->e_ident[EI_DATA] != ELFDATA2LSB || header->e_machine != EM_X86_64)
        return "the linker's output is not an x86-64 ELF file";
    if (header->e_phentsize != sizeof(Elf64_Phdr) || header->e_phnum == 0 || header->e_phnum > HEADERS_MAX)
        return "the linker's output has no program headers, or too many";
    return NULL;
}

/* The index of the last PT_LOAD; count when there is none. */
static size_t last_load(const Elf64_Phdr *headers, size_t count)
{
    for (size_t i = count; i > 0; i--)
        if (headers[i - 1].p_type == PT_LOAD)
            return i - 1;
    return count;
}

/* Whether nothing else of the file is where the payload will be: each other segment lies wholly in the linked
 * file. */
static bool others_fit(const Elf64_Phdr *headers, size_t count, size_t payload, uint64_t file_len)
{
    for (size_t i = 0; i < count; i++)
        if (i != payload &&
            (headers[i].p_offset > file_len || headers[i].p_filesz > file_len - headers[i].p_offset))
            return false;
    return true;
}

static const char *enter(int fd, const Elf64_Ehdr *header, uint64_t file_len, uint64_t payload_len,
                         uint64_t offset)
{
    Elf64_Phdr headers[HEADERS_MAX];
    size_t size = header->e_phnum * sizeof(headers[0]);

    if (header->e_phoff > file_len || size > file_len - header->e_phoff ||
        !read_at(fd, headers, size, header->e_phoff))
        return "the linker's output is cut short";
    size_t load = last_load(headers, header->e_phnum);
    if (load == header->e_phnum || headers[load].p_memsz != payload_len || headers[load].p_filesz != 0)
        return "the linker's output has no empty segment of the payload's length at its end";
    if (!others_fit(headers, header->e_phnum, load, file_len))
        return "the linker's output is cut short";
    headers[load].p_offset = offset;
    headers[load].p_filesz = payload_len;
    if (pwrite(fd, headers, size, (off_t)header->e_phoff) != (ssize_t)size)
        return strerror(errno);
    return NULL;
}

const char *elf_payload_append(int image_fd, const char *payload, uint64_t payload_len, struct pool *pool)
{
    Elf64_Ehdr header;
    struct stat st;

    if (fstat(image_fd, &st) != 0)
        return strerror(errno);
    uint64_t file_len = (uint64_t)st.st_size;
    uint64_t offset = (file_len + PAGE_LEN - 1) / PAGE_LEN * PAGE_LEN;
    if (!read_at(image_fd, &header, sizeof(header), 0))
        return "the linker's output is no ELF file";
    const char *problem = check_header(&header);
    if (problem == NULL)
        problem = enter(image_fd, &header, file_len, payload_len, offset);
    if (problem != NULL)
        return problem;
    if (lseek(image_fd, (off_t)offset, SEEK_SET) < 0)
        return strerror(errno);
    int64_t copied = files_append(payload, image_fd);
    if (copied < 0)
        return strerror(errno);
    if ((uint64_t)copied != payload_len)
        return pool_printf(pool, "the payload has %lld bytes and not %llu", (long long)copied,
                           (unsigned long long)payload_len);
    return NULL;
}
