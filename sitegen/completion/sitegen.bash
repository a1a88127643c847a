# Completion of sitegen's command line in bash. "sitegen --complete" knows what may follow; here it is put to readline.
#
# What is asked is always the sitegen of PATH: a Tab starts no program that merely has its name.

_sitegen() {
    local line=${COMP_LINE:0:COMP_POINT} words=() word reply i
    # Readline parts words at '=' and ':' as well. What no blank stands between is one word.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $line == [[:blank:]]* || $i -eq 0 ]]; then
            line=${line#"${line%%[![:blank:]]*}"}
            words+=("")
        fi
        [[ $i -eq $COMP_CWORD ]] && word=$line
        words[-1]+=$word
        line=${line#"$word"}
    done

    # It completes what stands behind the last of these characters, which is $2.
    local typed=${words[-1]} kept=
    [[ -n $2 && $typed == *"$2" ]] && kept=${typed%"$2"}
    [[ -z $2 ]] && kept=$typed

    COMPREPLY=()
    while IFS= read -r reply; do
        case $reply in
            :files) compopt -o default -o bashdefault 2>/dev/null ;;
            :folders) compopt -o filenames -o plusdirs 2>/dev/null ;;
            *)
                reply=${reply%%$'\t'*}
                [[ $reply == *= || $reply == *// ]] && compopt -o nospace 2>/dev/null
                COMPREPLY+=("${reply#"$kept"}")
                ;;
        esac
    done < <(command sitegen --complete "${words[@]:1}" 2>/dev/null)
}

complete -F _sitegen sitegen
