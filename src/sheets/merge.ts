/**
 * Three sides of a store's row: what was exported (the base), what the sheet says now, and what the files say now. What
 * only a person changed in the sheet is an edit; what both changed, each to something else, is a conflict. Pure.
 */
import { type Diagnostic, type FieldName, fault, type Place, type Store, warning } from '../model.ts';
import { type Base, digestCell } from './base.ts';
import { type Cell, nameCell } from './cells.ts';
import {
  BASE_COLUMN,
  FILE_COLUMN,
  ID_COLUMN,
  LABEL_PREFIX,
  PICTURE_COLUMNS,
  VALUE_COLUMNS,
  type ValueColumn,
} from './columns.ts';
import { unguardText } from './csv-guard.ts';
import { findDamage } from './damage.ts';
import { type RowTexts, readText, rowOf } from './row-texts.ts';
import type { Table, TableRow } from './table.ts';

/** What an import does with cells that are empty, and with rows of which nobody knows how they were exported. */
export interface MergeOptions {
  readonly empty: 'refuse' | 'clear';
  readonly unknownBase: 'refuse' | 'take';
}

/** One value of one store that the sheet changes. */
export interface SheetEdit {
  /** `name`, a managed field, or `label:KEY`. */
  readonly target: 'name' | FieldName | `label:${string}`;
  readonly before: string | readonly string[] | null;
  /** Null takes the value out of the file. */
  readonly after: string | readonly string[] | null;
  /** Where the sheet says so; for pictures the first cell that differs. */
  readonly cell: string;
  readonly place: Place;
}

export interface MergedRow {
  readonly edits: readonly SheetEdit[];
  /** Cells of which the files say something newer, and the sheet nothing. */
  readonly kept: number;
  readonly diagnostics: readonly Diagnostic[];
}

interface Scene {
  readonly table: Table;
  readonly row: TableRow;
  readonly current: RowTexts;
  readonly options: MergeOptions;
}

/** What the sheet changes in a store. */
export function mergeRow(table: Table, row: TableRow, store: Store, options: MergeOptions): MergedRow {
  const labels = [...table.columns.keys()].filter(isLabel).map((column) => column.slice(LABEL_PREFIX.length));
  const scene = { table, row, current: rowOf(store, labels), options };
  if (row.base !== null && row.base !== 'damaged' && row.base.poi_id !== row.poi_id) {
    const params = { cell: cellOf(scene, ID_COLUMN), poi_id: row.poi_id, base: row.base.poi_id };
    return { edits: [], kept: 0, diagnostics: [fault('SHEET_ROW_MIXED', placeOf(scene, ID_COLUMN), params)] };
  }
  const texts = [...VALUE_COLUMNS, ...labels.map((label) => `${LABEL_PREFIX}${label}` as const)];
  const parts = [
    ...texts.map((column) => mergeText(scene, column)),
    mergePictures(scene, store.values.pic_list),
    remarkFile(scene),
  ];
  const diagnostics = parts.flatMap((part) => part.diagnostics);
  return {
    edits: parts.flatMap((part) => part.edits),
    kept: parts.reduce((sum, part) => sum + part.kept, 0),
    diagnostics: onceWithoutBase(diagnostics),
  };
}

const NOTHING: MergedRow = { edits: [], kept: 0, diagnostics: [] };
const refuse = (diagnostic: Diagnostic): MergedRow => ({ ...NOTHING, diagnostics: [diagnostic] });

const isLabel = (column: string): column is `label:${string}` => column.startsWith(LABEL_PREFIX);

/** That a row has no base is told once. */
function onceWithoutBase(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const first = diagnostics.find(({ code }) => code === 'SHEET_NO_BASE');
  return diagnostics.filter((each) => each.code !== 'SHEET_NO_BASE' || each === first);
}

/** How a cell stands to what was exported and to what the files say. */
type Standing = 'absent' | 'unchanged' | 'kept' | 'same' | 'edited' | 'conflict' | 'unknown';

function stand({ table, row, current, options }: Scene, column: string, text: string): Standing {
  if (!table.columns.has(column)) return 'absent';
  const file = current.get(column) ?? '';
  if (text === file) return 'same';
  const exported = baseOf(row)?.digests.get(column);
  if (exported === undefined) return file === '' || options.unknownBase === 'take' ? 'edited' : 'unknown';
  if (exported === digestCell(row.poi_id, column, text)) return 'kept';
  return exported === digestCell(row.poi_id, column, file) ? 'edited' : 'conflict';
}

function baseOf({ base }: TableRow): Base | null {
  return base === 'damaged' ? null : base;
}

/**
 * The cell's text as the files or the export know it: as it stands, or without an apostrophe that a .csv export put
 * before it. What nobody knows is taken without both, and without blanks around it.
 */
function chooseText(scene: Scene, column: string): { readonly text: string; readonly standing: Standing } {
  const exact = scene.row.cells.get(column)?.text ?? '';
  // A label may hold any text; in no other value can a blank at an end be meant.
  const plain = isLabel(column) ? exact : exact.trim();
  const candidates = [exact, unguardText(exact), plain, unguardText(plain)].map((text) => ({
    text,
    standing: stand(scene, column, text),
  }));
  const known = candidates.find(({ standing }) => standing === 'same' || standing === 'kept');
  return known ?? candidates[3] ?? { text: exact, standing: 'absent' };
}

function mergeText(scene: Scene, column: ValueColumn | `label:${string}`): MergedRow {
  const cell = scene.row.cells.get(column);
  const { text, standing } = chooseText(scene, column);
  if (standing === 'absent') return NOTHING;
  const was = scene.current.get(column) ?? '';
  const damage = findDamageIn(column, cell, standing, was);
  if (damage !== null) return refuse(damage(scene));
  if (standing === 'same') return NOTHING;
  if (standing === 'kept') return { ...NOTHING, kept: 1 };
  if (standing === 'unknown') return refuse(withoutBase(scene, column));
  if (standing === 'conflict') {
    const params = { cell: cellOf(scene, column), column, sheet: text, file: was };
    return refuse(fault('SHEET_CONFLICT', placeOf(scene, column), params));
  }
  if (text === '') {
    const objection = objectToEmpty(scene, column, was);
    if (objection !== null) return refuse(objection);
  }
  const edit: SheetEdit = {
    target: column,
    before: readText(was),
    after: readText(text),
    cell: cellOf(scene, column),
    place: placeOf(scene, column),
  };
  return { ...NOTHING, edits: [edit] };
}

/** A formula or an error is never taken; what else a program changed, only where it says what is there anyway. */
function findDamageIn(
  column: string,
  cell: Cell | undefined,
  standing: Standing,
  was: string,
): ((scene: Scene) => Diagnostic) | null {
  if (cell === undefined) return null;
  const known = standing === 'same' || standing === 'kept';
  if (known && (cell.kind === 'text' || cell.kind === 'number')) return null;
  const damage = findDamage(column, cell, was);
  if (damage === null) return null;
  return (scene) => {
    const params = { cell: cellOf(scene, column), column, read: cell.text, damage, was };
    return fault('SHEET_DAMAGED', placeOf(scene, column), params);
  };
}

function objectToEmpty(scene: Scene, column: string, was: string): Diagnostic | null {
  const required = column === 'name' || column === 'hour' || column === 'contract_phone';
  if (!required && scene.options.empty === 'clear') return null;
  const params = { cell: cellOf(scene, column), column, was, required: required ? 'yes' : 'no' } as const;
  return fault('SHEET_EMPTY_CELL', placeOf(scene, column), params);
}

/** Pictures are one list: gaps are closed, and columns that are not there keep what the file has. */
function mergePictures(scene: Scene, file: readonly string[]): MergedRow {
  const chosen = PICTURE_COLUMNS.map((column) => ({ column, ...chooseText(scene, column) }));
  const present = chosen.filter(({ standing }) => standing !== 'absent');
  const damaged = present.flatMap(({ column, standing }) => {
    const cell = scene.row.cells.get(column);
    const damage = findDamageIn(column, cell, standing, scene.current.get(column) ?? '');
    return damage === null ? [] : [damage(scene)];
  });
  if (damaged.length > 0) return { ...NOTHING, diagnostics: damaged };
  const differing = present.filter(({ standing }) => standing !== 'same');
  const [first] = differing.filter(({ standing }) => standing !== 'kept');
  if (first === undefined) return { ...NOTHING, kept: differing.length };
  const after = chosen
    .map(({ text, standing }, index) => (standing === 'absent' ? (file[index] ?? '') : text))
    .filter((text) => text !== '');
  const objection = objectToPictures(scene, { file, after, column: first.column });
  if (objection !== null) return refuse(objection);
  if (after.length === file.length && after.every((text, index) => text === file[index])) return NOTHING;
  const edit: SheetEdit = {
    target: 'pic_list',
    before: file,
    after,
    cell: cellOf(scene, first.column),
    place: placeOf(scene, first.column),
  };
  return { ...NOTHING, edits: [edit] };
}

function objectToPictures(
  scene: Scene,
  { file, after, column }: { file: readonly string[]; after: readonly string[]; column: string },
): Diagnostic | null {
  const { row, current, options } = scene;
  const cell = cellOf(scene, column);
  const base = baseOf(row);
  const grows = file.every((text, index) => text === after[index]);
  if (base === null && !grows && options.unknownBase === 'refuse') return withoutBase(scene, column);
  const isMoved = (name: string): boolean =>
    base?.digests.has(name) === true &&
    base.digests.get(name) !== digestCell(row.poi_id, name, current.get(name) ?? '');
  if (PICTURE_COLUMNS.some(isMoved)) {
    const params = { cell, column: 'pic_list', sheet: after.join(' '), file: file.join(' ') };
    return fault('SHEET_CONFLICT', placeOf(scene, column), params);
  }
  if (after.length >= file.length || (after.length > 0 && options.empty === 'clear')) return null;
  const required = after.length === 0 ? 'yes' : 'no';
  const was = file.length > after.length ? (current.get(column) ?? '') : '';
  return fault('SHEET_EMPTY_CELL', placeOf(scene, column), { cell, column, was, required });
}

/** Where a store's file is can be read in the sheet, and changed only in the repository. */
function remarkFile(scene: Scene): MergedRow {
  const { row, current } = scene;
  const text = row.cells.get(FILE_COLUMN)?.text ?? '';
  const base = baseOf(row);
  const exported = base?.digests.get(FILE_COLUMN);
  const known = text === '' || text === current.get(FILE_COLUMN) || exported === undefined;
  if (known || exported === digestCell(row.poi_id, FILE_COLUMN, text)) return NOTHING;
  return refuse(
    warning('SHEET_READ_ONLY', placeOf(scene, FILE_COLUMN), { cell: cellOf(scene, FILE_COLUMN) }),
  );
}

function withoutBase(scene: Scene, column: string): Diagnostic {
  const { row, table } = scene;
  const missing = table.columns.has(BASE_COLUMN) ? 'row' : 'column';
  const reason = row.base === 'damaged' ? 'damaged' : row.base === null ? missing : 'cell';
  const params = { cell: cellOf(scene, column), column, reason } as const;
  return fault('SHEET_NO_BASE', placeOf(scene, column), params);
}

function cellOf({ table, row }: Scene, column: string): string {
  return nameCell({ sheet: table.sheet, row: row.number, column: table.columns.get(column) ?? 1 });
}

function placeOf({ table, row }: Scene, column: string): Place {
  return { file: table.file, line: row.number, column: table.columns.get(column) ?? null };
}
