/** The branch that keeps the state for the action's commands, and the state's way home where it takes no commit. */

import { copyFileSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkFiles, findOtherFile, openRemoteBranch } from '../git/branch.ts';
import { openRepository, readFileAt } from '../git/repository.ts';
import { openApiBranch } from '../github/branch.ts';
import { branchOf } from '../github/run.ts';
import type { Phrase } from '../messages/phrases.ts';
import type { Account, Diagnostic, Fault, Settings } from '../model.ts';
import type { ActionContext } from './action-context.ts';
import { describeCheckout, gitOf, type Shared } from './publishing.ts';
import { openWorkspace, statePath } from './workspace.ts';

/** As whom plain git commits; the API knows by itself. */
const BOT = {
  name: 'github-actions[bot]',
  email: '41898282+github-actions[bot]@users.noreply.github.com',
};
/** The longest state that is shown in the summary beside the file. */
const LONGEST_SHOWN_STATE = 200_000;

/** The branch that the event stands for, or why nothing may be done for it. */
export function checkEvent({ event, run }: ActionContext): string | Fault {
  const refuse = (detail: Phrase): Fault => ({
    code: 'EVENT_REFUSED',
    params: { event: run.eventName, detail },
  });
  if (/^pull_request|^merge_group$|^workflow_run$/u.test(run.eventName)) {
    return refuse('event-before-merge');
  }
  if (event.kind === 'push' && event.deleted) return refuse('event-branch-deleted');
  return branchOf(run.ref) ?? refuse({ phrase: 'event-no-branch', ref: run.ref });
}

/** The branch that keeps the state, by the API or by plain git. */
export async function openBranch(
  context: ActionContext,
  settings: Settings,
  account: Account,
  codeBranch: string,
): Promise<Shared | Fault | null> {
  const { inputs, run, messages } = context;
  if (inputs.commit === 'off') return null;
  const repository = await openRepository(gitOf(context, BOT));
  if ('code' in repository) return repository;
  const checkout = describeCheckout(context, settings, account, repository);
  const stateBranch = inputs.stateBranch ?? codeBranch;
  const kept = messages.github.keptAt(basename(account.state));
  const self = { id: run.id, holder: run.url };
  if (inputs.commit === 'git') {
    const branch = openRemoteBranch({ ...checkout, remote: 'origin', codeBranch, stateBranch });
    return { branch, self, claims: 'shared', kept };
  }
  const path = `${repository.prefix}${account.state}`;
  const branch = openApiBranch({
    github: await context.github(),
    head: repository.head,
    codeBranch,
    stateBranch,
    path,
    readBase: async () => {
      const text = await readFileAt(repository.git, repository.head, path);
      return typeof text === 'string' ? text : null;
    },
    checkFiles: () => checkFiles(checkout),
    findOtherFile: (files) => findOtherFile(files, repository.prefix, checkout.stateFiles),
  });
  return { branch, self, claims: 'shared', kept };
}

/** Where results could not be recorded: the state as a file beside the report, and in the summary. Else empty. */
export function keepState(context: ActionContext, diagnostics: readonly Diagnostic[]): string {
  if (diagnostics.every(({ code }) => code !== 'NOT_RECORDED')) return '';
  const account = openWorkspace(context).workspace?.account;
  if (account === undefined) return '';
  const path = statePath(context, account);
  const name = basename(account.state);
  copyFileSync(path, join(context.files, name));
  const text = readFileSync(path, 'utf8');
  const { stateFold, stateTooLong } = context.messages.github;
  if (Buffer.byteLength(text) > LONGEST_SHOWN_STATE) return stateTooLong(name);
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length + 1)));
  return `<details><summary>${stateFold(name)}</summary>\n\n${fence}json\n${text.trimEnd()}\n${fence}\n\n</details>`;
}
