/* mime.c - see mime.h. The table is sorted by extension, for a binary search. */
#include "content/mime.h"

#include "str.h"

#include <stdlib.h>
#include <string.h>

#define TEXT(type) type "; charset=utf-8"
#define PACKED     false /* its format compresses already */
#define PLAIN      true

static const struct mime_type types[] = {
    {"7z", "application/x-7z-compressed", PACKED},
    {"aac", "audio/aac", PACKED},
    {"adoc", TEXT("text/asciidoc"), PLAIN},
    {"apk", "application/vnd.android.package-archive", PACKED},
    {"apng", "image/apng", PACKED},
    {"asc", TEXT("text/plain"), PLAIN},
    {"atom", TEXT("application/atom+xml"), PLAIN},
    {"avi", "video/x-msvideo", PACKED},
    {"avif", "image/avif", PACKED},
    {"bib", TEXT("text/x-bibtex"), PLAIN},
    {"bin", "application/octet-stream", PACKED},
    {"bmp", "image/bmp", PLAIN},
    {"br", "application/octet-stream", PACKED},
    {"bz2", "application/x-bzip2", PACKED},
    {"c", TEXT("text/x-c"), PLAIN},
    {"cc", TEXT("text/x-c++"), PLAIN},
    {"cer", "application/pkix-cert", PLAIN},
    {"cjs", TEXT("text/javascript"), PLAIN},
    {"conf", TEXT("text/plain"), PLAIN},
    {"cpp", TEXT("text/x-c++"), PLAIN},
    {"crt", "application/x-x509-ca-cert", PLAIN},
    {"css", TEXT("text/css"), PLAIN},
    {"csv", TEXT("text/csv"), PLAIN},
    {"cur", "image/vnd.microsoft.icon", PLAIN},
    {"deb", "application/vnd.debian.binary-package", PACKED},
    {"diff", TEXT("text/x-diff"), PLAIN},
    {"dmg", "application/x-apple-diskimage", PACKED},
    {"doc", "application/msword", PLAIN},
    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", PACKED},
    {"dtd", TEXT("application/xml-dtd"), PLAIN},
    {"eot", "application/vnd.ms-fontobject", PLAIN},
    {"eps", "application/postscript", PLAIN},
    {"epub", "application/epub+zip", PACKED},
    {"flac", "audio/flac", PACKED},
    {"geojson", "application/geo+json", PLAIN},
    {"gif", "image/gif", PACKED},
    {"glb", "model/gltf-binary", PLAIN},
    {"gltf", "model/gltf+json", PLAIN},
    {"go", TEXT("text/x-go"), PLAIN},
    {"gpg", "application/pgp-encrypted", PACKED},
    {"gpx", TEXT("application/gpx+xml"), PLAIN},
    {"gz", "application/gzip", PACKED},
    {"h", TEXT("text/x-c"), PLAIN},
    {"har", "application/json", PLAIN},
    {"heic", "image/heic", PACKED},
    {"hpp", TEXT("text/x-c++"), PLAIN},
    {"htm", TEXT("text/html"), PLAIN},
    {"html", TEXT("text/html"), PLAIN},
    {"ico", "image/vnd.microsoft.icon", PLAIN},
    {"ics", TEXT("text/calendar"), PLAIN},
    {"ini", TEXT("text/plain"), PLAIN},
    {"ipynb", "application/x-ipynb+json", PLAIN},
    {"iso", "application/x-iso9660-image", PLAIN},
    {"jar", "application/java-archive", PACKED},
    {"java", TEXT("text/x-java"), PLAIN},
    {"jp2", "image/jp2", PACKED},
    {"jpe", "image/jpeg", PACKED},
    {"jpeg", "image/jpeg", PACKED},
    {"jpg", "image/jpeg", PACKED},
    {"js", TEXT("text/javascript"), PLAIN},
    {"json", "application/json", PLAIN},
    {"jsonld", "application/ld+json", PLAIN},
    {"jxl", "image/jxl", PACKED},
    {"kml", TEXT("application/vnd.google-earth.kml+xml"), PLAIN},
    {"log", TEXT("text/plain"), PLAIN},
    {"lua", TEXT("text/x-lua"), PLAIN},
    {"m3u8", TEXT("application/vnd.apple.mpegurl"), PLAIN},
    {"m4a", "audio/mp4", PACKED},
    {"m4v", "video/mp4", PACKED},
    {"map", "application/json", PLAIN},
    {"markdown", TEXT("text/markdown"), PLAIN},
    {"md", TEXT("text/markdown"), PLAIN},
    {"mid", "audio/midi", PLAIN},
    {"midi", "audio/midi", PLAIN},
    {"mjs", TEXT("text/javascript"), PLAIN},
    {"mkv", "video/x-matroska", PACKED},
    {"mobi", "application/x-mobipocket-ebook", PACKED},
    {"mov", "video/quicktime", PACKED},
    {"mp3", "audio/mpeg", PACKED},
    {"mp4", "video/mp4", PACKED},
    {"mpd", TEXT("application/dash+xml"), PLAIN},
    {"mpeg", "video/mpeg", PACKED},
    {"mpg", "video/mpeg", PACKED},
    {"obj", "model/obj", PLAIN},
    {"odp", "application/vnd.oasis.opendocument.presentation", PACKED},
    {"ods", "application/vnd.oasis.opendocument.spreadsheet", PACKED},
    {"odt", "application/vnd.oasis.opendocument.text", PACKED},
    {"oga", "audio/ogg", PACKED},
    {"ogg", "audio/ogg", PACKED},
    {"ogv", "video/ogg", PACKED},
    {"opml", TEXT("text/x-opml"), PLAIN},
    {"opus", "audio/ogg", PACKED},
    {"org", TEXT("text/org"), PLAIN},
    {"otf", "font/otf", PLAIN},
    {"patch", TEXT("text/x-diff"), PLAIN},
    {"pdf", "application/pdf", PACKED},
    {"pem", "application/x-pem-file", PLAIN},
    {"php", TEXT("text/plain"), PLAIN},
    {"pl", TEXT("text/x-perl"), PLAIN},
    {"png", "image/png", PACKED},
    {"ppt", "application/vnd.ms-powerpoint", PLAIN},
    {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", PACKED},
    {"ps", "application/postscript", PLAIN},
    {"psd", "image/vnd.adobe.photoshop", PLAIN},
    {"pub", TEXT("text/plain"), PLAIN},
    {"py", TEXT("text/x-python"), PLAIN},
    {"rar", "application/vnd.rar", PACKED},
    {"rb", TEXT("text/x-ruby"), PLAIN},
    {"rdf", TEXT("application/rdf+xml"), PLAIN},
    {"rpm", "application/x-rpm", PACKED},
    {"rs", TEXT("text/x-rust"), PLAIN},
    {"rss", TEXT("application/rss+xml"), PLAIN},
    {"rst", TEXT("text/x-rst"), PLAIN},
    {"rtf", "application/rtf", PLAIN},
    {"sh", TEXT("application/x-sh"), PLAIN},
    {"shtml", TEXT("text/html"), PLAIN},
    {"sig", "application/pgp-signature", PLAIN},
    {"sql", TEXT("application/sql"), PLAIN},
    {"srt", TEXT("application/x-subrip"), PLAIN},
    {"stl", "model/stl", PLAIN},
    {"svg", TEXT("image/svg+xml"), PLAIN},
    {"svgz", "image/svg+xml", PACKED},
    {"swf", "application/x-shockwave-flash", PACKED},
    {"tar", "application/x-tar", PLAIN},
    {"tex", TEXT("text/x-tex"), PLAIN},
    {"text", TEXT("text/plain"), PLAIN},
    {"tgz", "application/gzip", PACKED},
    {"tif", "image/tiff", PLAIN},
    {"tiff", "image/tiff", PLAIN},
    {"toml", TEXT("application/toml"), PLAIN},
    {"topojson", "application/json", PLAIN},
    {"torrent", "application/x-bittorrent", PACKED},
    {"ts", TEXT("text/x-typescript"), PLAIN},
    {"tsv", TEXT("text/tab-separated-values"), PLAIN},
    {"ttc", "font/collection", PLAIN},
    {"ttf", "font/ttf", PLAIN},
    {"txt", TEXT("text/plain"), PLAIN},
    {"vcf", TEXT("text/vcard"), PLAIN},
    {"vtt", TEXT("text/vtt"), PLAIN},
    {"wasm", "application/wasm", PLAIN},
    {"wav", "audio/wav", PLAIN},
    {"weba", "audio/webm", PACKED},
    {"webm", "video/webm", PACKED},
    {"webmanifest", "application/manifest+json", PLAIN},
    {"webp", "image/webp", PACKED},
    {"woff", "font/woff", PACKED},
    {"woff2", "font/woff2", PACKED},
    {"xhtml", TEXT("application/xhtml+xml"), PLAIN},
    {"xls", "application/vnd.ms-excel", PLAIN},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", PACKED},
    {"xml", TEXT("application/xml"), PLAIN},
    {"xsd", TEXT("application/xml"), PLAIN},
    {"xsl", TEXT("application/xslt+xml"), PLAIN},
    {"xslt", TEXT("application/xslt+xml"), PLAIN},
    {"xz", "application/x-xz", PACKED},
    {"yaml", TEXT("application/yaml"), PLAIN},
    {"yml", TEXT("application/yaml"), PLAIN},
    {"zip", "application/zip", PACKED},
    {"zst", "application/zstd", PACKED},
};

static const struct mime_type unknown = {"", "application/octet-stream", PACKED};
static const struct mime_type plain_text = {"", TEXT("text/plain"), PLAIN};

static int compare(const void *key, const void *type)
{
    return strcmp(key, ((const struct mime_type *)type)->extension);
}

const struct mime_type *mime_of(const char *name)
{
    static const char *const texts[] = {"LICENSE",   "LICENCE",    "COPYING", "README",
                                        "CHANGELOG", "AUTHORS",    "NOTICE",  "CNAME",
                                        "Makefile",  "Dockerfile", "INSTALL", "NEWS"};
    const char *slash = strrchr(name, '/');
    const char *base = slash != NULL ? slash + 1 : name;
    const char *dot = strrchr(base, '.');
    char extension[16] = "";

    if (dot == NULL || dot == base) {
        for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
            if (strcmp(base, texts[i]) == 0)
                return &plain_text;
        return &unknown;
    }
    size_t len = strlen(dot + 1);
    if (len == 0 || len >= sizeof(extension))
        return &unknown;
    for (size_t i = 0; i < len; i++)
        extension[i] = char_lower(dot[1 + i]);
    const struct mime_type *found =
        bsearch(extension, types, sizeof(types) / sizeof(types[0]), sizeof(types[0]), compare);
    return found != NULL ? found : &unknown;
}
