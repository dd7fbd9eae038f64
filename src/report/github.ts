/** Findings as annotations of a GitHub run: the runner's commands, the most serious first. Pure. */
import { describeFault } from '../messages/describe.ts';
import type { Messages } from '../messages/en.ts';
import type { Outcome } from '../model/run.ts';
import type { Severity } from '../model.ts';
import { showWhose, sortBySeverity } from './diagnostics.ts';
import { forRunnerData, forRunnerProperty, forTerminal } from './escape.ts';
import type { DescribedDiagnostic } from './plan-document.ts';

/** The runner shows ten of a kind for a step and silently drops the others. */
const MOST_ANNOTATIONS = 10;

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** One line a finding, at most ten, then one that says how many more there are. `prefix` leads from the workspace to the root. */
export function annotations(
  diagnostics: readonly DescribedDiagnostic[],
  prefix: string,
  messages: Messages,
): readonly string[] {
  const sorted = sortBySeverity(diagnostics);
  const first = sorted.slice(0, MOST_ANNOTATIONS);
  // The line about the others is a notice too, and must not be the eleventh of them.
  const crowded = sorted.length > MOST_ANNOTATIONS && first.every(({ severity }) => severity === 'info');
  const shown = crowded ? first.slice(1) : first;
  const lines = shown.map((each) => annotation(each, prefix, messages));
  const left = sorted.length - lines.length;
  return left > 0
    ? [...lines, `::notice title=mendian::${forRunnerData(messages.github.more(left))}`]
    : lines;
}

function annotation(finding: DescribedDiagnostic, prefix: string, messages: Messages): string {
  const { severity, code, file, line, column, message, hint } = finding;
  const place = [
    ...(file === null ? [] : [`file=${forRunnerProperty(forTerminal(`${prefix}${file}`))}`]),
    ...(line === null ? [] : [`line=${line}`, `endLine=${line}`]),
    ...(line === null || column === null ? [] : [`col=${column}`, `endColumn=${column}`]),
    `title=${forRunnerProperty(`mendian ${code}`)}`,
  ];
  const whose = showWhose(finding, messages);
  const lines = [
    whose === '' ? message : `${whose} ${message}`,
    ...(hint === null ? [] : hint.split('\n').map((part) => `→ ${part}`)),
  ];
  return `::${COMMANDS[severity]} ${place.join(',')}::${forRunnerData(lines.map(forTerminal).join('\n'))}`;
}

/** Stores that failed or of which nothing is known, as findings at their files. */
export function describeFailures(
  outcomes: readonly Outcome[],
  messages: Messages,
): readonly DescribedDiagnostic[] {
  return outcomes.flatMap((outcome): readonly DescribedDiagnostic[] => {
    if (outcome.outcome !== 'failed' && outcome.outcome !== 'unknown') return [];
    const { message, hint } = describeFault(outcome.error.fault, messages);
    const store = outcome.name ?? outcome.poi_id;
    const place = { file: outcome.file, line: null, column: null };
    return [
      {
        ...place,
        severity: 'error',
        code: outcome.error.fault.code,
        message: messages.signs.labelled(store, message),
        hint,
      },
    ];
  });
}
