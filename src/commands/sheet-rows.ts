/** Whose store each row of a sheet is: by the account that it names, else by who has the store. Never guessed. */
import { type Diagnostic, fault } from '../model.ts';
import { digestCell } from '../sheets/base.ts';
import { nameCell } from '../sheets/cells.ts';
import { ACCOUNT_COLUMN, ID_COLUMN } from '../sheets/columns.ts';
import type { Table, TableRow } from '../sheets/table.ts';
import { takeSome } from './accounts.ts';
import type { Workspace } from './workspace.ts';

/** The rows of one account. */
export interface AccountRows {
  readonly workspace: Workspace;
  readonly rows: readonly TableRow[];
}

export interface SortedRows {
  /** Accounts with rows, in the order of their names. */
  readonly parts: readonly AccountRows[];
  /** Rows of accounts that this run leaves alone. */
  readonly left: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Rows by their account. `known` are the accounts of the settings; those of this run have a workspace. */
export function sortRows(
  table: Table,
  workspaces: readonly Workspace[],
  known: readonly string[],
): SortedRows {
  const rows = new Map<Workspace, TableRow[]>(workspaces.map((each) => [each, []]));
  const diagnostics: Diagnostic[] = [];
  let left = 0;
  for (const row of table.rows) {
    const owner = findOwner(table, row, workspaces, known);
    if (owner === 'left') left += 1;
    else if ('code' in owner) diagnostics.push(owner);
    else rows.get(owner)?.push(row);
  }
  const parts = [...rows].map(([workspace, own]) => ({ workspace, rows: own }));
  return { parts: parts.filter((part) => part.rows.length > 0), left, diagnostics };
}

function findOwner(
  table: Table,
  row: TableRow,
  workspaces: readonly Workspace[],
  known: readonly string[],
): Workspace | Diagnostic | 'left' {
  if (row.account !== null) return findNamed(table, row, row.account, workspaces, known);
  const owners = workspaces.filter(({ reading }) =>
    [...reading.stores, ...reading.invalid].some(({ poi_id }) => poi_id === row.poi_id),
  );
  const [owner, second] = owners;
  if (second !== undefined) {
    const names = owners.map(({ account }) => account.name);
    return refuse(table, row, ID_COLUMN, { read: row.poi_id, problem: 'unclear', names });
  }
  // Where nobody has it, it is unknown to any of them.
  return owner ?? workspaces[0] ?? 'left';
}

function findNamed(
  table: Table,
  row: TableRow,
  name: string,
  workspaces: readonly Workspace[],
  known: readonly string[],
): Workspace | Diagnostic | 'left' {
  if (!known.includes(name))
    return refuse(table, row, ACCOUNT_COLUMN, { read: name, problem: 'unknown', names: known });
  const exported =
    row.base === null || row.base === 'damaged' ? undefined : row.base.digests.get(ACCOUNT_COLUMN);
  if (exported !== undefined && exported !== digestCell(row.poi_id, ACCOUNT_COLUMN, name))
    return refuse(table, row, ACCOUNT_COLUMN, { read: name, problem: 'moved', names: [] });
  return workspaces.find(({ account }) => account.name === name) ?? 'left';
}

interface Objection {
  readonly read: string;
  readonly problem: 'unknown' | 'moved' | 'unclear';
  readonly names: readonly string[];
}

function refuse(
  { file, sheet, columns }: Table,
  { number: row }: TableRow,
  name: string,
  { read, problem, names }: Objection,
): Diagnostic {
  const column = columns.get(name) ?? 1;
  const cell = nameCell({ sheet, row, column });
  const accounts = takeSome(names).taken;
  return fault('SHEET_ACCOUNT_WRONG', { file, line: row, column }, { cell, read, problem, accounts });
}
