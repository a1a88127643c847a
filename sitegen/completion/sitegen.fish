# Completion of sitegen's command line in fish. "sitegen --complete" knows what may follow; here it is put to fish.

function __sitegen_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l option (string match -r -- '^--[^=]*=' $words[-1])
    for reply in (command sitegen --complete $words[2..-1] 2>/dev/null)
        switch $reply
            case ':folders'
                string replace -r -- '^' "$option" (__fish_complete_directories (string replace -- "$option" '' $words[-1]) '')
            case ':files'
                string replace -r -- '^' "$option" (__fish_complete_path (string replace -- "$option" '' $words[-1]) '')
            case '*'
                echo $reply
        end
    end
end

complete -c sitegen -f -a '(__sitegen_complete)'
