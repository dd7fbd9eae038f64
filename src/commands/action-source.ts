/**
 * Where the plan of a run takes its state from: never from a pull request. In one it is the base's (or the state
 * branch's), and a pull request that touches the state is an error.
 */

import { lstatSync, readFileSync } from 'node:fs';
import {
  hasCommit,
  isTracked,
  listParents,
  openRepository,
  type Repository,
  readFileAt,
  withFilesAt,
} from '../git/repository.ts';
import { readBranchFile, readFileAt as readFileAtGitHub } from '../github/branch.ts';
import {
  type Account,
  asRunDiagnostic,
  type Diagnostic,
  type Fault,
  fault,
  NOWHERE,
  notice,
  type Read,
} from '../model.ts';
import { listSettingsFiles } from '../settings/settings-files.ts';
import { EMPTY_STATE } from '../state/file.ts';
import type { LoadedState } from '../state/load.ts';
import { parseState } from '../state/parse.ts';
import { movedTo, openAccounts } from './accounts.ts';
import type { ActionContext } from './action-context.ts';
import { gitOf } from './publishing.ts';
import { statePath } from './workspace.ts';

export interface Source {
  /** Null: the state file of the checkout as it is. */
  readonly state: Read<LoadedState> | null;
  readonly diagnostics: readonly Diagnostic[];
  /** The commit that the pull request goes to, where the checkout holds its files. */
  readonly base: { readonly repository: Repository; readonly commit: string } | null;
}

/** Of an account that could not be opened. */
export const NO_SOURCE: Source = { state: null, diagnostics: [], base: null };
const AS_IT_IS: Source = { state: null, diagnostics: [], base: null };

/** Finds the state for the plan of an account. */
export type FindSource = (account: Account) => Promise<Source>;

/** What the states of all accounts are found by: the checkout and its base are looked at once. */
export async function openSources(context: ActionContext): Promise<FindSource> {
  const { event, inputs } = context;
  const isPull = event.kind === 'pull_request' || event.kind === 'merge_group';
  if (!isPull && inputs.stateBranch === null) return async () => AS_IT_IS;
  const repository = await openRepository(gitOf(context));
  if ('code' in repository) return async () => failed(repository);
  if (!isPull) {
    return async (account) => {
      const text = await readStateBranch(context, repository, account, readHere(context, account));
      return isFault(text) ? failed(text) : { ...AS_IT_IS, state: parse(text, account) };
    };
  }
  const commit = await findBaseCommit(context, repository);
  const paths =
    commit === null ? new Map<string, string>() : await readBasePaths(context, repository, commit);
  return (account) => findBaseSource(context, { repository, commit, paths }, account);
}

/** The commit that a pull request goes to, and where the states of its accounts stand there. */
interface Base {
  readonly repository: Repository;
  /** Null where the checkout does not go back that far. */
  readonly commit: string | null;
  readonly paths: ReadonlyMap<string, string>;
}

async function findBaseSource(
  context: ActionContext,
  { repository, commit, paths }: Base,
  account: Account,
): Promise<Source> {
  const { event } = context;
  const journal = `${account.state}.journal`;
  if (await isTracked(repository, journal))
    return failed({ code: 'JOURNAL_TRACKED', params: { file: journal } });
  const base = commit === null ? null : { repository, commit };
  const tracked = await readAtBase(context, { repository, commit, paths }, account);
  if (isFault(tracked)) return failed(tracked);
  const kept = await readStateBranch(context, repository, account, tracked);
  if (isFault(kept)) return failed(kept);
  const here = readHere(context, account);
  const remarks = event.kind === 'pull_request' && base === null ? [notice('NO_HISTORY', NOWHERE, {})] : [];
  if (here === tracked) return { base, state: parse(kept, account), diagnostics: remarks };
  if (kept === null && here !== null) {
    const state = parse(here, account);
    const records = state.value?.state.stores.size ?? 0;
    const place = { ...NOWHERE, file: account.state };
    return {
      base,
      state,
      diagnostics: [...remarks, notice('STATE_BASELINE', place, { file: account.state, records })],
    };
  }
  const how = here === null ? 'removed' : tracked === null ? 'added' : 'changed';
  const touched = fault('STATE_TOUCHED', { ...NOWHERE, file: account.state }, { file: account.state, how });
  return { base, state: parse(kept, account), diagnostics: [...remarks, touched] };
}

/** The base's own settings say where its state was. */
async function readAtBase(
  context: ActionContext,
  { repository, commit, paths }: Base,
  account: Account,
): Promise<string | null | Fault> {
  const path = `${repository.prefix}${account.state}`;
  if (commit !== null) {
    const renamed = paths.get(account.name) ?? account.state;
    return await readFileAt(repository.git, commit, `${repository.prefix}${renamed}`);
  }
  const { event } = context;
  const ref =
    event.kind === 'pull_request' ? event.baseRef : event.kind === 'merge_group' ? event.baseSha : '';
  return await readFileAtGitHub(await context.github(), ref, path);
}

/** State files by account, as the base's settings name them; empty where they cannot be read. */
async function readBasePaths(
  context: ActionContext,
  repository: Repository,
  commit: string,
): Promise<ReadonlyMap<string, string>> {
  const files = listSettingsFiles(context.config);
  const found = await withFilesAt(repository, commit, files, async (root) => {
    const { opened } = openAccounts({ ...movedTo(context, root), accounts: [] });
    return new Map((opened ?? []).map(({ account: { name, state } }) => [name, state]));
  });
  return found instanceof Map ? found : new Map();
}

/** `HEAD^1` of the merge commit that GitHub checks out, where the checkout goes back that far. */
async function findBaseCommit({ event }: ActionContext, { git, head }: Repository): Promise<string | null> {
  const [first, second] = await listParents(git, head);
  if (first === undefined || !(await hasCommit(git, first))) return null;
  if (event.kind === 'pull_request') return second === event.headSha ? first : null;
  return event.kind === 'merge_group' && first === event.baseSha ? first : null;
}

/** The state that counts: the state branch's, and while there is none, what is tracked beside the stores. */
async function readStateBranch(
  context: ActionContext,
  { prefix }: Repository,
  account: Account,
  tracked: string | null,
): Promise<string | null | Fault> {
  const { stateBranch } = context.inputs;
  if (stateBranch === null) return tracked;
  const tip = await readBranchFile(await context.github(), stateBranch, `${prefix}${account.state}`);
  if ('code' in tip) return tip;
  return tip.commit === null ? tracked : tip.text;
}

/** The state file of the checkout, its line ends as git keeps them; null where there is none. No link is followed. */
function readHere(context: ActionContext, account: Account): string | null {
  const path = statePath(context, account);
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return null;
  return found.isFile() ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : '';
}

function parse(text: string | null, { state: file }: Account): Read<LoadedState> {
  if (text === null) {
    return { value: { state: EMPTY_STATE, presence: 'missing', journalLines: 0 }, diagnostics: [] };
  }
  const { value, diagnostics } = parseState(text, file);
  return { value: value && { state: value, presence: 'present', journalLines: 0 }, diagnostics };
}

function isFault(found: string | null | Fault): found is Fault {
  return found !== null && typeof found !== 'string';
}

function failed(found: Fault): Source {
  return {
    ...AS_IT_IS,
    state: { value: null, diagnostics: [] },
    diagnostics: [asRunDiagnostic('error', found)],
  };
}
