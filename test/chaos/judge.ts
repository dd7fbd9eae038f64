/** What must hold after any sequence and clean runs: the platform shows the files, and nothing is lost, doubled or left. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { State } from '../../src/model.ts';
import { readClaim } from '../../src/state/claim.ts';
import { parseState } from '../../src/state/parse.ts';
import {
  changeStore,
  countArrived,
  countRepeatedUploads,
  describePictures,
  IDS,
  type Machine,
  pick,
  type Scene,
  STATE,
} from './scene.ts';

/** The most runs until nothing is left: doubt or a review in the way, what is sent at last, and a verdict. */
const MOST_RUNS = 3;
/** Pictures that were rejected take a change of the files, which may meet a rejection that was not known yet. */
const MOST_CORRECTIONS = 3;

/** Reviews end, clean runs follow until nothing is left, and then all must be as the files say. */
export async function judge(
  scene: Scene,
  run: (machine: Machine) => Promise<void>,
): Promise<readonly string[]> {
  const { machines, random } = scene;
  for (let corrections = 0; corrections < MOST_CORRECTIONS; corrections += 1) {
    for (let runs = 0; runs < MOST_RUNS; runs += 1) {
      await run(pick(random, machines));
      approveAll(scene);
    }
    if (!correctRejected(scene)) break;
  }
  const before = countArrived(scene);
  const uploads = scene.emulator.uploads.length;
  // Each comes once more: what a machine kept for itself must come to nothing by now.
  for (const machine of machines) await run(machine);
  const moving = countArrived(scene) > before || scene.emulator.uploads.length > uploads;
  const restless = moving ? ['it never comes to rest'] : [];
  return [...scene.surprises, ...restless, ...judgeStores(scene), ...judgeCounts(scene), ...findLeft(scene)];
}

function approveAll({ emulator }: Scene): void {
  for (const { poi_id, pending } of emulator.stores.values()) {
    if (pending !== null) emulator.control({ audit: { poi_id, status: 1 } });
  }
}

/** Somebody reads that pictures were rejected, and takes others. False where there is nothing to correct. */
function correctRejected(scene: Scene): boolean {
  const rejected = IDS.filter((id) => {
    const wanted = describePictures(scene, scene.wanted.get(id)?.pic_list ?? []);
    return !same(describePictures(scene, scene.emulator.stores.get(id)?.pictures ?? []), wanted);
  });
  for (const id of rejected) changeStore(scene, id, 'pic_list', 'unseen');
  return rejected.length > 0;
}

function judgeStores(scene: Scene): readonly string[] {
  const states = scene.machines.map((machine) => readState(scene, machine));
  return IDS.flatMap((id) => judgeStore(scene, id, states.at(-1) ?? null));
}

/** The branch's state where one is shared, else the checkout's. */
function readState({ readShared }: Scene, { root }: Machine): State | null {
  const text = readShared === null ? readFileSync(join(root, STATE), 'utf8') : readShared();
  return parseState(text, STATE).value;
}

function judgeStore(scene: Scene, id: string, state: State | null): readonly string[] {
  const live = scene.emulator.stores.get(id);
  const written = scene.wanted.get(id);
  const record = state?.stores.get(id);
  if (live === undefined || written === undefined || record === undefined) return [`${id} is lost`];
  const describe = <V extends { readonly pic_list: readonly string[] }>(values: V): V => ({
    ...values,
    pic_list: describePictures(scene, values.pic_list),
  });
  const want = describe(written);
  const { hour, contract_phone, pictures } = live;
  const shown = describe({ hour, contract_phone, pic_list: pictures });
  const recorded = record.values === undefined ? undefined : describe(record.values);
  const last = [...scene.updates, ...scene.emulator.updates].findLast(
    ({ poi_id, audit_id }) => poi_id === id && audit_id !== null,
  );
  const expected = [last?.audit_id, null];
  return [
    ...(same(shown, want) ? [] : [`${id} shows ${JSON.stringify(shown)}, not ${JSON.stringify(want)}`]),
    ...(same(recorded, want) ? [] : [`${id} is recorded as ${JSON.stringify(record)}`]),
    ...(record.uncertain ? [`${id} is in doubt`] : []),
    ...(expected.includes(record.audit_id) || record.audit_id === last?.audit_id
      ? []
      : [`${id} has audit id ${record.audit_id}, not ${last?.audit_id}`]),
  ];
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** An update that changed nothing is one too many; one that took no effect has a fault that explains it. */
function judgeCounts(scene: Scene): readonly string[] {
  const updates = [...scene.updates, ...scene.emulator.updates];
  const needless = updates.filter(({ effect }) => effect === 'same');
  const vain = scene.arrived + countArrived(scene) - updates.length;
  return [
    ...needless.map(({ poi_id }) => `${poi_id} was sent once more for nothing`),
    ...(countRepeatedUploads(scene) > scene.uploadExcuses
      ? [`${countRepeatedUploads(scene)} uploads in vain, ${scene.uploadExcuses} explained`]
      : []),
    ...(vain > scene.excuses ? [`${vain} updates in vain, ${scene.excuses} explained`] : []),
  ];
}

function findLeft(scene: Scene): readonly string[] {
  const claimed = scene.machines.some((machine) => {
    const state = readState(scene, machine);
    return state === null || readClaim(state) !== null;
  });
  const files = scene.machines.flatMap(({ root }) => readdirSync(root));
  const left = files.filter((file) => file !== 'stores' && file !== STATE && !file.startsWith('.git'));
  return [...(claimed ? ['a claim is left'] : []), ...left.map((file) => `${file} is left`)];
}
