/** Where the local pictures of a pull request's plan can be looked at: its own and those of its base. */
import { findPathPrefix } from '../base/path-prefix.ts';
import { PICTURES, samePictures } from '../fields.ts';
import type { RunInfo } from '../github/run.ts';
import type { Plan } from '../model/plan.ts';
import type { Store } from '../model.ts';
import { findAddress } from '../pictures.ts';
import type { PicturePlaces } from '../report/pictures.ts';
import type { PullPart } from '../report/plan-document.ts';
import type { ActionContext } from './action-context.ts';
import { knownPictures } from './uploads.ts';
import type { Workspace } from './workspace.ts';

/** The base's files, as far as the checkout holds them. */
export interface Earlier {
  readonly commit: string;
  readonly workspace: Pick<Workspace, 'account' | 'reading' | 'state'>;
}

/** What the plan of a pull request tells of its pictures; nothing where none is a file of the repository. */
export function describePlaces(
  { run, root }: Pick<ActionContext, 'run' | 'root'>,
  plan: Plan,
  earlier: readonly Earlier[],
): Pick<PullPart, 'pictures'> {
  const before = Object.assign({}, ...earlier.map(({ workspace }) => listBefore(plan, workspace)));
  const isLocal = plan.changes.some(({ pictures }) => pictures !== undefined);
  if (!isLocal && Object.keys(before).length === 0) return {};
  const prefix = findPathPrefix(run.workspace, root);
  return { pictures: { prefix, base: earlier[0]?.commit ?? null, before } };
}

/** Paths in the base by the addresses that the plan's stores have on record. */
function listBefore(
  plan: Plan,
  { account, reading, state }: Earlier['workspace'],
): Readonly<Record<string, string>> {
  const known = knownPictures(state?.state);
  const stores = new Map(reading.stores.map((store) => [store.poi_id, store]));
  const own = plan.changes.filter((change) => change.account === account.name);
  const found = own.flatMap(({ poi_id, fields }) => {
    const before = fields.find(({ field }) => field === PICTURES.name)?.before ?? [];
    const store = stores.get(poi_id);
    if (store === undefined || typeof before === 'string') return [];
    const record = state?.state.stores.get(poi_id) ?? null;
    return before.flatMap((url) => {
      const path = findPath(store, url, (sha256) => findAddress(sha256, record, known));
      return path === null ? [] : [[url, path] as const];
    });
  });
  return Object.fromEntries(found);
}

function findPath(
  { pictures }: Store,
  url: string,
  addressOf: (sha256: string) => string | null,
): string | null {
  const picture = [...pictures.values()].find(({ sha256 }) => {
    const address = addressOf(sha256);
    return address !== null && samePictures([address], [url]);
  });
  return picture?.path ?? null;
}

/** Pages of the repository's files; `headSha` is the pull request's own commit. Null where no picture is local. */
export function findPlaces(
  { serverUrl, owner, repo }: Pick<RunInfo, 'serverUrl' | 'owner' | 'repo'>,
  pull: PullPart | undefined,
  headSha: string,
): PicturePlaces | null {
  if (pull?.pictures === undefined) return null;
  const repository = `${serverUrl.replace(/\/+$/u, '')}/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;
  return { ...pull.pictures, repository, head: headSha };
}
