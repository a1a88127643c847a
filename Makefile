# sitegen: a folder of content -> one file that is a Linux program and a bootable kernel.
#
#   make            build/sitegen and build/lib/ (what it puts into every image)
#   make help       all targets
#
# Two kinds of objects: build/img/ (the appliance: freestanding, optimised as a whole) and build/host/ (the tool).
# Tests compile the same sources a third time, with sanitizers, below build/san/.

SHELL := /bin/bash
CC ?= gcc
ifeq ($(origin CC),default)
CC := gcc
endif
VERSION := 0.1.0
PREFIX ?= /usr/local
DESTDIR ?=
B := build

WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla
STD := -std=gnu11

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDARY:

# ---------------------------------------------------------------- layers
# A library sees the headers of its own layer and of those below it, and no others.
INC_base := -Ikernel/base
INC_kvfs := -Ikvfs $(INC_base)
INC_http := -Ihttp $(INC_kvfs)
INC_tcpip := -Itcpip $(INC_base)
INC_kernel := -Ikernel -Ikernel/boot -Itcpip $(INC_base)
INC_appliance := -Ikernel/appliance -Ikernel/boot -Ihttp -Ikvfs $(INC_kernel)
INC_sitegen := -Isitegen -Ikvfs $(INC_base)

SRC_base := $(wildcard kernel/base/*.c)
SRC_kvfs := kvfs/kvfs_lookup.c
SRC_http := $(wildcard http/*.c)
SRC_tcpip := $(wildcard tcpip/*.c tcpip/wire/*.c tcpip/ip/*.c tcpip/tcp/*.c)
SRC_kernel := $(wildcard kernel/*.c kernel/x86/*.c kernel/virtio/*.c kernel/kvm/*.c kernel/xen/*.c kernel/linux/*.c)
SRC_appliance := $(wildcard kernel/appliance/*.c kernel/boot/*.c)
ASM_kernel := $(wildcard kernel/boot/*.S kernel/x86/*.S kernel/linux/*.S)

# ---------------------------------------------------------------- the appliance
IMG_CFLAGS := $(STD) $(WARN) -g0 -flto=2 -ffreestanding -fno-pic -fno-pie -mcmodel=small -mno-red-zone \
	-mgeneral-regs-only -march=x86-64 -fstack-protector-strong -fno-asynchronous-unwind-tables -fno-unwind-tables \
	-fno-strict-aliasing -fno-delete-null-pointer-checks -fcf-protection=none -ffunction-sections -fdata-sections \
	-fno-tree-loop-distribute-patterns -fstack-clash-protection -MMD -MP

# What runs for every packet or request is optimised for speed, the rest for size: -O2 everywhere costs 20 KiB more, and
# -Os everywhere a fifth of a microsecond a request. Places that are only jumped to are not aligned: 2 KiB.
HOT := kernel/base/memory.c kernel/base/wheel.c kvfs/kvfs_lookup.c http/% tcpip/tcp/% tcpip/wire/checksum.c tcpip/stack% \
	tcpip/ip/eth.c tcpip/ip/ipv4_% tcpip/ip/neighbour.c kernel/virtio/virtqueue.c kernel/virtio/virtio_net_rx.c \
	kernel/virtio/virtio_net_tx.c kernel/xen/netfront_rx.c kernel/xen/netfront_tx.c kernel/xen/netfront_send.c \
	kernel/xen/grant.c kernel/appliance/serve.c

IMG_OBJS := $(foreach l,base kvfs http tcpip kernel appliance,$(patsubst %.c,$(B)/img/%.o,$(SRC_$(l)))) \
	$(patsubst %.S,$(B)/img/%.o,$(ASM_kernel))

define img_rule
$(patsubst %.c,$(B)/img/%.o,$(SRC_$(1))): $(B)/img/%.o: %.c Makefile
	@mkdir -p $$(@D)
	$$(CC) $$(IMG_CFLAGS) $$(if $$(filter $$(HOT),$$<),-O2 -falign-jumps=1 -falign-labels=1,-Os) $$(INC_$(1)) -c -o $$@ $$<
endef
$(foreach l,base kvfs http tcpip kernel appliance,$(eval $(call img_rule,$(l))))

$(B)/img/%.o: %.S Makefile
	@mkdir -p $(@D)
	$(CC) -c -MMD -MP -Wa,--noexecstack $(INC_appliance) -o $@ $<

# Optimised as a whole, and linked once: a bake writes the site behind it and fills in where that is. link_image is its
# recipe: OBJECTS go into $@.
define link_image
@mkdir -p $(@D)
$(CC) $(filter-out -MMD -MP,$(IMG_CFLAGS)) -r -flinker-output=nolto-rel -nostdlib -o $(@D)/whole.o $(filter %.o,$^)
ld -m elf_x86_64 -static -nostdlib --gc-sections -s --build-id=none -z max-page-size=4096 -z noexecstack \
	--no-warn-rwx-segments -T kernel/boot/image.ld -o $@ $(@D)/whole.o
@rm $(@D)/whole.o
endef
$(B)/lib/appliance: $(IMG_OBJS) kernel/boot/image.ld
	$(link_image)

LIB_FILES := $(B)/lib/appliance
TEMPLATE_FILES := $(shell find templates -type f 2>/dev/null)
$(B)/lib/templates.stamp: $(TEMPLATE_FILES)
	@mkdir -p $(B)/lib
	rm -rf $(B)/lib/templates && cp -R templates $(B)/lib/templates && touch $@

# ---------------------------------------------------------------- the tool
# Bakes of the build and of its tests keep what they made here, and not in the user's cache.
export XDG_CACHE_HOME := $(abspath $(B))/cache

HOST_LIBS := -lmarkdown -lcmark-gfm-extensions -lcmark-gfm -lyaml -ljson-c -lsass -lz -ldeflate -lxxhash -lutf8proc -lpcre2-8 -lnettle -lm
HOST_CFLAGS := $(STD) $(WARN) -O2 -g -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -DSITEGEN_VERSION='"$(VERSION)"' -MMD -MP -pthread
SRC_publish := $(wildcard sitegen/publish/*.c)
# The appliance's own arithmetic of its pools, which one file asks: sitegen/image/capacity.c.
SRC_pools := kernel/appliance/pools.c tcpip/stack_need.c tcpip/tcp/engine_need.c
$(B)/host/sitegen/image/capacity.o $(SRC_pools:%.c=$(B)/host/%.o): INC_sitegen += -Itcpip -Ihttp -Ikernel/appliance
SRC_host := $(filter-out $(SRC_publish),$(shell find sitegen -name '*.c' 2>/dev/null)) $(wildcard kvfs/kvfs_write*.c) $(SRC_pools)
HOST_OBJS := $(patsubst %.c,$(B)/host/%.o,$(SRC_host))

$(B)/host/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(HOST_CFLAGS) $(INC_sitegen) -c -o $@ $<

$(B)/sitegen: $(HOST_OBJS) $(LIB_FILES) $(B)/lib/templates.stamp
	$(CC) -pthread -o $@ $(HOST_OBJS) $(HOST_LIBS)

# What speaks to libvirt is a program of its own: its libraries would make every start of sitegen longer.
PUBLISH_OBJS := $(patsubst %.c,$(B)/host/%.o,$(SRC_publish))
PUBLISH_LIBS := -lvirt
$(B)/lib/publish: $(PUBLISH_OBJS) $(HOST_OBJS)
	@mkdir -p $(@D)
	$(CC) -pthread -o $@ $(PUBLISH_OBJS) $(filter-out $(B)/host/sitegen/main.o,$(HOST_OBJS)) $(HOST_LIBS) $(PUBLISH_LIBS)

# ---------------------------------------------------------------- tests
# tests/{unit,net,sim}/<layer>/..._test.c is linked with the sanitized libraries of its layer and of those below, without
# the switches (*_switch.c) and the machine, and with tests/fake/ and tests/fake/<layer>/ in their place: so each library
# is seen to link alone.
SAN := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
SAN_CFLAGS := $(STD) $(WARN) -O1 -g -D_GNU_SOURCE -DSITEGEN_VERSION='"$(VERSION)"' $(SAN) -MMD -MP -pthread
LAYERS := base kvfs http tcpip kernel appliance sitegen
INC_test := -Itests/fake -Ihttp -Ikvfs -Itcpip -Ikernel -Ikernel/base -Ikernel/appliance -Isitegen

SAN_base := $(filter-out kernel/base/memory.c,$(SRC_base))
SAN_kvfs := $(SRC_kvfs) $(wildcard kvfs/kvfs_write*.c)
SAN_http := $(SRC_http)
SAN_tcpip := $(filter-out %_switch.c,$(SRC_tcpip))
# What of the kernel runs on the host as well: what executes no privileged instruction and no raw system call.
SAN_kernel := $(wildcard kernel/virtio/*.c) \
	$(filter-out $(addprefix kernel/xen/,hypercall.c xen_clock.c xen_platform.c),$(wildcard kernel/xen/*.c)) $(addprefix kernel/x86/,acpi.c acpi_madt.c acpi_fadt.c acpi_devices.c start_info.c \
	multiboot2.c memmap.c timescale.c pvclock.c rtc_time.c fault_text.c)
SAN_appliance := $(addprefix kernel/appliance/,config.c serve.c pools.c drain.c)
SAN_sitegen := $(filter-out %/main.c,$(shell find sitegen -name '*.c' 2>/dev/null)) $(SRC_pools)
USES_base := base
USES_kvfs := kvfs base
USES_http := http kvfs base
USES_tcpip := tcpip base
USES_kernel := kernel tcpip base
USES_appliance := appliance base
USES_sitegen := sitegen kvfs base

$(B)/san/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(SAN_CFLAGS) $(INC_test) -I$(<D) -c -o $@ $<

UNIT_BINS :=
define san_rules
$(B)/san/lib$(1).a: $(patsubst %.c,$(B)/san/%.o,$(SAN_$(1)))
	@rm -f $$@
	ar rcs $$@ $$^
$(B)/san/fake-$(1).a: $(patsubst %.c,$(B)/san/%.o,$(wildcard tests/fake/*.c tests/fake/$(1)/*.c))
	@rm -f $$@
	ar rcs $$@ $$^
UNIT_$(1) := $$(patsubst %.c,$(B)/%,$$(shell find tests/unit/$(1) tests/net/$(1) tests/sim/$(1) -name '*_test.c' 2>/dev/null))
UNIT_BINS += $$(UNIT_$(1))
$$(UNIT_$(1)): $(B)/%: $(B)/san/%.o $(foreach u,$(USES_$(1)),$(B)/san/lib$(u).a) $(B)/san/fake-$(1).a
	@mkdir -p $$(@D)
	$$(CC) $$(SAN) -pthread -o $$@ $$< -Wl,--start-group $$(filter %.a,$$^) -Wl,--end-group -lcmocka $$(HOST_LIBS) $$(if $$(filter sitegen,$(1)),$$(PUBLISH_LIBS))
unit-$(1): $$(UNIT_$(1))
	@tests/run-unit $$^
endef
$(foreach l,$(LAYERS),$(eval $(call san_rules,$(l))))

.PHONY: unit $(addprefix unit-,$(LAYERS))
unit: $(UNIT_BINS)
	@tests/run-unit $(UNIT_BINS)

# Fuzz targets: tests/fuzz/<name>_fuzz.c with libFuzzer (clang); the corpus lies in tests/fuzz/corpus/<name>/.
FUZZ_SECONDS ?= 11
FUZZ_SRC := $(wildcard tests/fuzz/*_fuzz.c)
FUZZ_BINS := $(patsubst tests/fuzz/%.c,$(B)/fuzz/%,$(FUZZ_SRC))
FUZZ_CFLAGS = $(STD) -Werror=incompatible-pointer-types -O1 -g -D_GNU_SOURCE -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all $(FUZZ_LIMITS) $(INC_test)
FUZZ_LAYERS_http := http kvfs base
FUZZ_LAYERS_tcpip := tcpip base
FUZZ_LAYERS_sitegen := sitegen kvfs base
FUZZ_LIBS_sitegen := $(HOST_LIBS) $(PUBLISH_LIBS)
# Limits of the tool that a fuzzer is to meet sooner than in a second.
FUZZ_LIMITS := -DLIQUID_SMALL -DSITEGEN_VERSION='"$(VERSION)"' -pthread
# A target's layer is the first part of its name: http_request_fuzz.c.
FUZZ_LIB = $(foreach u,$(FUZZ_LAYERS_$(1)),$(patsubst %.c,$(B)/fuzz/obj/%.o,$(SAN_$(u)))) \
	$(patsubst %.c,$(B)/fuzz/obj/%.o,$(wildcard tests/fake/*.c tests/fake/$(1)/*.c))
$(B)/fuzz/obj/%.o: %.c Makefile
	@mkdir -p $(@D)
	clang $(STD) -O1 -g -D_GNU_SOURCE -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all $(FUZZ_LIMITS) -MMD -MP $(INC_test) -I$(<D) -c -o $@ $<
define fuzz_rules
$(B)/fuzz/lib$(1).a: $(call FUZZ_LIB,$(1))
	@rm -f $$@
	ar rcs $$@ $$^
$(B)/fuzz/$(1)_%_fuzz: tests/fuzz/$(1)_%_fuzz.c $(B)/fuzz/lib$(1).a
	clang $$(FUZZ_CFLAGS) -o $$@ $$^ $$(FUZZ_LIBS_$(1))
endef
$(foreach l,http tcpip sitegen,$(eval $(call fuzz_rules,$(l))))

# ---------------------------------------------------------------- what the README promises
.PHONY: all demo check boot publish chroot xen golden preview themes jekyll jekyll-stored entangled bench size fuzz install uninstall clean help layers
all: $(B)/sitegen $(B)/lib/publish

PKG_BUILD := gcc make libc6-dev binutils libxen-dev libmarkdown2-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libyaml-dev \
	libjson-c-dev libsass-dev libpcre2-dev zlib1g-dev libxxhash-dev libutf8proc-dev libdeflate-dev nettle-dev libvirt-dev
PKG_CHECK := $(PKG_BUILD) clang libclang-rt-14-dev libcmocka-dev python3 curl wrk qemu-system-x86 iproute2 iputils-ping \
	ethtool procps util-linux cpio xz-utils grub-common grub-pc-bin qemu-utils umoci skopeo crun libvirt-daemon \
	libvirt-daemon-driver-qemu libvirt-clients dnsmasq-base iptables zsh fish man-db mandoc
PKG_BENCH := $(PKG_CHECK) nginx-light busybox-static cpio kmod hugo
PKG_JEKYLL := $(PKG_BUILD) python3 faketime jekyll jekyll-theme-minima $(addprefix ruby-jekyll-,archives avatar commonmark feed gist \
	include-cache mentions optional-front-matter paginate readme-index redirect-from relative-links seo-tag sitemap \
	titles-from-headings toc)
NEED := tests/tools/need-packages

# One command from nothing to a site in the browser. DEMO_PORT=N for another port.
DEMO_PORT ?= 8080
demo:
	@$(NEED) $(PKG_BUILD)
	@$(MAKE) --no-print-directory -s all
	@$(B)/sitegen preview sites/blog --port $(DEMO_PORT)

# Everything, in the order in which a failure is cheapest to understand.
check:
	@$(NEED) $(PKG_CHECK)
	@$(MAKE) --no-print-directory -s all
	@$(MAKE) --no-print-directory layers
	@$(MAKE) --no-print-directory -s unit
	@$(MAKE) --no-print-directory -s golden
	@$(MAKE) --no-print-directory -s jekyll-stored
	@$(MAKE) --no-print-directory -s fuzz
	@$(MAKE) --no-print-directory -s boot
	@$(MAKE) --no-print-directory -s publish
	@$(MAKE) --no-print-directory -s xen
	@echo "check: passed"

layers:
	@tests/tools/layers

golden: all
	@tests/golden/run $(B)/sitegen
	@tests/golden/image $(B)/sitegen
	@tests/golden/start $(B)/sitegen
	@tests/golden/redirects $(B)/sitegen
	@tests/golden/rebake $(B)/sitegen
	@tests/golden/check $(B)/sitegen
	@tests/golden/preview $(B)/sitegen
	@tests/golden/inspect $(B)/sitegen
	@tests/golden/verify $(B)/sitegen
	@tests/golden/deploy $(B)/sitegen
	@tests/golden/oci $(B)/sitegen
	@tests/golden/service $(B)/sitegen
	@tests/golden/publish $(B)/sitegen
	@tests/golden/commands $(B)/sitegen
	@tests/golden/completion $(B)/sitegen
	@tests/golden/install $(B)

# Our sites and real ones beside what the real jekyll makes of them; in check only ours, with what it made of them once.
jekyll:
	@$(NEED) $(PKG_JEKYLL)
	@$(MAKE) --no-print-directory -s all
	@BUILD=$(B) tests/jekyll/run $(B)/sitegen $(SITES)
jekyll-stored: all
	@PYTHONDONTWRITEBYTECODE=1 tests/jekyll/self-test -q
	@BUILD=$(B) tests/jekyll/run --stored $(B)/sitegen $(SITES)

$(B)/tests/boot/connects: tests/boot/connects.c
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) -O2 -D_GNU_SOURCE -o $@ $<
# The appliance with tests/boot/fault/fault.c in place of its main: it faults on purpose. Its site is the plain example.
FAULT_OBJS := $(filter-out $(B)/img/kernel/appliance/main.o,$(IMG_OBJS))
$(B)/img/tests/boot/fault/fault.o: tests/boot/fault/fault.c Makefile
	@mkdir -p $(@D)
	$(CC) $(IMG_CFLAGS) -Os $(INC_appliance) -c -o $@ $<
$(B)/tests/boot/fault/appliance: $(B)/img/tests/boot/fault/fault.o $(FAULT_OBJS) kernel/boot/image.ld
	$(link_image)
$(B)/tests/boot/fault.elf: $(B)/tests/boot/fault/appliance $(B)/sitegen
	@ln -sfn $(abspath $(B))/lib/templates $(<D)/templates
	SITEGEN_LIB=$(<D) $(B)/sitegen sites/plain -o $@ >$@.log
boot: all $(B)/tests/boot/connects $(B)/tests/boot/fault.elf
	@tests/boot/run $(TESTS)

# sitegen publish with a real libvirtd, in namespaces of its own.
publish: all $(B)/tests/boot/fault.elf
	@B=$(B) tests/boot/publish/run $(TESTS)

# The first time it downloads Xen and a dom0 kernel as Debian packages; they stay in $(B)/xen and are not installed.
xen: all $(B)/tests/boot/fault.elf
	@B=$(B) tests/boot/xen/run $(TESTS)

# The README's tutorial in a fresh Debian. Not in check: it downloads some 200 MB, and takes some five minutes.
chroot:
	@$(NEED) debootstrap python3 git curl iproute2 util-linux
	@tests/install/chroot

fuzz: $(FUZZ_BINS)
	@BUILD=$(B) FUZZ_SECONDS=$(FUZZ_SECONDS) tests/run-fuzz $(FUZZ_BINS)

# The themes in a browser, and through two checkers: not in check, because the checkers come from npm, on demand.
themes:
	@$(NEED) $(PKG_BUILD) fonts-dejavu-core
	@command -v java >/dev/null || $(NEED) default-jre-headless
	@command -v npm >/dev/null || $(NEED) nodejs npm
	@command -v chromium >/dev/null || $(NEED) chromium
	@$(MAKE) --no-print-directory -s all
	@tests/themes/run $(B)/sitegen $(B) $(SITES)

MIXTURES ?= 500
SEED ?= 1
# Markdown that is made to take long, in every dialect; and what people wrote, which must not be refused.
$(B)/tests/entangled/entangled: tests/entangled/entangled.c tests/entangled/patterns.h $(HOST_OBJS)
	@mkdir -p $(@D)
	$(CC) $(HOST_CFLAGS) $(INC_sitegen) -o $@ $< $(filter-out $(B)/host/sitegen/main.o,$(HOST_OBJS)) $(HOST_LIBS)
entangled: $(B)/tests/entangled/entangled
	@$<
	@$< random $(MIXTURES) $(SEED)
	@find /usr/share/doc /usr/share/nodejs /usr/lib/node_modules -name '*.md' -type f 2>/dev/null | sort | $< files

# From saving a file to seeing it in a browser. PREVIEW=folder for another site than the example blog.
preview:
	@$(NEED) $(PKG_BUILD) python3
	@command -v chromium >/dev/null || $(NEED) chromium
	@$(MAKE) --no-print-directory -s all
	@tests/preview/reload $(B)/sitegen $(PREVIEW)

bench:
	@$(NEED) $(PKG_BENCH)
	@$(MAKE) --no-print-directory -s all
	@tests/bench/run $(BENCH)

size: all
	@tests/tools/size $(B)

# bin/sitegen finds ../lib/sitegen from where it lies. Of the folders, only lib/sitegen is ours.
SHARE := $(DESTDIR)$(PREFIX)/share
MAN_PAGES := $(notdir $(wildcard sitegen/man/*.[17]))
COMPLETIONS := bash-completion/completions/sitegen zsh/site-functions/_sitegen fish/vendor_completions.d/sitegen.fish
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/sitegen $(SHARE)/man/man1 $(SHARE)/man/man7 \
		$(addprefix $(SHARE)/,$(dir $(COMPLETIONS)))
	install -m 755 $(B)/sitegen $(DESTDIR)$(PREFIX)/bin/sitegen
	install -m 644 $(LIB_FILES) $(DESTDIR)$(PREFIX)/lib/sitegen/
	install -m 755 $(B)/lib/publish $(DESTDIR)$(PREFIX)/lib/sitegen/publish
	rm -rf $(DESTDIR)$(PREFIX)/lib/sitegen/templates
	cp -R $(B)/lib/templates $(DESTDIR)$(PREFIX)/lib/sitegen/
	chmod -R u=rwX,go=rX $(DESTDIR)$(PREFIX)/lib/sitegen
	install -m 644 $(wildcard sitegen/man/*.1) $(SHARE)/man/man1/
	install -m 644 $(wildcard sitegen/man/*.7) $(SHARE)/man/man7/
	install -m 644 sitegen/completion/sitegen.bash $(SHARE)/bash-completion/completions/sitegen
	install -m 644 sitegen/completion/_sitegen $(SHARE)/zsh/site-functions/
	install -m 644 sitegen/completion/sitegen.fish $(SHARE)/fish/vendor_completions.d/

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/sitegen $(addprefix $(SHARE)/,$(COMPLETIONS))
	rm -f $(addprefix $(SHARE)/man/man1/,$(filter %.1,$(MAN_PAGES))) $(addprefix $(SHARE)/man/man7/,$(filter %.7,$(MAN_PAGES)))
	rm -rf $(DESTDIR)$(PREFIX)/lib/sitegen

clean:
	rm -rf $(B)

help:
	@echo "make             build $(B)/sitegen"
	@echo "make demo        install what is missing, build, bake sites/blog and serve it   (DEMO_PORT=8080)"
	@echo "make check       install what the tests need, and run all of them"
	@echo "make unit        the unit tests alone; unit-LAYER for one of: $(LAYERS)"
	@echo "make golden      bakes with expected output or expected diagnostics"
	@echo "make jekyll      our sites and real ones, page by page beside the real jekyll   (SITES=\"words\")"
	@echo "make boot        the image as a process, on a tap device, and on QEMU's machines   (TESTS=\"words\")"
	@echo "make publish     sitegen publish and a real libvirtd   (TESTS=\"words\")"
	@echo "make chroot      the tutorial of the README, line by line, in a fresh Debian 12 (root; downloads 200 MB, 5 minutes)"
	@echo "make xen         the same image on a real Xen, inside QEMU   (TESTS=\"words\")"
	@echo "make fuzz        each fuzz target for a while   (FUZZ_SECONDS=11)"
	@echo "make entangled   Markdown made to take long, and documents that must not be refused   (MIXTURES=500 SEED=1)"
	@echo "make themes      the themes and example sites: valid HTML, accessible, pictures of them   (SITES=\"docs\")"
	@echo "make preview     from saving a file to seeing it in Chromium: ten edits, timed"
	@echo "make bench       requests per second beside nginx, boot time beside Linux   (BENCH=\"server boot\")"
	@echo "make size        the image by its parts"
	@echo "make install     PREFIX=/usr/local DESTDIR="
	@echo "make clean       remove $(B)/"

-include $(shell find $(B) -type f -name '*.d' 2>/dev/null)
