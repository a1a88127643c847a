/* css.c - CSS and Sass in both its forms. */
#include "highlight/languages/languages.h"

#define ID     "[\\p{L}_-][\\p{L}\\p{M}\\p{Nd}\\p{Pc}\\p{Cf}-]*"
#define NUMBER "-?(?:[0-9]+(?:\\.[0-9]+)?|\\.[0-9]+)"

static const struct hl_words properties[] = {
    {"nl",
     "align-content align-items align-self alignment-adjust alignment-baseline all anchor-point animation "
     "animation-delay animation-direction animation-duration animation-fill-mode animation-iteration-count "
     "animation-name animation-play-state animation-timing-function appearance azimuth backface-visibility "
     "background background-attachment background-clip background-color background-image background-origin "
     "background-position background-repeat background-size baseline-shift binding bleed bookmark-label "
     "bookmark-level bookmark-state bookmark-target border border-bottom border-bottom-color "
     "border-bottom-left-radius border-bottom-right-radius border-bottom-style border-bottom-width "
     "border-collapse border-color border-image border-image-outset border-image-repeat border-image-slice "
     "border-image-source border-image-width border-left border-left-color border-left-style "
     "border-left-width border-radius border-right border-right-color border-right-style border-right-width "
     "border-spacing border-style border-top border-top-color border-top-left-radius border-top-right-radius"
     " border-top-style border-top-width border-width bottom box-align box-decoration-break box-direction "
     "box-flex box-flex-group box-lines box-ordinal-group box-orient box-pack box-shadow box-sizing "
     "break-after break-before break-inside caption-side clear clip clip-path clip-rule color color-profile "
     "columns column-count column-fill column-gap column-rule column-rule-color column-rule-style "
     "column-rule-width column-span column-width content counter-increment counter-reset crop cue cue-after "
     "cue-before cursor direction display dominant-baseline drop-initial-after-adjust "
     "drop-initial-after-align drop-initial-before-adjust drop-initial-before-align drop-initial-size "
     "drop-initial-value elevation empty-cells filter fit fit-position flex flex-basis flex-direction "
     "flex-flow flex-grow flex-shrink flex-wrap float float-offset font font-family font-feature-settings "
     "font-kerning font-language-override font-size font-size-adjust font-stretch font-style font-synthesis "
     "font-variant font-variant-alternates font-variant-caps font-variant-east-asian font-variant-ligatures "
     "font-variant-numeric font-variant-position font-weight grid-cell grid-column grid-column-align "
     "grid-column-sizing grid-column-span grid-columns grid-flow grid-row grid-row-align grid-row-sizing "
     "grid-row-span grid-rows grid-template hanging-punctuation height hyphenate-after hyphenate-before "
     "hyphenate-character hyphenate-lines hyphenate-resource hyphens icon image-orientation image-rendering "
     "image-resolution ime-mode inline-box-align justify-content left letter-spacing line-break line-height "
     "line-stacking line-stacking-ruby line-stacking-shift line-stacking-strategy list-style "
     "list-style-image list-style-position list-style-type margin margin-bottom margin-left margin-right "
     "margin-top mark marker-offset marks mark-after mark-before marquee-direction marquee-loop "
     "marquee-play-count marquee-speed marquee-style mask max-height max-width min-height min-width move-to "
     "nav-down nav-index nav-left nav-right nav-up object-fit object-position opacity order orphans outline "
     "outline-color outline-offset outline-style outline-width overflow overflow-style overflow-wrap "
     "overflow-x overflow-y padding padding-bottom padding-left padding-right padding-top page "
     "page-break-after page-break-before page-break-inside page-policy pause pause-after pause-before "
     "perspective perspective-origin phonemes pitch pitch-range play-during pointer-events position "
     "presentation-level punctuation-trim quotes rendering-intent resize rest rest-after rest-before "
     "richness right rotation rotation-point ruby-align ruby-overhang ruby-position ruby-span size speak "
     "speak-as speak-header speak-numeral speak-punctuation speech-rate src stress string-set tab-size "
     "table-layout target target-name target-new target-position text-align text-align-last "
     "text-combine-horizontal text-decoration text-decoration-color text-decoration-line "
     "text-decoration-skip text-decoration-style text-emphasis text-emphasis-color text-emphasis-position "
     "text-emphasis-style text-height text-indent text-justify text-orientation text-outline text-overflow "
     "text-rendering text-shadow text-space-collapse text-transform text-underline-position text-wrap top "
     "transform transform-origin transform-style transition transition-delay transition-duration "
     "transition-property transition-timing-function unicode-bidi vertical-align visibility voice-balance "
     "voice-duration voice-family voice-pitch voice-pitch-range voice-range voice-rate voice-stress "
     "voice-volume volume white-space widows width word-break word-spacing word-wrap writing-mode z-index"},
    WORDS_END,
};

static const char colours[] =
    "aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown "
    "burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue "
    "darkcyan darkgoldenrod darkgray darkgreen darkkhaki darkmagenta darkolivegreen darkorange darkorchid "
    "darkred darksalmon darkseagreen darkslateblue darkslategray darkturquoise darkviolet deeppink "
    "deepskyblue dimgray dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold "
    "goldenrod gray green greenyellow honeydew hotpink indianred indigo ivory khaki lavender "
    "lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan lightgoldenrodyellow lightgreen "
    "lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray lightsteelblue lightyellow "
    "lime limegreen linen magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple "
    "mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue "
    "mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid "
    "palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue "
    "purple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue "
    "slateblue slategray snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white "
    "whitesmoke yellow yellowgreen";

static const char keywords[] =
    "above absolute always armenian aural auto avoid left bottom baseline behind below bidi-override "
    "blink block bold bolder both capitalize center center-left center-right circle cjk-ideographic "
    "close-quote collapse condensed continuous crop cross crosshair cursive dashed decimal "
    "decimal-leading-zero default digits disc dotted double e-resize embed expanded extra-condensed "
    "extra-expanded fantasy far-left far-right fast faster fixed georgian groove hebrew help hidden hide "
    "high higher hiragana hiragana-iroha icon inherit inline inline-table inset inside invert italic "
    "justify katakana katakana-iroha landscape large larger left-side leftwards level lighter "
    "line-through list-item loud low lower lower-alpha lower-greek lower-roman lowercase ltr medium "
    "message-box middle mix monospace n-resize narrower ne-resize no-close-quote no-open-quote no-repeat "
    "none normal nowrap nw-resize oblique once open-quote outset outside overline pointer portrait px "
    "relative repeat repeat-x repeat-y rgb ridge right right-side rightwards s-resize sans-serif scroll "
    "se-resize semi-condensed semi-expanded separate serif show silent slow slower small-caps "
    "small-caption smaller soft solid spell-out square static status-bar super sw-resize table-caption "
    "table-cell table-column table-column-group table-footer-group table-header-group table-row "
    "table-row-group text text-bottom text-top thick thin top transparent ultra-condensed ultra-expanded "
    "underline upper-alpha upper-latin upper-roman uppercase url visible w-resize wait wider x-fast "
    "x-high x-large x-loud x-low x-small x-soft xx-large xx-small yes";

static const struct hl_words values[] = {
    {"no", colours},
    {"nb", keywords},
    WORDS_END,
};

static const struct hl_rule rules[] = {
    STATE("basics"),
    {"\\s+", "."},
    {"/\\*(?s:.*?)\\*/", "c"},

    STATE("root"),
    USE("basics"),
    {"\\{", "p", "stanza"},
    {"::?" ID, "nd"},
    {"\\." ID, "nc"},
    {"#" ID, "nf"},
    {"@" ID, "k", "at-rule"},
    {ID, "nt"},
    {"[~^*!%&\\[\\]()<>|+=@:;,./?-]", "o"},
    USE("strings"),

    STATE("strings"),
    {"\"(?:\\\\\\\\|\\\\\"|[^\"])*\"", "s1"},
    {"'(?:\\\\\\\\|\\\\'|[^'])*'", "s2"},

    STATE("value"),
    USE("basics"),
    {"url\\(.*?\\)", "sx"},
    {"(?i)#[0-9a-f]{1,6}", "m"},
    {NUMBER "(?:%|(?:em|px|pt|pc|in|mm|cm|ex|rem|ch|vw|vh|vmin|vmax|dpi|dpcm|dppx|deg|grad|rad|turn|s|ms|Hz|"
            "kHz)\\b)?",
     "m"},
    {"[\\[\\]():/.,]", "p"},
    USE("strings"),
    {ID, "?n", NULL, values},

    STATE("at-rule"),
    {"\\{(?=\\s*" ID "\\s*:)", "p", "at-stanza"},
    {"\\{", "p", "at-body"},
    {";", "p", "^"},
    USE("value"),

    STATE("at-body"),
    {"\\}", "p", "^2"},
    USE("root"),

    STATE("at-stanza"),
    {"\\}", "p", "^2"},
    USE("stanza"),

    STATE("stanza"),
    USE("basics"),
    {"\\}", "p", "^"},
    {"((?:-(?:ah|atsc|hp|khtml|moz|ms|o|rim|ro|tc|wap|webkit|xv)-|mso-|"
     "prince-)[\\p{L}\\p{M}\\p{Nd}\\p{Pc}\\p{Cf}-]*)(\\s*)(:)",
     "nl . p", "stanza-value"},
    {"(" ID ")(\\s*)(:)", "?py . p", "stanza-value", properties},

    STATE("stanza-value"),
    {";", "p", "^"},
    {"(?=\\})", NULL, "^"},
    {"!\\s*important\\b", "cp"},
    {"^@.*?$", "cp"},
    USE("value"),
    RULES_END,
};

const struct hl_language hl_css = {"css", rules};

/* ---- SCSS; a statement ends with ; { or } wherever it stands */

#define SID "[\\w-]+"

static const struct hl_words sass_values[] = {
    {"nb", keywords},
    {"no", colours},
    WORDS_END,
};

static const struct hl_rule scss_rules[] = {
    STATE("root"),
    {"\\s+", "."},
    {"//.*", "c1"},
    {"/\\*(?s:.*?)\\*/", "cm"},
    {"@import\\b", "k", "value"},
    USE("statement"),
    {"(?=[^;{}][;}])", NULL, "attribute"},
    {"(?=[^;{}:\\[]+:[^a-z])", NULL, "attribute"},
    {"", NULL, "selector"},

    STATE("end"),
    {"\\n", "."},
    {"[;{}]", "p", "!"},

    STATE("statement"),
    {"@for\\b", "k", "for"},
    {"@(?:debug|warn|if|each|while|else|return|media)", "k", "value"},
    {"(@mixin|@function)(\\s+)(" SID ")", "k . nf", "value"},
    {"@extend\\b", "k", "selector"},
    {"(@include)(\\s+)(" SID ")", "k . nd", "value"},
    {"@" SID "|&", "k", "selector"},
    {"(\\$" SID ")([ \\t]*)(:)", "nv . p", "value"},

    STATE("value"),
    USE("end"),
    {"[ \\t]+", "."},
    {"\\$" SID, "nv"},
    {"url\\(", "sx", "url"},
    {SID "(?=\\s*\\()", "nf"},
    {"%" SID, "nd"},
    {"(?:true|false)\\b", "bp"},
    {"(?:and|or|not)\\b", "ow"},
    {"(?i)#[a-z0-9]{1,6}", "mh"},
    {"-?\\d+(?:%|[a-z]+)?", "m"},
    {"-?\\d*\\.\\d+(?:%|[a-z]+)?", "mi"},
    USE("quotes"),
    USE("values"),
    {"[~^*!&%<>|+=@:,./?-]+", "o"},
    {"[\\[\\]()]+", "p"},
    {SID, "?n", NULL, sass_values},

    STATE("values"),
    {"#\\{", "si", "braces"},

    STATE("quotes"),
    {"\"", "s2", "double"},
    {"'", "s1", "single"},

    STATE("braces"),
    {"\\}", "si", "^"},
    USE("value"),

    STATE("selector"),
    USE("end"),
    USE("quotes"),
    USE("values"),
    {"[ \\t]+", "."},
    {":", "nd", "pseudo-class"},
    {"\\.", "nc", "class"},
    {"#", "nn", "id"},
    {"%", "nv", "placeholder"},
    {SID, "nt"},
    {"&", "k"},
    {"[~^*!&\\[\\]()<>|+=@:;,./?-]", "o"},

    STATE("double"),
    {"\"", "s2", "^"},
    USE("values"),
    {"(?:\\\\.|#(?!\\{)|[^\\n\"#])++", "s2"},

    STATE("single"),
    {"'", "s1", "^"},
    USE("values"),
    {"(?:\\\\.|#(?!\\{)|[^\\n'#])++", "s1"},

    STATE("url"),
    {"\\)", "sx", "^"},
    {"(?:\\\\.|#(?!\\{)|[^\\n)#])++", "sx"},
    USE("values"),

    STATE("piece-end"),
    USE("values"),
    {"", NULL, "^"},

    STATE("pseudo-class"),
    {SID, "nd"},
    USE("piece-end"),

    STATE("class"),
    {SID, "nc"},
    USE("piece-end"),

    STATE("id"),
    {SID, "nn"},
    USE("piece-end"),

    STATE("placeholder"),
    {SID, "nv"},
    USE("piece-end"),

    STATE("for"),
    {"from|to|through", "ow"},
    USE("value"),

    STATE("attribute-name"),
    USE("values"),
    {SID, "?na", NULL, properties},

    STATE("attribute"),
    USE("attribute-name"),
    {"([ \\t]*)(:)", ". p", "value"},
    RULES_END,
};

const struct hl_language hl_scss = {"scss", scss_rules};

/* ---- Sass: the same by lines and their indentation. A comment goes on over the lines that are indented more
 * than it: number[0] is the comment's token while one may, marks[0] its indentation, marks[1] that of the
 * line. */

static bool indent(struct hl_lexer *lexer, const struct hl_match *match)
{
    struct str line = hl_group(lexer, match, 0), block = lexer->marks[0].name;

    lexer->marks[1].name = line;
    if (lexer->number[0] != 0 && line.len > block.len && str_eq(str_head(line, block.len), block)) {
        hl_push(lexer, lexer->number[0] == HL_c1 ? "single-comment" : "multi-comment");
    } else {
        lexer->number[0] = 0;
        hl_push(lexer, "content");
    }
    return true;
}

static bool begin_comment(struct hl_lexer *lexer, const struct hl_match *match)
{
    lexer->number[0] = hl_group(lexer, match, 0).at[1] == '/' ? HL_c1 : HL_cm;
    lexer->marks[0].name = lexer->marks[1].name;
    return true;
}

static const struct hl_rule sass_rules[] = {
    STATE("root"),
    {"[ \\t]*\\n", "."},
    {"[ \\t]*", ".", NULL, NULL, indent},

    STATE("content"),
    {"//.*", "c1", "^", NULL, begin_comment},
    {"/\\*.*\\n", "cm", "^", NULL, begin_comment},
    {"@import\\b", "k", "import"},
    USE("statement"),
    {"=" SID, "nf", "value"},
    {"\\+" SID, "nd", "value"},
    {":", "na", "old-attribute"},
    {"(?=[^\\[\\n]+?:(?:[^a-z]|$))", NULL, "attribute"},
    {"", NULL, "selector"},

    STATE("single-comment"),
    {".*?$", "c1", "^"},

    STATE("multi-comment"),
    {".*\\n", "cm", "^"},

    STATE("import"),
    {"[ \\t]+", "."},
    {"\\S+", "s"},
    {"\\n", ".", "^"},

    STATE("old-attribute"),
    USE("attribute-name"),
    {"", NULL, "=value"},

    STATE("end"),
    {"\\n", ".", "!"},
    RULES_END,
};

const struct hl_language hl_sass = {"sass", sass_rules, .base = &hl_scss};
