/** What a plan says about the state's list of uploaded pictures: that it is empty, or that a part of it was lost. Pure. */

import type { Plan } from '../model/plan.ts';
import { type Diagnostic, NOWHERE, notice, warning } from '../model.ts';
import { listUploads, readKnownPictures, readUploads } from '../pictures.ts';
import type { Workspace } from './workspace.ts';

/** At most one finding: without the list, pictures that WeChat shows already are uploaded and reviewed again. */
export function remarkUploads(
  { changes }: Pick<Plan, 'changes'>,
  { account, state }: Pick<Workspace, 'account' | 'state'>,
): readonly Diagnostic[] {
  if (state === null) return [];
  const known = readKnownPictures(state.state);
  const lost = known.size - readUploads(state.state).size;
  const place = { ...NOWHERE, file: account.state };
  if (lost > 0) return [notice('PICTURES_RESTORED', place, { pictures: lost, state: account.state })];
  const sent = changes.filter(({ action, poi_id }) => {
    const recorded = state.state.stores.get(poi_id)?.values !== undefined;
    return recorded && (action === 'update' || action === 'hold');
  });
  const uploading = sent.filter((change) => listUploads(change).length > 0);
  if (known.size > 0 || uploading.length === 0) return [];
  const pictures = new Set(uploading.flatMap(listUploads)).size;
  const params = { pictures, stores: uploading.length, state: account.state };
  return [warning('PICTURES_UNKNOWN', place, params)];
}
