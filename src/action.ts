/** The door for GitHub: reads inputs and event, calls one command, hands results to the runner, sets the exit code. */
import { setMaxListeners } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import packageJson from '../package.json' with { type: 'json' };
import { systemClock } from './base/clock.ts';
import { asLanguage } from './base/languages.ts';
import { findPathPrefix } from './base/path-prefix.ts';
import { LARGEST_JSON_BYTES, readNamedFile } from './base/plain-file.ts';
import { applyAction } from './commands/action-apply.ts';
import { commentAction } from './commands/action-comment.ts';
import type { ActionContext } from './commands/action-context.ts';
import { driftAction } from './commands/action-drift.ts';
import { eventAction } from './commands/action-event.ts';
import { foldAction } from './commands/action-fold.ts';
import { matrixAction } from './commands/action-matrix.ts';
import { planAction } from './commands/action-plan.ts';
import { statusAction } from './commands/action-status.ts';
import type { ExitCode } from './commands/context.ts';
import { OptionError } from './commands/options.ts';
import { createGitHub, type GitHub } from './github/client.ts';
import { readEvent } from './github/event.ts';
import { type ActionInputs, inputVariable, readInputs } from './github/inputs.ts';
import { addSummary, writeOutputs } from './github/outputs.ts';
import { type RunInfo, readRun } from './github/run.ts';
import { loadMessages } from './messages/choose.ts';
import { en, type Messages } from './messages/en.ts';
import { asRunDiagnostic, type Diagnostic, fault, type Language, NOWHERE } from './model.ts';
import { diagnosticsJson, diagnosticsText } from './report/diagnostics.ts';
import { forRunnerLog, forTerminal } from './report/escape.ts';
import { annotations } from './report/github.ts';
import { createStyle } from './report/style.ts';
import { readReach } from './settings/environment.ts';
import { readLanguage } from './settings/language.ts';

const env = process.env;
/** The texts of the run; what goes wrong before they are chosen is told in English. */
let messages: Messages = en;

async function main(): Promise<ExitCode> {
  const inputs = readInputs(env);
  messages = await loadMessages(await chooseLanguage());
  if (inputs.value === null) return tellFaults(inputs.diagnostics);
  const context = createContext(inputs.value);
  context.print(
    `${messages.github.started(packageJson.version, `${inputs.value.command}, node ${process.version}`)}\n`,
  );
  try {
    return await run(context);
  } catch (error) {
    if (error instanceof OptionError) return tellFaults([asInputFault(error)]);
    throw error;
  }
}

/** The command of the inputs. A plan for another run's end is the comment for a fork. */
async function run(context: ActionContext): Promise<ExitCode> {
  if (context.inputs.command === 'apply') return await applyAction(context);
  if (context.inputs.command === 'status') return await statusAction(context);
  if (context.inputs.command === 'drift') return await driftAction(context);
  if (context.inputs.command === 'event') return await eventAction(context);
  if (context.inputs.command === 'matrix') return await matrixAction(context);
  if (context.inputs.command === 'fold') return await foldAction(context);
  if (context.run.eventName === 'pull_request_target') {
    const params = { event: 'pull_request_target', detail: 'event-target' } as const;
    return tellFaults([asRunDiagnostic('error', { code: 'EVENT_REFUSED', params })]);
  }
  return context.event.kind === 'workflow_run' ? await commentAction(context) : await planAction(context);
}

/** The input wins, then the settings of the checkout; also where other inputs are wrong. */
async function chooseLanguage(): Promise<Language> {
  const given = asLanguage(env[inputVariable('language')]?.trim());
  if (given !== null) return given;
  const folder = env[inputVariable('working-directory')]?.trim() || '.';
  const { workspace } = readRun(env, { cwd: process.cwd(), temp: tmpdir() });
  return (await readLanguage(resolve(workspace, folder), null)) ?? 'en';
}

function createContext(inputs: ActionInputs): ActionContext {
  const run = readRun(env, { cwd: process.cwd(), temp: tmpdir() });
  const root = resolve(run.workspace, inputs.workingDirectory);
  const prefix = findPathPrefix(run.workspace, root);
  const style = createStyle(messages, 'plain', prefix);
  const signal = watchSignals();
  const print = (text: string): void => void process.stdout.write(forRunnerLog(text));
  let github: Promise<GitHub> | null = null;
  const entry = fileURLToPath(import.meta.url);
  return {
    inputs,
    run,
    root,
    style,
    signal,
    print,
    event: readEvent(run.eventName, readPayload(env.GITHUB_EVENT_PATH)),
    files: mkdtempSync(join(run.temp, 'mendian-')),
    config: null,
    accounts: inputs.accounts,
    select: inputs.select,
    exclude: inputs.exclude,
    format: 'github',
    verbosity: env.RUNNER_DEBUG === '1' ? 'verbose' : 'normal',
    environment: env,
    assets: resolve(entry, '../assets'),
    entry,
    messages,
    clock: systemClock,
    hint: (text) => print(`${text}\n`),
    complain: (text) => print(`${text}\n`),
    writeProgress: print,
    progressMode: 'lines',
    ask: null,
    github: () => {
      github ??= connectGitHub(inputs, run, signal, print);
      return github;
    },
    writeOutputs: (outputs) => writeOutputs(env.GITHUB_OUTPUT, outputs),
    addSummary: (markdown) => addSummary(env.GITHUB_STEP_SUMMARY, markdown),
    annotate: (findings) => {
      for (const line of annotations(findings, prefix, messages)) process.stdout.write(`${line}\n`);
    },
  };
}

async function connectGitHub(
  inputs: ActionInputs,
  run: RunInfo,
  signal: AbortSignal,
  print: (text: string) => void,
): Promise<GitHub> {
  const reach = readReach(env).value;
  const { httpProxy, httpsProxy } = reach?.proxy ?? {};
  return await createGitHub(
    {
      apiUrl: run.apiUrl,
      token: inputs.token,
      retryBaseMs: reach?.retryBaseMs ?? 1000,
      proxy: httpProxy || httpsProxy ? 'set' : 'unset',
      hurried: () => signal.aborted,
      log: (text) => print(`${forTerminal(text)}\n`),
    },
    run,
  );
}

/** The runner sends SIGINT, later SIGTERM, and then kills: the first asks for an end, the second adds nothing. */
function watchSignals(): AbortSignal {
  const controller = new AbortController();
  // Each account at work, and each of its waits, listens: many at once are no leak.
  setMaxListeners(0, controller.signal);
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => controller.abort(name));
  return controller.signal;
}

/** A run by hand may have no event; one that cannot be read counts as none. */
function readPayload(path: string | undefined): unknown {
  if (path === undefined || path === '') return null;
  try {
    return JSON.parse(readNamedFile(path, LARGEST_JSON_BYTES).bytes?.toString('utf8') ?? 'null');
  } catch {
    return null;
  }
}

function asInputFault({ diagnostic }: OptionError): Diagnostic {
  if (diagnostic.code !== 'OPTION_INVALID') return diagnostic;
  const { option, value, expected } = diagnostic.params;
  return fault('INPUT_INVALID', NOWHERE, { input: option.replace(/^--/u, ''), value: value ?? '', expected });
}

function tellFaults(faults: readonly Diagnostic[]): 1 {
  process.stdout.write(
    forRunnerLog(`${diagnosticsText(faults, createStyle(messages, 'plain')).join('\n')}\n`),
  );
  for (const line of annotations(diagnosticsJson(faults, messages), '', messages))
    process.stdout.write(`${line}\n`);
  return 1;
}

function reportSurprise(error: unknown): 1 {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const safe = trace.split('\n').map(forTerminal).join('\n');
  process.stdout.write(forRunnerLog(`${safe}\n${messages.cli.bug}\n`));
  process.stdout.write(`::error title=mendian::${forRunnerLog(messages.cli.bug)}\n`);
  return 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = reportSurprise(error);
}
