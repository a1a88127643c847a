/* virtio_probe.c - which virtio devices there are: on the PCI buses, and by the words of the command line.
 * See virtio_find() in virtio.h.
 */
#include "virtio.h"

#include "log.h"
#include "words.h"
#include "x86/pci.h"

#define VIRTIO_PCI_VENDOR    0x1af4u
#define PCI_TRANSITIONAL_NET 0x1000u /* virtio 1.2, 4.1.2.1 */
#define PCI_TRANSITIONAL_RNG 0x1005u
#define PCI_MODERN_BASE      0x1040u /* plus the device type */
#define PCI_VIRTIO_MAX       64u     /* functions of that vendor that we look at */

static bool pci_is_type(const struct pci_device *pci, uint16_t type)
{
    if (pci->device == PCI_MODERN_BASE + type)
        return true;
    return pci->device == (type == VIRTIO_TYPE_NET ? PCI_TRANSITIONAL_NET : PCI_TRANSITIONAL_RNG);
}

bool virtio_pci_open(const struct pci_device *pci, struct virtio_device *dev)
{
    pci_enable(pci);
    /* 4.1.2.3: where a transitional device has the modern interface, that is the one to use. */
    if (virtio_pci_modern_open(pci, dev))
        return true;
    if (pci->device < PCI_MODERN_BASE && virtio_pci_legacy_open(pci, dev))
        return true;
    log_error("virtio: no usable interface device=\"%s\" id=%04x", dev->name, pci->device);
    return false;
}

static bool find_pci(struct virtio_search *search, uint16_t type, struct virtio_device *dev)
{
    struct pci_device pci;

    while (search->pci_index < PCI_VIRTIO_MAX && pci_find(VIRTIO_PCI_VENDOR, search->pci_index, &pci)) {
        search->pci_index++;
        if (pci_is_type(&pci, type) && virtio_pci_open(&pci, dev))
            return true;
    }
    search->pci_index = PCI_VIRTIO_MAX; /* seen them all: do not scan the buses again */
    return false;
}

/* The size's suffix, as the kernel's memparse has it. Returns the shift, and the number's length in *len. */
static unsigned size_suffix(const char *text, size_t *len)
{
    static const char suffixes[] = "KMG";

    for (unsigned i = 0; i < 3 && *len > 1; i++) {
        if ((text[*len - 1] & ~0x20) == suffixes[i]) {
            *len -= 1;
            return 10 * (i + 1);
        }
    }
    return 0;
}

static size_t find(const char *text, size_t len, char wanted)
{
    size_t at = 0;

    while (at < len && text[at] != wanted)
        at++;
    return at;
}

bool virtio_mmio_word_parse(const char *text, size_t len, struct virtio_mmio_word *word)
{
    size_t at = find(text, len, '@'), size_len = at, colon, id;
    unsigned shift = size_suffix(text, &size_len);
    uint64_t size, base;
    uint32_t gsi;

    if (at == len || !word_get_hex(text, size_len, &size))
        return false;
    text += at + 1;
    len -= at + 1;
    colon = find(text, len, ':');
    if (colon == len || !word_get_hex(text, colon, &base))
        return false;
    text += colon + 1;
    len -= colon + 1;
    id = find(text, len, ':'); /* what follows is a device number, which only Linux needs */
    if (!word_get_u32(text, id, 0, 255, &gsi))
        return false;
    if (size > UINT32_MAX >> shift || base > UINT64_MAX - (size << shift))
        return false;
    *word = (struct virtio_mmio_word){.base = base, .size = size << shift, .gsi = gsi};
    return true;
}

static bool find_mmio(struct virtio_search *search, uint16_t type, struct virtio_device *dev)
{
    struct word word;

    while (words_next(&search->words, &word)) {
        struct virtio_mmio_word place;

        if (!word_key_is(&word, "virtio_mmio.device"))
            continue;
        if (search->word_count == VIRTIO_MMIO_WORD_MAX) {
            log_error("virtio: too many virtio_mmio.device words max=%u", VIRTIO_MMIO_WORD_MAX);
            return false;
        }
        search->word_count++;
        if (word.value == NULL || !virtio_mmio_word_parse(word.value, word.value_len, &place)) {
            log_error("virtio: malformed word=\"%.*s\" want=size@base:irq", (int)word.len, word.text);
            continue;
        }
        if (virtio_mmio_open(&place, type, dev))
            return true;
    }
    return false;
}

bool virtio_find(struct virtio_search *search, uint16_t type, struct virtio_device *dev)
{
    return find_pci(search, type, dev) || find_mmio(search, type, dev);
}
