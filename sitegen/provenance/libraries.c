/* libraries.c - see libraries.h */
#include "provenance/libraries.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <cmark-gfm.h>
#include <json-c/json.h>
#include <libdeflate.h>
#include <mkdio.h>
#include <nettle/version.h>
#include <pcre2.h>
#include <sass/base.h>
#include <utf8proc.h>
#include <xxh_x86dispatch.h>
#include <yaml.h>
#include <zlib.h>

const char *libraries_compiler(void)
{
#ifdef __clang__
    return "clang " __clang_version__;
#else
    return "gcc " __VERSION__;
#endif
}

/* Those that cannot be asked are of the version that they were compiled against. */
struct value libraries_versions(struct pool *pool)
{
    struct value versions = value_hash(pool);
    char pcre2[64] = "";
    unsigned xxhash = XXH_versionNumber();

    pcre2_config(PCRE2_CONFIG_VERSION, pcre2);
    const struct {
        const char *name;
        const char *version;
    } libraries[] = {
        {"cmark-gfm", cmark_version_string()},
        {"discount", markdown_version},
        {"json-c", json_c_version()},
        {"libdeflate", LIBDEFLATE_VERSION_STRING},
        {"libsass", libsass_version()},
        {"libyaml", yaml_get_version_string()},
        {"nettle", pool_printf(pool, "%d.%d", NETTLE_VERSION_MAJOR, NETTLE_VERSION_MINOR)},
        {"pcre2", pool_copy(pool, str_of(pcre2))},
        {"utf8proc", utf8proc_version()},
        {"xxhash", pool_printf(pool, "%u.%u.%u", xxhash / 10000, xxhash / 100 % 100, xxhash % 100)},
        {"zlib", zlibVersion()},
    };
    for (size_t i = 0; i < sizeof(libraries) / sizeof(libraries[0]); i++)
        hash_set(versions.hash, str_of(libraries[i].name), value_c(libraries[i].version));
    return versions;
}
