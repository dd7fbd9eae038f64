/**
 * `apply --overwrite-drift` of stores whose file did not change: nothing differs from what was last sent, so a plan
 * alone would leave them as somebody made them at WeChat. What is live counts as recorded, and the plan goes from there.
 */
import { acceptLive } from '../apply/accept.ts';
import type { StoreDrift } from '../model/drift.ts';
import type { FieldValue } from '../model/plan.ts';
import type { FieldName, Read, StoreRecord } from '../model.ts';
import type { LiveView } from '../plan/drift.ts';
import type { Context } from './context.ts';
import { compareView } from './drifting.ts';
import { readLiveView } from './live-view.ts';
import type { ApplyCommandOptions } from './sending.ts';
import { findToday, type Workspace } from './workspace.ts';

type Options = Pick<
  ApplyCommandOptions,
  'overwriteDrift' | 'planFile' | 'expectDigest' | 'approved' | 'concurrency' | 'rate'
>;

/** The workspace to plan from. An approval by plan file or digest covers its own changes only: then it is the given one. */
export async function withLiveRecords(
  context: Context,
  options: Options,
  workspace: Workspace,
): Promise<Read<Workspace>> {
  const { overwriteDrift, planFile, expectDigest, approved, concurrency, rate } = options;
  const { state } = workspace;
  const isApproved = planFile !== null || expectDigest !== null || approved !== null;
  if (overwriteDrift === 'no' || isApproved || state === null) return { value: workspace, diagnostics: [] };
  const view = await readLiveView(context, workspace, { concurrency, rate, cards: 'unread' });
  if (view.value === null) return { value: null, diagnostics: view.diagnostics };
  const stores = new Map(state.state.stores);
  for (const found of compareView(context, workspace, view.value, findToday(context, workspace)).found) {
    const record = stores.get(found.poi_id);
    if (record !== undefined && found.file !== null)
      stores.set(found.poi_id, takeLive(record, found, view.value, context.clock.now()));
  }
  const records = { ...state, state: { ...state.state, stores } };
  // A store that could not be read is looked at again, and told, when its turn comes.
  return { value: { ...workspace, state: records }, diagnostics: [] };
}

/** In memory alone: the date stays, since nothing was sent. */
function takeLive(
  record: StoreRecord,
  { poi_id, fields }: StoreDrift,
  { stores }: LiveView,
  now: Date,
): StoreRecord {
  const live = stores.get(poi_id);
  const changed = fields.filter(({ kind }) => kind === 'edited' || kind === 'conflict');
  const values = new Map<FieldName, FieldValue>(changed.map((field) => [field.field, field.live]));
  return live ? acceptLive(record, values, live, record.applied_at ?? now.toISOString()) : record;
}
