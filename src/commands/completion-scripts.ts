/** The scripts that make shells ask the program itself, so that an update of it needs no new script. */

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** Bash 3.2 and later, as macOS has it; nothing of bash-completion is needed. */
const BASH = `_mendian() {
  local line=\${COMP_LINE:0:COMP_POINT} words=() word value about kind='' i
  COMPREPLY=()
  # Bash breaks words at = and : too: what stands together in the line is one word.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ \${#words[@]} -eq 0 || $line == [[:space:]]* ]]; then
      line=\${line#"\${line%%[![:space:]]*}"}
      words+=('')
    fi
    [[ \${#word} -le \${#line} ]] || word=$line
    words[\${#words[@]}-1]+=$word
    line=\${line:\${#word}}
  done
  while IFS=$'\\t' read -r value about; do
    if [[ -z $kind ]]; then kind=$value; else COMPREPLY+=("$value"); fi
  done < <(command mendian __complete -- bash "$COMP_WORDBREAKS" "\${words[@]:1}" 2>/dev/null)
  case $kind in
    files | folders)
      # The shell's own way knows about quotes; without it, outside of a key press or before bash 4, the plain one.
      [[ $kind == files ]] && about=default || about=dirnames
      if ! compopt -o $about 2>/dev/null; then
        while IFS= read -r value; do COMPREPLY+=("$value"); done < <(
          [[ $kind == files ]] && kind=file || kind=directory
          compgen -A $kind -- "\${COMP_WORDS[COMP_CWORD]#=}" 2>/dev/null
        )
      fi
      ;;
    *)
      if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *[=/] ]]; then compopt -o nospace 2>/dev/null; fi
      ;;
  esac
  return 0
}
complete -F _mendian mendian
`;

const ZSH = `#compdef mendian
_mendian() {
  local -a lines whole whole_about open open_about
  local line value about
  lines=("\${(@f)$(command mendian __complete -- zsh '' "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}")
  case $lines[1] in
    files) _files; return ;;
    folders) _files -/; return ;;
  esac
  for line in "\${(@)lines[2,-1]}"; do
    value=\${line%%$'\\t'*} about=\${line#*$'\\t'}
    [[ -n $about ]] && about="$value  ($about)" || about=$value
    # Nothing is put behind what goes on: a folder, or a label without its value.
    if [[ $value == *[=/] ]]; then open+=("$value") open_about+=("$about")
    else whole+=("$value") whole_about+=("$about"); fi
  done
  (( $#whole )) && compadd -l -d whole_about -a -- whole
  (( $#open )) && compadd -l -S '' -d open_about -a -- open
  (( $#whole + $#open ))
}
# In a folder of fpath the file itself is the function.
if [[ $funcstack[1] == _mendian ]]; then _mendian "$@"; else compdef _mendian mendian; fi
`;

const FISH = `function __mendian_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    test (count $current) -eq 0; and set current ''
    set -l lines (command mendian __complete -- fish '' $words[2..-1] $current 2>/dev/null)
    switch "$lines[1]"
        case files
            __fish_complete_path $current
        case folders
            __fish_complete_directories $current
        case '*'
            test (count $lines) -gt 1; and printf '%s\\n' $lines[2..-1]
    end
end
complete -c mendian -e
complete -c mendian -f -a '(__mendian_complete)'
`;

/** A shell's script; `head` is a line of text for people. */
export function writeScript(shell: Shell, head: string): string {
  const script = { bash: BASH, zsh: ZSH, fish: FISH }[shell];
  const [first = '', ...rest] = script.split('\n');
  // Zsh looks for its mark in the first line.
  return shell === 'zsh' ? [first, `# ${head}`, ...rest].join('\n') : `# ${head}\n${script}`;
}
