/* oci.c - the documents of an OCI image. See oci.h. */
#include "deploy/oci.h"

#include "image/inspect.h"

#include <time.h>

#define MEDIA "application/vnd.oci.image."

static void add_digest(struct text *out, const struct digest_sum *sum)
{
    char hex[DIGEST_HEX_SIZE];

    digest_print(sum, hex);
    text_printf(out, "\"sha256:%s\"", hex);
}

/* "2026-11-21T12:00:00Z"; empty: it is not known. */
static void print_moment(int64_t moment_s, char printed[64])
{
    time_t moment = (time_t)moment_s;
    struct tm tm;

    printed[0] = '\0';
    if (moment_s > 0 && gmtime_r(&moment, &tm) != NULL && tm.tm_year <= 9999 - 1900)
        strftime(printed, 64, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

/* The members of an object, without its braces: annotations of the manifest, labels of the configuration. What
 * shows the one need not show the other. */
static void add_annotations(struct text *out, const struct deploy *deploy)
{
    struct str title = str_trim(deploy->title).len > 0 ? deploy->title : str_of(deploy->name);
    char moment[64];

    text_add_c(out, "\"org.opencontainers.image.title\":");
    inspect_add_string(out, title);
    print_moment(deploy->moment_s, moment);
    if (*moment != '\0')
        text_printf(out, ",\"org.opencontainers.image.created\":\"%s\"", moment);
    text_add_c(out, ",\"com.urunc.unikernel.unikernelType\":\"mewz\""
                    ",\"com.urunc.unikernel.hypervisor\":\"qemu\""
                    ",\"com.urunc.unikernel.binary\":\"/site\""
                    ",\"com.urunc.unikernel.mountRootfs\":\"false\"");
}

/* The words, each a string. */
static void add_words(struct text *out, const struct deploy *deploy)
{
    struct str rest = str_of(deploy->words);

    text_add_c(out, "[");
    while (rest.len > 0) {
        struct str word = str_head(rest, str_find_char(rest, ' '));
        inspect_add_string(out, word);
        rest = str_from(rest, word.len + 1);
        text_add_c(out, rest.len > 0 ? "," : "");
    }
    text_add_c(out, "]");
}

void oci_config(const struct deploy *deploy, const struct oci_layer *layer, struct text *out)
{
    char moment[64];

    print_moment(deploy->moment_s, moment);
    text_add_c(out, "{");
    if (*moment != '\0')
        text_printf(out, "\"created\":\"%s\",", moment);
    text_printf(out,
                "\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"User\":\"65532:65532\","
                "\"ExposedPorts\":{\"%ld/tcp\":{}},\"Entrypoint\":[\"/site\"],\"Cmd\":",
                deploy->port > 0 ? deploy->port : OCI_PORT);
    add_words(out, deploy);
    text_add_c(out, ",\"WorkingDir\":\"/\",\"Labels\":{");
    add_annotations(out, deploy);
    text_add_c(out, "}},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[");
    add_digest(out, &layer->tar);
    text_add_c(out, "]},\"history\":[{");
    if (*moment != '\0')
        text_printf(out, "\"created\":\"%s\",", moment);
    text_add_c(out, "\"created_by\":\"sitegen " SITEGEN_VERSION "\"}]}");
}

static void add_descriptor(struct text *out, const char *type, const struct oci_blob *blob)
{
    text_printf(out, "{\"mediaType\":\"" MEDIA "%s\",\"digest\":", type);
    add_digest(out, &blob->sum);
    text_printf(out, ",\"size\":%llu", (unsigned long long)blob->len);
}

void oci_manifest(const struct deploy *deploy, const struct oci_blob *config, const struct oci_layer *layer,
                  struct text *out)
{
    text_add_c(out, "{\"schemaVersion\":2,\"mediaType\":\"" MEDIA "manifest.v1+json\",\"config\":");
    add_descriptor(out, "config.v1+json", config);
    text_add_c(out, "},\"layers\":[");
    add_descriptor(out, "layer.v1.tar+gzip", &layer->gzip);
    text_add_c(out, "}],\"annotations\":{");
    add_annotations(out, deploy);
    text_add_c(out, "}}");
}

void oci_index(const struct oci_blob *manifest, struct text *out)
{
    text_add_c(out, "{\"schemaVersion\":2,\"mediaType\":\"" MEDIA "index.v1+json\",\"manifests\":[");
    add_descriptor(out, "manifest.v1+json", manifest);
    text_add_c(out, ",\"platform\":{\"architecture\":\"amd64\",\"os\":\"linux\"},"
                    "\"annotations\":{\"org.opencontainers.image.ref.name\":\"latest\"}}]}\n");
}
