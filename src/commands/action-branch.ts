/** The branch that keeps the state for the action's commands, and the state's way home where it takes no commit. */

import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkFiles, checkRead, findOtherFile, openRemoteBranch } from '../git/branch.ts';
import { openRepository, type Repository, readFileAt } from '../git/repository.ts';
import { openApiBranch } from '../github/branch.ts';
import type { GitHub } from '../github/client.ts';
import { type BranchReads, createBranchReads } from '../github/reads.ts';
import { branchOf } from '../github/run.ts';
import type { Phrase } from '../messages/phrases.ts';
import type { Account, Diagnostic, Fault, Settings } from '../model.ts';
import { readReach } from '../settings/environment.ts';
import { areSeveral, openAccounts } from './accounts.ts';
import type { ActionContext } from './action-context.ts';
import type { Together } from './context.ts';
import { describeCheckout, gitOf, type Shared } from './publishing.ts';
import { statePath } from './workspace.ts';

/** As whom plain git commits; the API knows by itself. */
const BOT = {
  name: 'github-actions[bot]',
  email: '41898282+github-actions[bot]@users.noreply.github.com',
};
/** How long a tip counts as new among several accounts, in units of the retry base. */
const FRESH_IN_BASES = 3;
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
  const repository = await shareRepository(context);
  if ('code' in repository) return repository;
  const checkout = describeCheckout(context, settings, account, repository);
  const stateBranch = inputs.stateBranch ?? codeBranch;
  const kept = messages.github.keptAt(basename(account.state));
  const self = { id: run.id, holder: run.url };
  const checkFilesRead = (files: readonly string[]): Promise<Fault | null> =>
    checkRead(repository, account.stores, files);
  if (inputs.commit === 'git') {
    const branch = openRemoteBranch({ ...checkout, remote: 'origin', codeBranch, stateBranch });
    return { branch, self, claims: 'shared', checkRead: checkFilesRead, kept };
  }
  const path = `${repository.prefix}${account.state}`;
  const github = await context.github();
  const branch = openApiBranch({
    github,
    reads: shareReads(context, github),
    head: repository.head,
    codeBranch,
    stateBranch,
    path,
    readBase: async () => {
      const text = await readFileAt(repository.git, repository.head, path);
      return typeof text === 'string' ? text : null;
    },
    joinCommits: checkout.joinCommits,
    checkFiles: () => checkFiles(checkout),
    findOtherFile: (files) => findOtherFile(files, repository.prefix, checkout.stateFiles),
  });
  return { branch, self, claims: 'shared', checkRead: checkFilesRead, kept };
}

/** What accounts at work at once share: the checkout that they all are in, and what is known of its branches. */
const sharedRepositories = new WeakMap<Together, Promise<Repository | Fault>>();
const sharedReads = new WeakMap<Together, BranchReads>();

async function shareRepository(context: ActionContext): Promise<Repository | Fault> {
  const { together } = context;
  const open = (): Promise<Repository | Fault> => openRepository(gitOf(context, BOT));
  if (together === undefined) return await open();
  const opened = sharedRepositories.get(together) ?? open();
  sharedRepositories.set(together, opened);
  return await opened;
}

/** One account asks each time; several at once need not ask for the same tip within a moment. */
function shareReads({ together, environment, clock }: ActionContext, github: GitHub): BranchReads {
  const now = (): number => clock.now().getTime();
  if (together === undefined) return createBranchReads(github, 0, now);
  const freshMs = FRESH_IN_BASES * (readReach(environment).value?.retryBaseMs ?? 1000);
  const reads = sharedReads.get(together) ?? createBranchReads(github, freshMs, now);
  sharedReads.set(together, reads);
  return reads;
}

/** Where results could not be recorded: the states as files beside the report, and in the summary. Else empty. */
export function keepState(context: ActionContext, diagnostics: readonly Diagnostic[]): string {
  const lost = diagnostics.filter(({ code }) => code === 'NOT_RECORDED');
  if (lost.length === 0) return '';
  const accounts = openAccounts(context);
  const whose = new Set(lost.flatMap((each) => each.accounts ?? []));
  const kept = (accounts.opened ?? []).filter(
    ({ account }) => !areSeveral(accounts) || whose.size === 0 || whose.has(account.name),
  );
  return kept.map(({ account }) => keepOneState(context, account)).join('\n\n');
}

function keepOneState(context: ActionContext, account: Account): string {
  const path = statePath(context, account);
  if (!existsSync(path)) return '';
  const name = basename(account.state);
  copyFileSync(path, join(context.files, name));
  const text = readFileSync(path, 'utf8');
  const { stateFold, stateTooLong } = context.messages.github;
  if (Buffer.byteLength(text) > LONGEST_SHOWN_STATE) return stateTooLong(name);
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length + 1)));
  return `<details><summary>${stateFold(name)}</summary>\n\n${fence}json\n${text.trimEnd()}\n${fence}\n\n</details>`;
}
