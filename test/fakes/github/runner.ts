/** A small runner: starts the built action like GitHub's own, and reads what it says by the runner's grammars. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';
import { parse } from 'yaml';
import type { RunEvent } from './events.ts';
import { parseCommands, parseFileCommands, type RunnerCommand } from './grammar.ts';
import type { Repository } from './repository.ts';
import type { FakeGitHub } from './server.ts';

/** Tests and benchmarks run at the top of the repository; these bundle this file elsewhere. */
const ROOT = process.cwd();
const LARGEST_SUMMARY = 1_048_576;
const MOST_OF_A_KIND = 10;
const MEANT = ['error', 'warning', 'notice', 'group', 'endgroup', 'add-mask', 'debug'];

export interface ActionOptions {
  readonly github: FakeGitHub;
  readonly repository: Repository;
  readonly workspace: string;
  readonly event: RunEvent;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly token?: string;
  /** The node to run on. */
  readonly node?: string;
  readonly runId?: number;
  readonly attempt?: number;
  /** What must be done when all is over; a test's own end where it is left out. */
  readonly atEnd?: (end: () => void) => void;
}

export interface Annotation {
  readonly level: string;
  readonly file: string | undefined;
  readonly line: string | undefined;
  readonly title: string | undefined;
  readonly message: string;
}

export interface ActionEnd {
  readonly exitCode: number;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  /** What the runner, or a careful reader, would complain about. */
  readonly problems: readonly string[];
  /** The runner's temporary folder, with the files that the action left. */
  readonly temp: string;
}

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly runs: { readonly main: string };
}

/** Runs the action to its end. */
export async function runAction(options: ActionOptions): Promise<ActionEnd> {
  return await startAction(options).done;
}

/** Starts the action; `cancel` ends it in the way of the runner, with its times divided by a factor. */
export function startAction(options: ActionOptions): {
  readonly done: Promise<ActionEnd>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly cancel: (factor?: number) => Promise<void>;
  readonly pid: number | undefined;
} {
  // The file is our own; the linter of workflows holds its form.
  const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as ActionFile;
  const temp = mkdtempSync(join(tmpdir(), 'mendian-runner-'));
  const { atEnd = onTestFinished } = options;
  atEnd(() => rmSync(temp, { recursive: true, force: true }));
  const { env, problems } = describeRun(options, action, temp);
  const child = execa(options.node ?? process.execPath, [join(ROOT, action.runs.main)], {
    cwd: options.workspace,
    env,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    all: true,
    stripFinalNewline: false,
    forceKillAfterDelay: false,
  });
  const kill = (signal: NodeJS.Signals): void => void child.kill(signal);
  return {
    kill,
    pid: child.pid,
    done: child.then(({ exitCode, all }) => readEnd(exitCode ?? -1, String(all), action, temp, problems)),
    cancel: async (factor = 1) => {
      kill('SIGINT');
      const ended = await Promise.race([child.then(() => true), sleep(7_500 / factor).then(() => false)]);
      if (ended) return;
      kill('SIGTERM');
      if (await Promise.race([child.then(() => true), sleep(2_500 / factor).then(() => false)])) return;
      kill('SIGKILL');
    },
  };
}

function describeRun(
  options: ActionOptions,
  action: ActionFile,
  temp: string,
): { readonly env: Record<string, string>; readonly problems: string[] } {
  const { github, repository, workspace, event, token = github.token, inputs = {} } = options;
  const problems = Object.keys(inputs)
    .filter((name) => !(name in action.inputs))
    .map((name) => `action.yml declares no input ${name}`);
  const file = (name: string, content = ''): string => {
    const path = join(temp, '_files', name);
    mkdirSync(join(temp, '_files'), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  const fullName = `${repository.owner}/${repository.name}`;
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    HOME: join(temp, '_files'),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: event.name,
    GITHUB_EVENT_PATH: file('event.json', JSON.stringify(event.payload)),
    GITHUB_OUTPUT: file('output'),
    GITHUB_ENV: file('env'),
    GITHUB_PATH: file('path'),
    GITHUB_STATE: file('state'),
    GITHUB_STEP_SUMMARY: file('summary'),
    GITHUB_REPOSITORY: fullName,
    GITHUB_REF: event.ref,
    GITHUB_SHA: event.sha,
    GITHUB_RUN_ID: String(options.runId ?? 1),
    GITHUB_RUN_ATTEMPT: String(options.attempt ?? 1),
    GITHUB_JOB: 'job',
    GITHUB_API_URL: github.apiUrl,
    GITHUB_GRAPHQL_URL: github.graphqlUrl,
    GITHUB_SERVER_URL: github.serverUrl,
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: temp,
    MENDIAN_RETRY_BASE_MS: '1',
    ...options.env,
  };
  for (const [name, { default: value = '' }] of Object.entries(action.inputs)) {
    const given = inputs[name] ?? value.replace(/\$\{\{ github\.token \}\}/u, token);
    env[`INPUT_${name.toUpperCase().replaceAll(' ', '_')}`] = given;
  }
  return { env, problems };
}

function readEnd(
  exitCode: number,
  log: string,
  action: ActionFile,
  temp: string,
  earlier: readonly string[],
): ActionEnd {
  const read = (name: string): string => {
    const path = join(temp, '_files', name);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  };
  const commands = parseCommands(log);
  const outputs = parseFileCommands(read('output'));
  const summary = read('summary');
  const undeclared = Object.keys(outputs.values).filter((name) => !(name in action.outputs));
  const problems = [
    ...earlier,
    ...outputs.problems,
    ...undeclared.map((name) => `action.yml declares no output ${name}`),
    ...commands.flatMap(describeCommand),
    ...countKinds(commands),
    ...(Buffer.byteLength(summary) > LARGEST_SUMMARY ? ['the summary is too large'] : []),
    ...(read('env') + read('path') + read('state') === ''
      ? []
      : ['it writes into environment, path or state']),
  ];
  const annotations = commands
    .filter(({ name }) => ['error', 'warning', 'notice'].includes(name))
    .map(({ name, properties: { file, line, title }, data }) => ({
      level: name,
      file,
      line,
      title,
      message: data,
    }));
  return { exitCode, log, outputs: outputs.values, summary, annotations, problems, temp };
}

function describeCommand({ name, form, data }: RunnerCommand): readonly string[] {
  if (form === 'old') return [`the log holds ##[${name}]`];
  return MEANT.includes(name) ? [] : [`the log holds ::${name}::${data}`];
}

function countKinds(commands: readonly RunnerCommand[]): readonly string[] {
  return ['error', 'warning', 'notice'].flatMap((kind) => {
    const count = commands.filter(({ name }) => name === kind).length;
    return count > MOST_OF_A_KIND ? [`${count} annotations of the kind ${kind}`] : [];
  });
}
