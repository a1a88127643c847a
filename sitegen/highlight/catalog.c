/* catalog.c - see catalog.h */
#include "highlight/catalog.h"
#include "highlight/languages/languages.h"

static const struct hl_language *const languages[] = {
#define X(name) &hl_##name,
    HL_LANGUAGES(X)
#undef X
};

/* Names that rouge knows beyond these. */
static const char other_names[] =
    "HAML Isabelle OCL abap actionscript ada apache apex apib apiblueprint applescript armasm as as3 aug "
    "augeas "
    "awk bat batch batchfile bbcbasic behat bib bibtex biml bpf brainfuck brightscript brs bs bsl ceylon cfc "
    "cfscript cl clean cmhg cmm coffee coffee-script coffeescript common-lisp common_lisp coq cr crystal "
    "csvs "
    "cucumber cypher cython d dafny datastudio digdag dlang dosbatch dot e-mail ecl eex eiffel elisp elm "
    "emacs-lisp email eml epp eps esc escape factor fea ff fluent fortran freefem fsharp ftl gd gdscript "
    "ghc-cmm "
    "ghc-core gherkin glsl graphql hack haml handlebars haxe hbs heex hh hlsl hocon hql hx hy hylang idlang "
    "idr "
    "idris igorpro io irb irb_output isa isabelle isbl j janet jdn jl jsl jsonnet jsp julia kdb+ lasso "
    "lassoscript lean leex lhaskell lhs lisp litcoffee literate_coffeescript literate_haskell lithaskell "
    "livescript llvm ls lustre lutin m m68k magik mason mathematica matlab meson minizinc ml moon moonscript "
    "mosel msgtrans mustache mxml nasm nes nesasm nial nim nimrod ocl openedge opentype "
    "opentype_feature_file "
    "opentypefeature pascal plsql pony postscr postscript pp praat prolog prometheus pry ps puppet pyrex pyx "
    "q "
    "qml racket realbasic reasonml rego rescript robot robot-framework robot_framework sas scheme sed sieve "
    "slice slim smalltalk smarty sml solidity sparql sqf squeak ssh st stan stata supercollider systemd "
    "syzlang "
    "syzprog tap tcl ttcn3 tulip turtle unit-file vala varnish varnishconf vb vcl velocity verilog vhdl "
    "visualbasic winbatch wl wollok xojo xpath xquery yang zig zir";

static bool in_list(const char *list, struct str name)
{
    for (const char *at = list; *at != '\0';) {
        size_t len = 0;
        while (at[len] != '\0' && at[len] != ' ')
            len++;
        if (str_eq((struct str){at, len}, name))
            return true;
        at += at[len] == ' ' ? len + 1 : len;
    }
    return false;
}

size_t hl_language_count(void)
{
    return sizeof(languages) / sizeof(languages[0]);
}

const struct hl_language *hl_language_at(size_t index)
{
    return languages[index];
}

size_t hl_language_find(struct str name)
{
    for (size_t i = 0; i < hl_language_count(); i++)
        if (name.len > 0 && in_list(languages[i]->names, name))
            return i;
    return HL_NONE;
}

bool hl_language_is_named(struct str name)
{
    return name.len > 0 && in_list(other_names, name);
}

bool hl_language_is_plain(struct str name)
{
    return str_is(name, "plaintext") || str_is(name, "text");
}
