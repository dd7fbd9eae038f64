/** The comparison of the action: of the checkout as it is, or of its commit with what could be accepted in it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRepository, type Repository, readFileAt, withFilesAt } from '../git/repository.ts';
import { asRunDiagnostic, type Diagnostic } from '../model.ts';
import type { Part } from '../plan/merge.ts';
import { type DriftReport, isAnyAccepted } from '../report/drift-document.ts';
import { areSeveral, eachAccount, movedTo, openAccount, openAccounts } from './accounts.ts';
import type { ActionContext } from './action-context.ts';
import { type FindSource, openSources } from './action-source.ts';
import { type Compared, compareWorkspace, type DriftOptions, mergeCompared } from './drifting.ts';
import { DEFAULT_CONCURRENCY, DEFAULT_RATE } from './options.ts';
import { gitOf } from './publishing.ts';
import { readWorkspace, type Workspace } from './workspace.ts';

/** A comparison, and the files that would take its values over. */
export interface Found {
  readonly report: DriftReport;
  /** Whole texts by their path from the repository's top; none where nothing is to be accepted. */
  readonly files: ReadonlyMap<string, string>;
  /** The commit that the texts were made from; null where there are none. */
  readonly commit: string | null;
}

const PACE = { cards: 'unread', concurrency: DEFAULT_CONCURRENCY, rate: DEFAULT_RATE } as const;

/** A run that could not compare anything. */
export function nothingCompared(diagnostics: readonly Diagnostic[]): Found {
  const report: DriftReport = {
    drift: null,
    accepted: new Map(),
    mode: 'report',
    selection: [],
    diagnostics,
  };
  return { report, files: new Map(), commit: null };
}

/** Compares the checkout as it lies there. */
export async function compareHere(context: ActionContext): Promise<Found> {
  const { report } = await compare(context, context, 'no');
  return { report, files: new Map(), commit: null };
}

/**
 * Compares the files of the commit that is checked out, and accepts into a copy of them: what a step before this one did
 * to the checkout gets into no pull request.
 */
export async function compareCommit(context: ActionContext): Promise<Found> {
  const repository = await openRepository(gitOf(context));
  if ('code' in repository) return nothingCompared([asRunDiagnostic('error', repository)]);
  const found = await withFilesAt(repository, repository.head, ['.'], async (root) => {
    const { report, accepted } = await compare(context, movedTo(context, root), 'files');
    return { report, files: await readAccepted(repository, root, accepted), commit: repository.head };
  });
  return 'code' in found ? nothingCompared([asRunDiagnostic('error', found)]) : found;
}

interface ComparedHere {
  readonly report: DriftReport;
  /** Files into which something was accepted. */
  readonly accepted: readonly string[];
}

/** `around` is the checkout, from which the states come; `context` is where the files are. */
async function compare(
  around: ActionContext,
  context: ActionContext,
  accept: DriftOptions['accept'],
): Promise<ComparedHere> {
  const accounts = openAccounts(context);
  const findSource = await openSources(around);
  if (!areSeveral(accounts)) return await compareOne(context, accept, findSource);
  const parts = await eachAccount(context, accounts.opened, (each) => compareOne(each, accept, findSource));
  const [first, ...others] = parts;
  const { report } = mergeCompared([asCompared(first), ...others.map(asCompared)]);
  return { report, accepted: parts.flatMap(({ part }) => part.accepted) };
}

function asCompared({ account, part }: Part<ComparedHere>): Part<Compared> {
  return { account, part: { report: part.report, files: part.accepted.length, recorded: [] } };
}

async function compareOne(
  context: ActionContext,
  accept: DriftOptions['accept'],
  findSource: FindSource,
): Promise<ComparedHere> {
  const { opened, diagnostics } = openAccount(context);
  if (opened === null) return { report: nothingCompared(diagnostics).report, accepted: [] };
  const source = await findSource(opened.account);
  const read = readWorkspace(context, opened.settings, opened.account, source.state);
  const workspace: Workspace = { ...read, diagnostics: [...read.diagnostics, ...source.diagnostics] };
  const { report } = await compareWorkspace(context, workspace, { ...PACE, accept }, null);
  const files = (report.drift?.found ?? []).flatMap((store) =>
    store.file !== null && isAnyAccepted(report, store) ? [store.file] : [],
  );
  // Nothing is taken over by this run itself: that is what the merge does.
  return { report: accept === 'no' ? report : { ...report, mode: 'dry-run' }, accepted: files };
}

/** The new texts. Git may have written the copy with other line breaks than the commit holds. */
async function readAccepted(
  { git, head, prefix }: Repository,
  root: string,
  files: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const file of files) {
    const path = `${prefix}${file}`;
    const before = await readFileAt(git, head, path);
    const written = readFileSync(join(root, file), 'utf8');
    const after =
      typeof before === 'string' && !before.includes('\r\n') ? written.replaceAll('\r\n', '\n') : written;
    if (after !== before) texts.set(path, after);
  }
  return texts;
}
