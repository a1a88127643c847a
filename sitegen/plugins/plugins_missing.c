/* plugins_missing.c - see plugins_missing.h */
#include "plugins/plugins_missing.h"

/* The beginnings of names, and what follows; the first that fits counts. */
static const struct {
    const char *name;
    const char *meaning;
} missing[] = {
    {"jekyll-asciidoc", "AsciiDoc is not read, .adoc and .asciidoc files go out as they are"},
    {"jekyll-textile", "Textile is not read, .textile files go out as they are"},
    {"jekyll-rst", "reStructuredText is not read, .rst files go out as they are"},
    {"jekyll-org", "Org is not read, .org files go out as they are"},
    {"jekyll-slim", "Slim is not read, .slim files go out as they are"},
    {"jekyll-haml", "Haml is not read, .haml files go out as they are"},
    {"jekyll-pug", "Pug is not read, .pug files go out as they are"},
    {"jekyll-polyglot", "the site comes out once, in the language of its files"},
    {"jekyll-multiple-languages", "the site comes out once, in the language of its files"},
    {"jekyll-scholar", "its tags for bibliographies are unknown"},
    {"jekyll-spaceship", "its extensions of Markdown (tables, diagrams, media) are plain text"},
    {"jekyll-postcss", "style sheets go out as they are, unless they are Sass"},
    {"jekyll-tailwind", "style sheets go out as they are, unless they are Sass"},
    {"jekyll-autoprefixer", "style sheets go out as they are, unless they are Sass"},
    {"jekyll-assets", "its tags for assets are unknown"},
    {"jekyll-picture", "its tags for pictures are unknown, and pictures stay as they are"},
    {"jekyll_picture", "its tags for pictures are unknown, and pictures stay as they are"},
    {"jekyll-responsive-image", "its tags for pictures are unknown, and pictures stay as they are"},
    {"jekyll-data", "data files of a theme are not read"},
    {"jekyll-theme-data", "data files of a theme are not read"},
    {"jekyll-minifier", "nothing is made smaller but by gzip"},
    {"jekyll-compress", "nothing is made smaller but by gzip"},
    {"jekyll-katex", "its tags for mathematics are unknown"},
};

const char *plugins_missing(struct str name)
{
    for (size_t i = 0; i < sizeof(missing) / sizeof(missing[0]); i++)
        if (str_starts(name, missing[i].name))
            return missing[i].meaning;
    return "what it does is left out";
}
