/** The columns of a sheet: their names, which never change, and the titles by which people know them. Pure. */
import { findNearMiss } from '../base/near-miss.ts';
import { MAX_PICTURES } from '../fields.ts';

export const ID_COLUMN = 'poi_id';
/** Whose store a row is; only in sheets over several accounts. */
export const ACCOUNT_COLUMN = 'account';
export const FILE_COLUMN = 'file';
export const BASE_COLUMN = 'mendian_base';
export const LABEL_PREFIX = 'label:';
const PICTURE_PREFIX = 'pic_';

/** Columns with one text each that go into a store's file. */
export const VALUE_COLUMNS = ['name', 'hour', 'contract_phone', 'card_id', 'map_poi_id'] as const;

export type ValueColumn = (typeof VALUE_COLUMNS)[number];

/** One column a picture, in the order of the list. */
export const PICTURE_COLUMNS: readonly string[] = Array.from(
  { length: MAX_PICTURES },
  (_, index) => `${PICTURE_PREFIX}${index + 1}`,
);

const FIXED: readonly string[] = [ID_COLUMN, ...VALUE_COLUMNS, ...PICTURE_COLUMNS, FILE_COLUMN, BASE_COLUMN];

/** One language's titles of the columns. */
export interface ColumnTitles {
  readonly columns: Readonly<
    Record<ValueColumn | typeof ID_COLUMN | typeof FILE_COLUMN | typeof BASE_COLUMN, string> &
      Partial<Record<typeof ACCOUNT_COLUMN, string>>
  >;
  readonly picture: (number: number) => string;
  readonly label: string;
}

/** Whether a sheet is over one account, or over several that its rows tell apart. */
export type SheetScope = 'one' | 'several';

/** The titles of a sheet of one account: a column that is called so there is people's own. */
export function withoutAccount({ columns, ...titles }: ColumnTitles): ColumnTitles {
  const { [ACCOUNT_COLUMN]: _account, ...others } = columns;
  return { ...titles, columns: others };
}

/** All columns of an export in their order. */
export function listColumns(labels: readonly string[], scope: SheetScope): readonly string[] {
  const ofLabels = labels.map((label) => `${LABEL_PREFIX}${label}`);
  const whose = scope === 'several' ? [ACCOUNT_COLUMN] : [];
  return [...whose, ID_COLUMN, ...VALUE_COLUMNS, ...ofLabels, ...PICTURE_COLUMNS, FILE_COLUMN, BASE_COLUMN];
}

/** The title as it is written: what people call it, and its name. */
export function titleOf(column: string, titles: ColumnTitles): string {
  if (column.startsWith(LABEL_PREFIX) || column === BASE_COLUMN) return column;
  const title = findTitle(column, titles);
  return title === null ? column : `${title} (${column})`;
}

function findTitle(column: string, { columns, picture }: ColumnTitles): string | null {
  const index = PICTURE_COLUMNS.indexOf(column);
  if (index >= 0) return picture(index + 1);
  return Object.entries(columns).find(([name]) => name === column)?.[1] ?? null;
}

/** The column that a title stands for, by its name or by a title of any language; null where it is none. */
export function findColumn(title: string, languages: readonly ColumnTitles[]): string | null {
  const label = findLabel(title, languages);
  if (label !== null) return label === '' ? null : `${LABEL_PREFIX}${label}`;
  const plain = normalise(title);
  const [, within = ''] = /\(([^()]+)\)$/u.exec(plain) ?? [];
  const fixed = listFixed(languages);
  return fixed.find((column) => [plain, within].includes(column)) ?? findByTitle(plain, fixed, languages);
}

/** A label's key is taken as it stands; null where the title is about no label. */
function findLabel(title: string, languages: readonly ColumnTitles[]): string | null {
  const [, word = '', key = ''] = /^\s*([^:：]+)\s*[:：](.*)$/su.exec(title) ?? [];
  const words = ['label', ...languages.map(({ label }) => label)].map(normalise);
  return words.includes(normalise(word)) ? key.trim() : null;
}

function listFixed(languages: readonly ColumnTitles[]): readonly string[] {
  const several = languages.some(({ columns }) => columns[ACCOUNT_COLUMN] !== undefined);
  return several ? [ACCOUNT_COLUMN, ...FIXED] : FIXED;
}

function findByTitle(
  plain: string,
  fixed: readonly string[],
  languages: readonly ColumnTitles[],
): string | null {
  const isTitle = (column: string): boolean =>
    languages.some((titles) => {
      const title = findTitle(column, titles);
      return title !== null && normalise(title) === plain;
    });
  return fixed.find(isTitle) ?? null;
}

/** The column that an unknown title most likely means, or null. */
export function findMeantColumn(title: string): string | null {
  return findNearMiss(title, FIXED);
}

function normalise(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase().replace(/\s+/gu, ' ');
}
