/** A store as the texts of a row, and back. An absent value is an empty cell; an empty text is written `""`. Pure. */
import type { Store } from '../model.ts';
import { FILE_COLUMN, ID_COLUMN, LABEL_PREFIX, PICTURE_COLUMNS } from './columns.ts';

/** Texts by column, for every column but the base. */
export type RowTexts = ReadonlyMap<string, string>;

/** The labels of some stores, sorted. */
export function listLabels(stores: readonly Pick<Store, 'labels'>[]): readonly string[] {
  return [...new Set(stores.flatMap(({ labels }) => Object.keys(labels)))].sort();
}

/** A store's row; `labels` are those that have a column. Values are effective ones, defaults filled in. */
export function rowOf(store: Store, labels: readonly string[]): RowTexts {
  const { poi_id, name, values } = store;
  const ofLabels = labels.map((label) => {
    const text = Object.hasOwn(store.labels, label) ? store.labels[label] : undefined;
    return [`${LABEL_PREFIX}${label}`, writeText(text)] as const;
  });
  const pictures = PICTURE_COLUMNS.map((column, index) => [column, values.pic_list[index] ?? ''] as const);
  return new Map<string, string>([
    [ID_COLUMN, poi_id],
    ['name', writeText(name)],
    ['hour', writeText(values.hour)],
    ['contract_phone', writeText(values.contract_phone)],
    ['card_id', writeText(values.card_id)],
    ['map_poi_id', writeText(values.map_poi_id)],
    ...ofLabels,
    ...pictures,
    [FILE_COLUMN, store.file],
  ]);
}

/** An empty text, and what would be taken for one, gets a pair of quotes in front. */
export function writeText(text: string | undefined): string {
  if (text === undefined) return '';
  return text === '' || /^"{2,}$/u.test(text) ? `""${text}` : text;
}

/** The value that a cell's text stands for; null for an empty cell. */
export function readText(text: string): string | null {
  if (text === '') return null;
  return /^"{2,}$/u.test(text) ? text.slice(2) : text;
}
