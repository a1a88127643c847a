/* site.c - the site that site.h describes, put together before main(). */
#include "http/site.h"

#include "assert.h"
#include "kvfs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS 64u

uint8_t fake_payload[FAKE_PAYLOAD_CAP];
size_t fake_payload_len;

static struct kvfs_resource resources[16], not_found;
static uint32_t seeds[BUCKETS];
static uint32_t count;

const struct kvfs_site kvfs_site = {
    .resources = resources,
    .seeds = seeds,
    .resource_count = 5,
    .bucket_count = BUCKETS,
    .not_found = &not_found,
    .title = "Fake",
    .generator = "fake",
};

static struct span put(const char *text)
{
    struct span span = {fake_payload + fake_payload_len, strlen(text)};

    ASSERT(span.len <= FAKE_PAYLOAD_CAP - fake_payload_len);
    memcpy(fake_payload + fake_payload_len, text, span.len);
    fake_payload_len += span.len;
    return span;
}

static void make_rep(struct kvfs_representation *rep, const char *tag, const char *body)
{
    char text[256];
    size_t before = (size_t)snprintf(text, sizeof(text), "Content-Length: %zu\r\n", strlen(body));
    int etag_len = 0;

    if (tag != NULL)
        etag_len = snprintf(text + before, sizeof(text) - before, "ETag: \"%s\"\r\n", tag);
    strcat(text, "Vary: Accept-Encoding\r\n\r\n");
    rep->head = put(text);
    rep->body = put(body);
    if (tag != NULL) {
        rep->head_304 = (struct span){rep->head.bytes + before, rep->head.len - before};
        rep->etag = (struct span){rep->head_304.bytes + 6, (size_t)etag_len - 8};
    }
}

static struct kvfs_resource *add(const char *path, enum kvfs_kind kind)
{
    uint32_t *seed = &seeds[kvfs_bucket(kvfs_hash(path, strlen(path)), BUCKETS)];
    struct kvfs_resource *resource = &resources[count];

    ASSERT(*seed == 0 && count < kvfs_site.resource_count);
    *seed = KVFS_SEED_DIRECT | count++;
    resource->path = path;
    resource->path_len = (uint32_t)strlen(path);
    resource->kind = kind;
    resource->last_modified_s = FAKE_MODIFIED_S;
    return resource;
}

static void add_page(const char *path, const char *body, const char *gzip_body)
{
    struct kvfs_resource *page = add(path, KVFS_FILE);

    make_rep(&page->identity, "identity", body);
    if (gzip_body != NULL)
        make_rep(&page->gzip, "gzip", gzip_body);
}

__attribute__((constructor)) static void make_site(void)
{
    struct kvfs_resource *redirect;

    add_page("/", "the front page", "(front)");
    add_page("/a/", "page a", "(a)");
    add_page("/plain.txt", "plain", NULL);
    add_page("/\xc3\xbc 1%.txt", "odd name", NULL);
    redirect = add("/a", KVFS_REDIRECT);
    redirect->identity.head = put("Location: /a/\r\nContent-Length: 0\r\n\r\n");
    redirect->identity.body = put("");
    make_rep(&not_found.identity, NULL, "not here");
    make_rep(&not_found.gzip, NULL, "(no)");
    ASSERT(count == kvfs_site.resource_count);
}

int fake_ask_bytes(const void *text, size_t text_len, bool last, struct http_reply *reply)
{
    uint8_t *bytes = malloc(text_len + 1);
    int result;

    ASSERT(bytes != NULL);
    memcpy(bytes + 1, text, text_len);
    memset(reply, 0xa5, sizeof(*reply));
    result = http_request((struct span){bytes + 1, text_len}, FAKE_NOW_S, last, reply);
    free(bytes);
    return result;
}

int fake_ask(const char *text, struct http_reply *reply)
{
    return fake_ask_bytes(text, strlen(text), false, reply);
}

const char *fake_wire(const struct http_reply *reply)
{
    static char wire[4096];
    size_t len = reply->head_len;

    memcpy(wire, reply->head, len);
    for (size_t i = 0; i < reply->span_count; i++) {
        ASSERT(len + reply->spans[i].len < sizeof(wire));
        memcpy(wire + len, reply->spans[i].bytes, reply->spans[i].len);
        len += reply->spans[i].len;
    }
    wire[len] = '\0';
    return wire;
}

const char *fake_body(const struct http_reply *reply)
{
    const char *end = strstr(fake_wire(reply), "\r\n\r\n");

    return end != NULL ? end + 4 : "(no end of the header section)";
}
