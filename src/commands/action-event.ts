/** The action's event: a push event that a forwarder dispatched, recorded in the branch and told in the summary. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { branchOf } from '../github/run.ts';
import { asRunDiagnostic, type Fault, NOWHERE, notice } from '../model.ts';
import { diagnosticsJson, diagnosticsMarkdown, diagnosticsText } from '../report/diagnostics.ts';
import { type EventReport, eventJson, eventMarkdown, eventText } from '../report/event.ts';
import { namesPushSecrets } from '../settings/environment.ts';
import { narrowTo, openAccounts } from './accounts.ts';
import { keepState, openBranch } from './action-branch.ts';
import type { ActionContext } from './action-context.ts';
import { tellVerdicts } from './action-verdicts.ts';
import type { ExitCode } from './context.ts';
import { DEFAULT_CHECKPOINT, parsePublishing } from './options.ts';
import { type EventOptions, judgeEvent, receiveEvent, refuseEvent } from './receiving.ts';
import { describeSelection, openWorkspace } from './workspace.ts';

/** Receives the envelope that the dispatch holds, and no other. */
export async function eventAction(context: ActionContext): Promise<ExitCode> {
  const { event, run } = context;
  const branch = branchOf(run.ref);
  if (event.kind !== 'repository_dispatch' || branch === null) {
    const refused: Fault = { code: 'PUSH_NO_DISPATCH', params: { event: run.eventName } };
    return conclude(context, refuseEvent([asRunDiagnostic('error', refused)]));
  }
  const [expression] = describeSelection(context);
  if (expression !== undefined) {
    const option = expression.startsWith('--select') ? 'select' : 'exclude';
    const refused: Fault = {
      code: 'OPTION_NOT_TAKEN',
      params: { option, command: 'event', why: 'event-says' },
    };
    return conclude(context, refuseEvent([asRunDiagnostic('error', refused)]));
  }
  if (!namesPushSecrets(context.environment)) return endNotSetUp(context);
  const envelope = JSON.stringify(event.payload);
  const report = await receiveEvent(context, envelope, readOptions(context), (settings, account) =>
    openBranch(context, settings, account, branch),
  );
  const exitCode = conclude(context, report);
  await tellEnded(context, report);
  return exitCode;
}

/** A push that comes again tells what the run of the first may not have come to; what stands already costs no write. */
async function tellEnded(around: ActionContext, report: EventReport): Promise<void> {
  const { result, stores, account } = report;
  if (result !== 'recorded' && result !== 'known') return;
  const owner = openAccounts(around).opened?.find((each) => each.account.name === account);
  const context = owner === undefined ? around : narrowTo(around, owner);
  const { workspace } = openWorkspace(context);
  const records = workspace?.state?.state.stores;
  if (workspace === null || records === undefined) return;
  await tellVerdicts(context, { workspace, records }, new Set(stores.map(({ poi_id }) => poi_id)));
}

/** A repository that takes no events yet: green, and said aloud. */
function endNotSetUp(context: ActionContext): ExitCode {
  const missing = ['WECHAT_PUSH_TOKEN', 'WECHAT_ENCODING_AES_KEY'];
  const found = notice('PUSH_NOT_SET_UP', NOWHERE, { missing });
  const described = diagnosticsJson([found], context.messages);
  context.print(`${diagnosticsText([found], context.style).join('\n')}\n`);
  context.annotate(described);
  context.addSummary(diagnosticsMarkdown(described, context.messages).join('\n'));
  return 0;
}

function readOptions({ inputs: { commit, stateBranch } }: ActionContext): EventOptions {
  const choice = parsePublishing({
    publish: commit === 'off' ? 'no' : 'push',
    stateBranch: commit === 'off' ? null : stateBranch,
    checkpoint: String(DEFAULT_CHECKPOINT),
  });
  return { choice, maxAgeMs: null };
}

/** Log, annotations, the report as a file, summary. */
function conclude(context: ActionContext, report: EventReport): ExitCode {
  const { messages, style, run, files } = context;
  context.print(eventText(report, style));
  context.annotate(diagnosticsJson(report.diagnostics, messages));
  const reportFile = join(files, 'report.json');
  writeFileSync(reportFile, eventJson(report, messages));
  context.writeOutputs({ 'report-file': reportFile });
  const state = keepState(context, report.diagnostics);
  const foot = [state, messages.github.commit(run.sha, run.url)].filter((part) => part !== '');
  context.addSummary([eventMarkdown(report, messages), ...foot].join('\n'));
  return judgeEvent(report);
}
