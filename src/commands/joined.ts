/** The account while a command may change its state: locked, the shared branch joined, all files read. */
import { readSystemCode } from '../base/system-error.ts';
import {
  type Account,
  asRunDiagnostic,
  type Diagnostic,
  type Fault,
  fault,
  NOWHERE,
  type Settings,
} from '../model.ts';
import { readReach } from '../settings/environment.ts';
import { openAccount } from './accounts.ts';
import type { Context } from './context.ts';
import type { PublishChoice, Shared } from './publishing.ts';
import { openRecording, type Recording, type Sharing } from './recording.ts';
import { listRead } from './sources.ts';
import { readWorkspace, type Workspace } from './workspace.ts';

/** Opens the branch that keeps the state for all, once the account is known. */
export type OpenShared = (settings: Settings, account: Account) => Promise<Shared | Fault | null>;

/** Runs `act` on the joined workspace, or says why it could not be opened. The lock is given back at every end. */
export async function inJoinedWorkspace<T>(
  context: Context,
  choice: PublishChoice,
  openShared: OpenShared,
  act: (workspace: Workspace, recording: Recording) => Promise<T>,
): Promise<{ readonly done: T } | { readonly refused: readonly Diagnostic[] }> {
  const { opened, diagnostics } = openAccount(context);
  if (opened === null) return { refused: diagnostics };
  const shared = await openShared(opened.settings.value, opened.account);
  if (shared !== null && 'code' in shared)
    return { refused: [...diagnostics, asRunDiagnostic('error', shared)] };
  const names = new Map<string, string>();
  const sharing = shared === null ? null : describeSharing(context, choice, shared, opened.account, names);
  const recording = openRecording(context, opened.account, sharing);
  if (recording.value === null) return { refused: recording.diagnostics };
  try {
    const refused = await recording.value.join();
    if (refused.length > 0) return { refused: [...diagnostics, ...refused] };
    const workspace = readWorkspace(context, opened.settings, opened.account);
    for (const { poi_id, name } of workspace.reading.stores) names.set(poi_id, name);
    const dirty = (await shared?.checkRead(listRead(workspace))) ?? null;
    if (dirty !== null) return { refused: [...diagnostics, asRunDiagnostic('error', dirty)] };
    return { done: await act(workspace, recording.value) };
  } catch (error) {
    // A disk that fails before anything is sent; afterwards the run itself tells it, beside what was done.
    const detail = error instanceof Error && 'syscall' in error ? readSystemCode(error) : null;
    if (detail === null) throw error;
    return { refused: [fault('RECORD_FAILED', NOWHERE, { detail })] };
  } finally {
    recording.value.release();
  }
}

function describeSharing(
  context: Context,
  { checkpoint }: PublishChoice,
  shared: Shared,
  account: Account,
  names: ReadonlyMap<string, string>,
): Sharing {
  const retryBaseMs = readReach(context.environment).value?.retryBaseMs ?? 1000;
  const kept = shared.kept ?? account.state;
  return { ...shared, kept, retryBaseMs, checkpoint, names: () => names };
}
