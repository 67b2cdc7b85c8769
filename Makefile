# The front door. `make help` prints this list.
#
#   make demo    install what is missing, build, run the main job on the embedded store, show it
#   make run     build, fill a demo city, serve on 127.0.0.1:8080 with the sandbox departments
#   make test    everything a change must pass, on SQLite and on PostgreSQL
#   make bench   what is measured, and against what
#   make lint    tidy, clang-format, both compilers without a warning
#   make fmt     lay the C code out
#   make deps    install what is missing for all of these (Debian packages only)
#   make help    this list
#
# Options: CC=gcc|clang-14  MODE=debug|release|asan  T=part (see tools/test --list)

CC    = gcc
MODE ?= release
OUT  := build/$(MODE)$(if $(filter clang%,$(CC)),-clang)

PACKAGES := sqlite3 libpq jansson libsodium libcrypto libcurl libmicrohttpd libcyaml yaml-0.1 \
            geos liblzma libxml-2.0 pangocairo cairo freetype2 harfbuzz harfbuzz-subset \
            libqrencode

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
        -Wvla -Wformat=2 -Wundef -Wwrite-strings -Werror
HARDEN := -fstack-protector-strong -fstack-clash-protection -fcf-protection=full \
          -ftrivial-auto-var-init=zero -fno-strict-overflow -fno-delete-null-pointer-checks \
          -fPIE -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code -pie
debug   := -Og -g3 -DYICHUANG_TEST
release := -O2 -g -D_FORTIFY_SOURCE=3 $(HARDEN)
asan    := -O1 -g3 -DYICHUANG_TEST -fsanitize=address,undefined -fno-sanitize-recover=all \
           -fno-omit-frame-pointer

ifneq ($(filter clang%,$(CC)),)
  COMPILER := -Wno-unused-command-line-argument
endif

CFLAGS  := -std=gnu17 -D_GNU_SOURCE -DYICHUANG_VERSION='"$(shell cat VERSION)"' \
           $(WARN) $(COMPILER) $($(MODE)) -Isrc -I$(OUT)/gen \
           $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
LDLIBS  := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lm -lpthread

SOURCES := $(sort $(shell find src -name '*.c'))
SQL     := $(sort $(shell find src -name '*.sql'))
SCHEMA  := $(sort $(wildcard schema/*.sql schema/engine/*.sql))
LIBRARY := $(filter-out src/main.c,$(SOURCES))
OBJECTS := $(LIBRARY:%.c=$(OUT)/%.o) $(OUT)/gen/sql.o $(OUT)/gen/embed.o
SANDBOX := $(sort $(wildcard sandbox/*.c))
UNITS   := $(sort $(wildcard test/unit/test_*.c))
MODEL   := $(sort $(wildcard test/model/*.c))

.DEFAULT_GOAL := build
.PHONY: build units model demo run test bench lint format help clean fmt deps

# Several at once, as many as there are cores, unless the caller says otherwise.
JOBS := $(shell nproc 2>/dev/null || echo 1)

build: $(OUT)/yichuang $(if $(SANDBOX),$(OUT)/yichuang-sandbox)

units: $(UNITS:test/unit/%.c=$(OUT)/unit/%) model

model: $(OUT)/model

$(OUT)/yichuang: $(OUT)/src/main.o $(OUT)/libyichuang.a
	@$(CC) $(CFLAGS) $^ -o $@ $(LDLIBS)

$(OUT)/yichuang-sandbox: $(SANDBOX:%.c=$(OUT)/%.o) $(OUT)/libyichuang.a
	@$(CC) $(CFLAGS) $^ -o $@ $(LDLIBS)

$(OUT)/libyichuang.a: $(OBJECTS)
	@rm -f $@; ar rcs $@ $^

$(OUT)/unit/%: $(OUT)/test/unit/%.o $(OUT)/libyichuang.a
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $^ -o $@ $(LDLIBS)

# The reference model and what plays sequences on it and on the program.
$(OUT)/model: $(MODEL:%.c=$(OUT)/%.o) $(OUT)/libyichuang.a
	@$(CC) $(CFLAGS) $^ -o $@ $(LDLIBS)

# Changed flags rebuild everything: the stamp holds them.
$(OUT)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(CFLAGS)' | cmp -s - $@ || echo '$(CC) $(CFLAGS)' > $@
FORCE:

$(OUT)/gen/sql.h $(OUT)/gen/sql.c &: tools/sql.awk $(SQL)
	@mkdir -p $(OUT)/gen
	@awk -v header=$(OUT)/gen/sql.h -v source=$(OUT)/gen/sql.c -f tools/sql.awk $(SQL)

EMBEDDED := $(SCHEMA) $(sort $(wildcard scenes/*.yaml data/*.csv))
$(OUT)/gen/embed.c: tools/embed $(EMBEDDED) web/dist/files
	@mkdir -p $(@D)
	@tools/embed $(EMBEDDED) $$(cat web/dist/files) > $@

# The pages are the same for every mode and compiler.
WEB := $(shell find web -name node_modules -prune -o -name dist -prune -o -name test -prune -o \
         -name schema.d.ts -prune -o -type f -print) docs/openapi.json
web/dist/files: tools/web $(WEB)
	@tools/web build

$(OUT)/gen/%.o: $(OUT)/gen/%.c $(OUT)/flags
	@$(CC) $(CFLAGS) -MMD -MP -c $< -o $@

$(OUT)/%.o: %.c $(OUT)/gen/sql.h $(OUT)/flags
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -MMD -MP -c $< -o $@

-include $(OBJECTS:.o=.d) $(SANDBOX:%.c=$(OUT)/%.d) $(UNITS:%.c=$(OUT)/%.d) \
         $(MODEL:%.c=$(OUT)/%.d) $(OUT)/src/main.d

demo:
	@tools/deps demo
	@$(MAKE) -s -j$(JOBS) MODE=release build
	@tools/demo build/release

run:
	@tools/deps demo
	@$(MAKE) -s -j$(JOBS) MODE=release build
	@tools/run build/release

test:
	@tools/deps test
	@tools/test $(T)

bench:
	@tools/deps bench
	@$(MAKE) -s -j$(JOBS) MODE=release build
	@bench/run build/release

lint:
	@tools/deps test
	@tools/tidy
	@$(MAKE) -s format
	@$(MAKE) -s -j$(JOBS) MODE=release CC=gcc build
	@$(MAKE) -s -j$(JOBS) MODE=debug CC=clang-14 build units

CODE = $(shell find src sandbox test bench -name '*.[ch]' 2>/dev/null)

format:
	@clang-format-14 --dry-run --Werror $(CODE)
	@tools/web format --check

fmt:
	@clang-format-14 -i $(CODE)
	@tools/web format

deps:
	@tools/deps bench

help:
	@sed -n '/^# /,/^$$/{s/^# \{0,1\}//p;}' Makefile | sed '/^Several/,$$d'

clean:
	@rm -rf build
