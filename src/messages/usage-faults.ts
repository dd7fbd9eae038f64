/** Faults of the command line itself: no command was run. `command` is its whole name, such as `sheet export`. */

export interface UsageFaults {
  /** `meant` is a command, or an option that does it; `group` is the word that the commands stand behind. */
  COMMAND_UNKNOWN: { readonly command: string; readonly group: string | null; readonly meant: string | null };
  /** A group without one of its commands. */
  COMMAND_NEEDED: { readonly group: string; readonly commands: readonly string[] };
  /** An empty `command` is the program without one. `owners` are the commands that know the option. */
  OPTION_UNKNOWN: {
    readonly option: string;
    readonly command: string;
    readonly meant: string | null;
    readonly owners: readonly string[];
  };
  /** `flags` show the option with its value, such as `--at <date|time>`. */
  OPTION_WITHOUT_VALUE: { readonly option: string; readonly flags: string };
  OPTION_REQUIRED: { readonly command: string; readonly flags: string };
  /** `usage` is the command with its arguments. */
  ARGUMENT_MISSING: { readonly command: string; readonly argument: string; readonly usage: string };
  /** A word too many. `select`: the command narrows by `--select`, which may be meant. */
  ARGUMENT_SURPLUS: { readonly command: string; readonly argument: string; readonly select: 'yes' | 'no' };
  /** The folder of `-C`. */
  FOLDER_MISSING: { readonly folder: string; readonly reason: 'missing' | 'file' };
  /** The command would look for, or write, what stands in a folder above. `above` is the way there, such as `../..`. */
  FOLDER_BELOW_ROOT: { readonly above: string; readonly found: string; readonly command: string };
}
