/** What the action's commands are given: the context of all commands, and the run that they are a part of. */

import type { GitHub } from '../github/client.ts';
import type { ActionEvent } from '../github/event.ts';
import type { ActionInputs } from '../github/inputs.ts';
import type { Outputs } from '../github/outputs.ts';
import type { RunInfo } from '../github/run.ts';
import type { DescribedDiagnostic } from '../report/plan-document.ts';
import type { Context } from './context.ts';

export interface ActionContext extends Context {
  readonly inputs: ActionInputs;
  readonly run: RunInfo;
  readonly event: ActionEvent;
  /** Absolute path of a folder for this run's files: plan, report, state. */
  readonly files: string;
  /** The repository at GitHub; made at the first call. */
  readonly github: () => Promise<GitHub>;
  readonly writeOutputs: (outputs: Outputs) => void;
  readonly addSummary: (markdown: string) => void;
  /** Findings as annotations. */
  readonly annotate: (findings: readonly DescribedDiagnostic[]) => void;
}
