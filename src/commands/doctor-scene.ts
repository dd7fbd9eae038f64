/** What the checks of `doctor` look at: settings, stores and state as they are. No lock is taken, and no journal is folded. */
import { loadState } from '../state/load.ts';
import { type Opened as OpenedAccount, openAccount } from './accounts.ts';
import type { Context } from './context.ts';
import type { Opened, Scene } from './doctor-checks.ts';
import { DEFAULT_RATE } from './options.ts';
import { planWorkspace, readWorkspace, statePath } from './workspace.ts';

/** The scene of one account. */
export function openScene(context: Context, network: Scene['network']): Scene {
  const { opened, diagnostics } = openAccount(context);
  return {
    context,
    network,
    diagnostics,
    opened: opened === null ? null : openFiles(context, opened),
  };
}

function openFiles(context: Context, { settings, account }: OpenedAccount): Opened {
  const state = loadState(statePath(context, account), account.state);
  const workspace = readWorkspace(context, settings, account, state);
  const failed = workspace.diagnostics.some(({ severity }) => severity === 'error');
  const options = { asOf: null, retryRefused: 'no', rate: DEFAULT_RATE } as const;
  const plan = failed ? null : planWorkspace(context, workspace, options);
  return { settings, workspace, stateDiagnostics: state.diagnostics, plan };
}
