/** `mendian completion bash|zsh|fish`: prints the script that makes a shell complete the program's words. */
import { basename } from 'node:path';
import { fault, NOWHERE } from '../model.ts';
import { diagnosticText } from '../report/diagnostics.ts';
import { SHELLS, type Shell, writeScript } from './completion-scripts.ts';
import type { Context, ExitCode } from './context.ts';

/** Prints the script, with how to install it in its first lines. Exit 1 for another shell, and for none. */
export function completion(context: Context, name: string | null): ExitCode {
  const { messages, style } = context;
  if (isShell(name)) {
    context.print(writeScript(name, messages.completion.install[name]));
    return 0;
  }
  const own = basename(context.environment.SHELL ?? '');
  const params = { shell: name, own: isShell(own) ? own : null };
  context.complain(diagnosticText(fault('SHELL_UNKNOWN', NOWHERE, params), style));
  return 1;
}

function isShell(name: string | null): name is Shell {
  return SHELLS.some((shell) => shell === name);
}
