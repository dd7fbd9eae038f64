/** A chain of any size as files: one store each, a hundred a folder, a state in which all is as the files say but for some. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoreRecord, StoreValues } from '../src/model.ts';
import { formatState } from '../src/state/format.ts';

export interface ChainSize {
  readonly stores: number;
  /** Stores whose hours differ from the state, spread evenly. */
  readonly changed: number;
}

/** Files in one folder, as a chain would have them in a city. */
const PER_FOLDER = 100;
const USUAL_HOURS = '10:00-21:00';
const NEW_HOURS = '09:30-21:30';

/** What was last sent for the store of that number. */
export function valuesOf(index: number): StoreValues {
  const number = String(index).padStart(5, '0');
  const picture = (name: string): string =>
    `http://mmbiz.qpic.cn/mmbiz_jpg/example_${number}_${name}/0?wx_fmt=jpeg`;
  return {
    hour: USUAL_HOURS,
    contract_phone: `021-${10_000_000 + index}`,
    pic_list: [picture('front'), picture('inside')],
  };
}

export function idOf(index: number): string {
  return String(400_000_000 + index);
}

export function nameOf(index: number): string {
  return `示例茶·第${String(index).padStart(5, '0')}店`;
}

/** Some 340 bytes, as `import` writes them, with a label. */
function storeText(index: number, values: StoreValues): string {
  const lines = [
    '# yaml-language-server: $schema=../../schemas/store.schema.json',
    `name: ${nameOf(index)}`,
    `poi_id: "${idOf(index)}"`,
    `hour: ${values.hour}`,
    `contract_phone: ${values.contract_phone}`,
    'pic_list:',
    ...values.pic_list.map((picture) => `  - ${picture}`),
    'labels: { region: east }',
  ];
  return `${lines.join('\n')}\n`;
}

/** Writes the files, mendian's state, and the same as `state.json` for the plain script. */
export function writeChain(root: string, { stores, changed }: ChainSize): void {
  const step = changed === 0 ? Number.POSITIVE_INFINITY : Math.floor(stores / changed);
  for (let index = 0; index < stores; index += 1) {
    const folder = join(root, 'stores', String(Math.floor(index / PER_FOLDER)).padStart(4, '0'));
    if (index % PER_FOLDER === 0) mkdirSync(folder, { recursive: true });
    const isChanged = index % step === 0 && index / step < changed;
    const values = { ...valuesOf(index), ...(isChanged ? { hour: NEW_HOURS } : {}) };
    writeFileSync(join(folder, `${idOf(index)}.yaml`), storeText(index, values));
  }
  writeStates(root, stores);
}

/** Puts the states back to what they were before an apply. */
export function writeStates(root: string, stores: number): void {
  const numbers = Array.from({ length: stores }, (_, index) => index);
  const record = (index: number): StoreRecord => ({
    values: valuesOf(index),
    audit_id: String(5_000_000_000 + index),
    review: 'approved',
    applied_at: '2026-11-25T02:00:00.000Z',
  });
  const records = new Map(numbers.map((index) => [idOf(index), record(index)]));
  writeFileSync(join(root, 'mendian.state.json'), formatState({ version: 1, stores: records, extra: {} }));
  const plain = Object.fromEntries(numbers.map((index) => [idOf(index), valuesOf(index)]));
  writeFileSync(join(root, 'state.json'), JSON.stringify(plain));
}

/** Both plan for the first time then. */
export function removeStates(root: string): void {
  for (const file of ['mendian.state.json', 'state.json']) rmSync(join(root, file), { force: true });
}
