/* beam.c - Erlang and Clojure. */
#include "highlight/languages/languages.h"

/* ---- Erlang */

#define ATOM     "(?:[a-z][a-zA-Z0-9_]*|'[^\\n']*[^\\\\]')"
#define VARIABLE "[A-Z_][a-zA-Z0-9_]*"
#define ESCAPE   "\\\\(?:[bdefnrstv'\"\\\\/]|[0-7][0-7]?[0-7]?|\\^[a-zA-Z])"
#define MACRO    "(?:" VARIABLE "|" ATOM ")"

static const struct hl_words erlang_words[] = {
    {"k", "after begin case catch cond end fun if let of query receive try when"},
    {"nb", "abs append_element apply atom_to_list binary_to_list bitstring_to_list binary_to_term bit_size "
           "bump_reductions byte_size cancel_timer check_process_code delete_module demonitor "
           "disconnect_node display element erase exit float float_to_list fun_info fun_to_list "
           "function_exported garbage_collect get get_keys group_leader hash hd integer_to_list "
           "iolist_to_binary iolist_size is_atom is_binary is_bitstring is_boolean is_builtin is_float "
           "is_function is_integer is_list is_number is_pid is_port is_process_alive is_record is_reference "
           "is_tuple length link list_to_atom list_to_binary list_to_bitstring list_to_existing_atom "
           "list_to_float list_to_integer list_to_pid list_to_tuple load_module localtime_to_universaltime "
           "make_tuple md5 md5_final md5_update memory module_loaded monitor monitor_node node nodes "
           "open_port phash phash2 pid_to_list port_close port_command port_connect port_control port_call "
           "port_info port_to_list process_display process_flag process_info purge_module put read_timer "
           "ref_to_list register resume_process round send send_after send_nosuspend set_cookie setelement "
           "size spawn spawn_link spawn_monitor spawn_opt split_binary start_timer statistics "
           "suspend_process system_flag system_info system_monitor system_profile term_to_binary tl trace "
           "trace_delivered trace_info trace_pattern trunc tuple_size tuple_to_list "
           "universaltime_to_localtime unlink unregister whereis"},
    {"ow", "and andalso band bnot bor bsl bsr bxor div not or orelse rem xor"},
    WORDS_END,
};

static const struct hl_rule erlang_rules[] = {
    STATE("root"),
    {"\\s+", "."},
    {"%.*\\n", "c"},
    {"\\w+\\b", "?"},
    {"^-", "p", "directive"},
    {"\\+\\+?|--?|\\*|/|<|>|/=|=:=|=/=|=<|>=|==?|<-|!|\\?", "o"},
    {"\"", "s", "string"},
    {"<<|>>", "nl"},
    {"(" ATOM ")(:)", "nn p"},
    {"(" ATOM ")(\\s*)(\\()", "nf . p"},
    {"[+-]?(?:[2-9]|[12][0-9]|3[0-6])#[0-9a-zA-Z]+", "mi"},
    {"[+-]?\\d+", "mi"},
    {"[\\]\\[:_@\".{}()|;,]", "p"},
    {VARIABLE, "nv"},
    {ATOM, "n"},
    {"\\?" MACRO, "no"},
    {"\\$(?:" ESCAPE "|\\\\[ %]|[^\\\\])", "sc"},
    {"#" ATOM "(?::?\\." ATOM ")?", "nl"},

    STATE("string"),
    {ESCAPE, "se"},
    {"\"", "s", "^"},
    {"~[0-9.*]*[~#+bBcdefginpPswWxX]", "si"},
    {"[^\"\\\\~]+|~", "s"},

    STATE("directive"),
    {"(define)(\\s*)(\\()(" MACRO ")", "ni . p no", "^"},
    {"(record)(\\s*)(\\()(" MACRO ")", "ni . p nl", "^"},
    {ATOM, "ni", "^"},
    RULES_END,
};

const struct hl_language hl_erlang = {"erlang erl", erlang_rules, NULL, erlang_words};

/* ---- Clojure */

static const struct hl_words clojure_words[] = {
    {"k", "fn def defn defmacro defmethod defmulti defn- defstruct if cond let for"},
    {"nb", ". .. * + - -> / < <= = == > >= accessor agent agent-errors aget alength all-ns alter and "
           "append-child apply array-map aset aset-boolean aset-byte aset-char aset-double aset-float "
           "aset-int aset-long aset-short assert assoc await await-for bean binding bit-and bit-not bit-or "
           "bit-shift-left bit-shift-right bit-xor boolean branch? butlast byte cast char children class "
           "clear-agent-errors comment commute comp comparator complement concat conj cons constantly "
           "construct-proxy contains? count create-ns create-struct cycle dec deref difference disj dissoc "
           "distinct doall doc dorun doseq dosync dotimes doto double down drop drop-while edit end? ensure "
           "eval every? false? ffirst file-seq filter find find-doc find-ns find-var first float flush fnseq"
           " frest gensym get-proxy-class get hash-map hash-set identical? identity if-let import in-ns inc "
           "index insert-child insert-left insert-right inspect-table inspect-tree instance? int interleave "
           "intersection into into-array iterate join key keys keyword keyword? last lazy-cat lazy-cons left"
           " lefts line-seq list* list load load-file locking long loop macroexpand macroexpand-1 make-array"
           " make-node map map-invert map? mapcat max max-key memfn merge merge-with meta min min-key name "
           "namespace neg? new newline next nil? node not not-any? not-every? not= ns-imports ns-interns "
           "ns-map ns-name ns-publics ns-refers ns-resolve ns-unmap nth nthrest or parse partial path peek "
           "pop pos? pr pr-str print print-str println println-str prn prn-str project proxy proxy-mappings "
           "quot rand rand-int range re-find re-groups re-matcher re-matches re-pattern re-seq read "
           "read-line reduce ref ref-set refer rem remove remove-method remove-ns rename rename-keys repeat "
           "replace replicate resolve rest resultset-seq reverse rfirst right rights root rrest rseq second "
           "select select-keys send send-off seq seq-zip seq? set short slurp some sort sort-by sorted-map "
           "sorted-map-by sorted-set special-symbol? split-at split-with str string? struct struct-map subs "
           "subvec symbol symbol? sync take take-nth take-while test time to-array to-array-2d tree-seq "
           "true? union up update-proxy val vals var-get var-set var? vector vector-zip vector? when "
           "when-first when-let when-not with-local-vars with-meta with-open with-out-str xml-seq xml-zip "
           "zero? zipmap"},
    WORDS_END,
};

#define C_ID      "[\\w!$%*+,<=>?/.-]+"
#define C_KEYWORD "[\\w!#$%*+,<=>?/.-]+"

static const struct hl_rule clojure_rules[] = {
    STATE("root"),
    {";.*?$", "c1"},
    {"\\s+", "w"},
    {"-?\\d+\\.\\d+", "mf"},
    {"-?\\d+", "mi"},
    {"\"(?:\\\\.|[^\"])*\"", "s"},
    {"'" C_KEYWORD, "ss"},
    {"::?" C_KEYWORD, "no"},
    {"(?i)\\\\(?:.|[a-z]+)", "sc"},
    {"~@|[`'#^~&@]", "o"},
    {"(\\()(\\s*)(" C_ID ")", "p w ?nf"},
    {C_ID, "?n"},
    {"[\\[\\]{}()]", "p"},
    RULES_END,
};

const struct hl_language hl_clojure = {"clojure clj cljs", clojure_rules, NULL, clojure_words};
