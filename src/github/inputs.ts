/** The action's inputs: text of the workflow in, checked values or faults out. Pure. */
import type { Phrase } from '../messages/phrases.ts';
import { type Diagnostic, fault, type Language, NOWHERE, type Read } from '../model.ts';
import type { CommentMode } from './comment.ts';

export type ActionCommand = 'plan' | 'apply' | 'status' | 'event' | 'drift' | 'matrix' | 'fold';
export type CommitMode = 'api' | 'git' | 'off';
export type DriftMode = 'report' | 'issue' | 'pull-request';

export interface ActionInputs {
  readonly command: ActionCommand;
  /** Relative to the workspace. */
  readonly workingDirectory: string;
  readonly accounts: readonly string[];
  readonly select: readonly string[];
  readonly exclude: readonly string[];
  readonly token: string;
  readonly comment: CommentMode;
  readonly commit: CommitMode;
  /** Null keeps the state on the branch of the stores. */
  readonly stateBranch: string | null;
  /** As written, to be checked by the rules of the command line; null takes the default. */
  readonly checkpoint: string | null;
  readonly maxChanges: string | null;
  readonly maxReviews: string | null;
  readonly overwriteDrift: 'yes' | 'no';
  readonly acceptNames: 'yes' | 'no';
  readonly retryRefused: 'yes' | 'no';
  readonly drift: DriftMode;
  readonly failOnDrift: 'yes' | 'no';
  /** Of `matrix`, as written; null takes the default. */
  readonly matrixFor: string | null;
  readonly batches: string | null;
  /** Of `fold`: the folder of the reports, relative to the working directory, and the matrix that they came from. */
  readonly reports: string | null;
  readonly matrix: string | null;
  /** Null takes the settings' language. */
  readonly language: Language | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

const CHOICES = {
  command: ['plan', 'apply', 'status', 'event', 'drift', 'matrix', 'fold'],
  comment: ['update', 'recreate', 'off'],
  commit: ['api', 'git', 'off'],
  drift: ['report', 'issue', 'pull-request'],
  language: ['en', 'zh-CN'],
} as const;

/** The variable in which the runner hands over an input. */
export function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

/** Reads all inputs; each fault names the input, what was given and what is expected. */
export function readInputs(environment: Environment): Read<ActionInputs> {
  const faults: Diagnostic[] = [];
  const text = (name: string): string => environment[inputVariable(name)]?.trim() ?? '';
  const given = (name: string): string | null => (text(name) === '' ? null : text(name));
  const reject = (input: string, value: string, expected: Phrase): void => {
    faults.push(fault('INPUT_INVALID', NOWHERE, { input, value, expected }));
  };
  const choose = <N extends keyof typeof CHOICES>(name: N): (typeof CHOICES)[N][number] => {
    const [first] = CHOICES[name];
    const found = CHOICES[name].find((choice) => choice === (given(name) ?? first));
    if (found === undefined) reject(name, text(name), { phrase: 'expect-one-of', choices: CHOICES[name] });
    return found ?? first;
  };
  const flag = (name: string): 'yes' | 'no' => {
    const value = text(name).toLowerCase();
    if (!['', 'true', 'false'].includes(value)) reject(name, text(name), 'expect-flag');
    return value === 'true' ? 'yes' : 'no';
  };
  const value: ActionInputs = {
    command: choose('command'),
    workingDirectory: given('working-directory') ?? '.',
    // As the matrix writes them; no account's name has a comma in it.
    accounts: splitLines(text('account').replaceAll(',', '\n')),
    select: splitLines(text('select')),
    exclude: splitLines(text('exclude')),
    token: text('github-token'),
    comment: choose('comment'),
    commit: choose('commit'),
    stateBranch: given('state-branch'),
    checkpoint: given('checkpoint'),
    maxChanges: given('max-changes'),
    maxReviews: given('max-reviews'),
    overwriteDrift: flag('overwrite-drift'),
    acceptNames: flag('accept-names'),
    retryRefused: flag('retry-refused'),
    drift: choose('drift'),
    failOnDrift: flag('fail-on-drift'),
    matrixFor: given('matrix-for'),
    batches: given('batches'),
    reports: given('reports'),
    matrix: given('matrix'),
    language: given('language') === null ? null : choose('language'),
  };
  return { value: faults.length > 0 ? null : value, diagnostics: faults };
}

/** Several values stand on lines of their own. */
function splitLines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
