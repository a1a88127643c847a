/* languages.h - every language there is a table for.
 *
 * Layer     sitegen/highlight; each is defined in the file of its family and listed in catalog.c
 */
#ifndef SITEGEN_HIGHLIGHT_LANGUAGES_H
#define SITEGEN_HIGHLIGHT_LANGUAGES_H

#include "highlight/lexer.h"

/* Rows of which most end before the last column are the point of these files. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

/* clang-format off */
#define HL_LANGUAGES(X) \
    X(javascript) X(typescript) X(jsx) X(tsx) X(json) X(json_doc) X(c) X(cpp) X(objective_c) \
    X(objective_cpp) X(cuda) X(python) X(ruby) X(shell) X(console) X(docker) X(make) X(html) \
    X(xml) X(erb) X(vue) X(css) X(scss) X(sass) X(yaml) X(go) X(rust) X(java) X(groovy) X(gradle) \
    X(kotlin) X(scala) X(swift) X(dart) X(csharp) X(powershell) X(php) X(perl) X(lua) X(viml) \
    X(sql) X(markdown) X(tex) X(liquid) X(toml) X(ini) X(properties) X(conf) X(nginx) X(diff) \
    X(haskell) X(ocaml) X(elixir) X(nix) X(r) X(hcl) X(terraform) X(cmake) X(protobuf) X(http) \
    X(plist) X(jinja) X(twig) X(erlang) X(clojure)
/* clang-format on */

#define X(name) extern const struct hl_language hl_##name;
HL_LANGUAGES(X)
#undef X

#endif
