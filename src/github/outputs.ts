/** What the action hands to the runner: outputs, the summary, annotations. */
import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';

/** Names of the action's outputs, as `action.yml` declares them. */
export type OutputName =
  | 'changes'
  | 'digest'
  | 'adopt'
  | 'update'
  | 'hold'
  | 'release'
  | 'applied'
  | 'failed'
  | 'deferred'
  | 'plan-file'
  | 'report-file'
  | 'matrix';

export type Outputs = Readonly<Partial<Record<OutputName, string>>>;

/**
 * Writes outputs into the runner's file. The delimiter is random for each value: with a fixed one, a value that
 * holds it could forge another output.
 */
export function writeOutputs(file: string | undefined, outputs: Outputs): void {
  if (file === undefined || file === '') return;
  const blocks = Object.entries(outputs).map(([name, value]) => {
    const delimiter = `mendian_${randomBytes(16).toString('hex')}`;
    return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
  });
  appendFileSync(file, blocks.join(''));
}

/** Adds Markdown to the step's summary. */
export function addSummary(file: string | undefined, markdown: string): void {
  if (file === undefined || file === '') return;
  appendFileSync(file, `${markdown}\n`);
}
