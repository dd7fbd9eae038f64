/** The one issue or pull request about drift: brought up to date, or closed where nothing differs any more. */
import { type KeptPull, keepPull } from '../github/change-request.ts';
import { keepIssue } from '../github/issue.ts';
import type { StoreDrift } from '../model/drift.ts';
import { asRunDiagnostic, type Diagnostic } from '../model.ts';
import { type DriftReport, isAnyAccepted } from '../report/drift-document.ts';
import { driftIssue, driftPull } from '../report/drift-request.ts';
import type { ActionContext } from './action-context.ts';
import type { Found } from './action-drift-look.ts';
import { keyOf } from './action-plan.ts';

/** What was done, in words, and what could not be done. */
export interface Kept {
  /** Markdown that is plain text as well. */
  readonly said: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

const LABELS = ['mendian'];
const BRANCH = 'mendian/drift';

/** Opens, updates or closes the issue. A person who closes it early finds it open again, since the drift is still there. */
export async function keepDriftIssue(
  context: ActionContext,
  report: DriftReport,
  drifted: readonly StoreDrift[],
): Promise<Kept> {
  const { messages, run } = context;
  const place = { marker: markerOf(context), labels: LABELS };
  const github = await context.github();
  const kept =
    drifted.length === 0
      ? await keepIssue(github, {
          ...place,
          state: 'closed',
          lastWord: messages.driftAction.issueLastWord(run.url),
        })
      : await keepIssue(github, {
          ...place,
          ...driftIssue(report, drifted, messages, run.url),
          state: 'open',
          reopen: 'yes',
        });
  if ('code' in kept) return { said: [], diagnostics: [asRunDiagnostic('error', kept)] };
  const { issue, kept: words } = messages.driftAction;
  return { said: kept.number === null ? [] : [issue(kept.number, words[kept.did])], diagnostics: [] };
}

/** Opens, updates or closes the pull request. It holds store files only: the state is apply's to write. */
export async function keepDriftPull(
  context: ActionContext,
  { report, files, commit }: Found,
  base: string,
): Promise<Kept> {
  const { messages, run } = context;
  const { driftAction } = messages;
  const place = { branch: branchOf(context), marker: markerOf(context), leftWord: driftAction.pullLeft };
  const github = await context.github();
  const accepted = (report.drift?.found ?? []).filter((store) => isAnyAccepted(report, store));
  const kept =
    files.size === 0 || commit === null
      ? await keepPull(github, { ...place, state: 'closed', lastWord: driftAction.pullLastWord(run.url) })
      : await keepPull(github, {
          ...place,
          ...driftPull(report, accepted, messages, run.url),
          state: 'open',
          base,
          parent: commit,
          files,
        });
  if ('code' in kept) return { said: [], diagnostics: [asRunDiagnostic('error', kept)] };
  return { said: describeKept(context, kept, place.branch, report), diagnostics: [] };
}

function describeKept(
  { messages: { driftAction } }: ActionContext,
  { number, did }: KeptPull,
  branch: string,
  { drift, accepted }: DriftReport,
): readonly string[] {
  if (number !== null) return [driftAction.pull(number, driftAction.kept[did])];
  if (did === 'left') return [driftAction.foreignBranch(branch)];
  const left =
    accepted.size === 0 && (drift?.found ?? []).some(({ kind }) => kind === 'edited' || kind === 'conflict');
  return left ? [driftAction.nothingToPropose] : [];
}

function markerOf(context: ActionContext): string {
  return `<!-- mendian drift ${keyOf(context)} -->`;
}

/** Two uses of the action in one repository keep two branches; the ordinary one has the short name. */
function branchOf(context: ActionContext): string {
  const { workingDirectory, accounts, select, exclude } = context.inputs;
  const whole = accounts.length + select.length + exclude.length === 0 && workingDirectory === '.';
  return whole ? BRANCH : `${BRANCH}-${keyOf(context)}`;
}
