/** Texts about spreadsheets. */
import type { FaultTexts } from '../faults.ts';
import type { SheetDamage, SheetFaults } from '../sheet-faults.ts';
import { plural } from './words.ts';

const AS_TEXT = 'Format the cell as text, and type the value again as it should be.';

const DAMAGE: Readonly<Record<SheetDamage, { readonly what: string; readonly hint: string }>> = {
  number: {
    what: 'it is a number there, not a text, and digits or zeros may have been lost',
    hint: AS_TEXT,
  },
  date: { what: 'it became a date or a time', hint: `${AS_TEXT} Hours are written 10:00-21:00.` },
  boolean: { what: 'it became a logical value', hint: AS_TEXT },
  error: { what: 'it is an error of the spreadsheet, or was too wide to be shown', hint: AS_TEXT },
  formula: {
    what: 'it is a formula, and what it gives is never taken',
    hint: 'Copy the cell, and paste it as a value (paste special, text).',
  },
  exponent: {
    what: 'it was turned into a number with an exponent, and its last digits are lost',
    hint: AS_TEXT,
  },
  zeros: {
    what: 'a spreadsheet keeps 15 digits of a number, and makes zeros of the others',
    hint: AS_TEXT,
  },
  'leading-zero': { what: 'the zero in front is lost', hint: AS_TEXT },
  'question-marks': {
    what: 'characters became question marks, which its encoding does not know',
    hint: 'Type them again, and save as .xlsx or as "CSV UTF-8".',
  },
};

const NO_BASE = {
  column: 'the hidden last column (mendian_base) is gone',
  row: 'this row has no hidden mendian_base',
  damaged: 'the hidden mendian_base of this row is damaged',
  cell: 'this column was not in the sheet when it was exported',
} as const;

const UNREADABLE = {
  'old-excel': 'it is an old .xls or .et file, or it has a password',
  'other-format': 'it is no .xlsx file, whatever its name says',
  encrypted: 'it is encrypted',
  broken: 'it is damaged',
  encoding: 'its characters are neither UTF-8, UTF-16 nor GBK',
} as const;

const EXISTS = {
  edited: {
    what: 'was changed since it was exported',
    hint: 'Import it first or name another file; --force writes over it.',
  },
  other: { what: 'is no sheet that mendian exported', hint: 'Name another file; --force writes over it.' },
  link: { what: 'is, or lies behind, a symbolic link', hint: 'Name a place that is no link.' },
  special: { what: 'is no file', hint: 'Name another file.' },
} as const;

const show = (text: string): string => (text === '' ? 'nothing' : `"${text}"`);

export const sheetTexts: FaultTexts<SheetFaults> = {
  SHEET_KIND: ({ file }) => ({
    message: `${file} is no spreadsheet that can be read or written.`,
    hint: 'Name a file that ends with .xlsx or .csv. Other formats can be saved as one of them.',
  }),
  SHEET_NOT_READ: ({ file, reason, detail }) => ({
    message: {
      missing: `There is no file ${file}.`,
      special: `${file} is no file.`,
      system: `${file} cannot be read (${detail}).`,
    }[reason],
    hint: reason === 'missing' ? '"mendian sheet export FILE" writes one.' : null,
  }),
  SHEET_TOO_LARGE: ({ file }) => ({
    message: `${file} holds more than a list of stores can.`,
    hint: 'Export a new sheet, and copy the changed cells into it. Often whole columns of empty, formatted cells are in the way.',
  }),
  SHEET_UNREADABLE: ({ file, reason }) => ({
    message: `${file} cannot be read: ${UNREADABLE[reason]}.`,
    hint: 'Open it in a spreadsheet program, and save it as .xlsx without a password, or as "CSV UTF-8".',
  }),
  SHEET_QUOTES: ({ file }) => ({
    message: `In ${file} a quotation mark is not closed, or stands where none can: nobody can tell where the cells end.`,
    hint: 'A cell with quotation marks in it is written "like ""this""". Spreadsheet programs do that by themselves.',
  }),
  SHEET_READ_AS_GBK: () => ({
    message: 'The file is no UTF-8 and was read as GBK, the encoding of Chinese programs.',
    hint: 'Do the names below look right? To be sure, save it as "CSV UTF-8" or as .xlsx.',
  }),
  SHEET_EXISTS: ({ file, reason }) => ({
    message: `${file} ${EXISTS[reason].what}, and was left as it is.`,
    hint: EXISTS[reason].hint,
  }),
  SHEET_NOT_WRITTEN: ({ file, detail }) => ({
    message: `${file} could not be written (${detail}).`,
    hint: 'Is the folder there, and may you write into it? A file that is open in Excel is locked.',
  }),
  SHEET_NO_STORES: () => ({
    message: 'There is no store to write into a sheet.',
    hint: null,
  }),

  SHEET_NO_HEADER: () => ({
    message: 'There is no row of titles with poi_id in the first ten rows.',
    hint: 'Export a sheet to see how it should be: the titles say which column is which.',
  }),
  SHEET_SEVERAL: ({ names }) => ({
    message: `Several sheets of the file hold stores: ${names.join(', ')}.`,
    hint: 'Leave the one that should be imported, and move the others into another file.',
  }),
  SHEET_COLUMN_TWICE: ({ cell, other, column }) => ({
    message: `${cell} is the second column for ${column}: the first is ${other}.`,
    hint: 'Remove one of them.',
  }),
  SHEET_COLUMN_MISSPELT: ({ cell, title, meant }) => ({
    message: `${cell} "${title}" is no column of stores. Is it ${meant}?`,
    hint: `Write ${meant}; or give a column of your own a name that is not so near.`,
  }),
  SHEET_COLUMN_UNKNOWN: ({ cell, title }) => ({
    message: `${cell} "${title}" is no column of stores, so nothing of it was read.`,
    hint: 'A column of your own may stay. A new label is written "label:KEY".',
  }),

  SHEET_ID_EMPTY: ({ cell }) => ({
    message: `${cell} has no poi_id, so nobody can tell which store the row is about.`,
    hint: 'Write the id, or remove the row. A sheet makes no new stores: "mendian import" writes their files.',
  }),
  SHEET_ID_WRONG: ({ cell, read }) => ({
    message: `${cell} says "${read}", which is no whole poi_id.`,
    hint: `${AS_TEXT} An id has only digits, 20 at most.`,
  }),
  SHEET_ID_TWICE: ({ cell, other, poi_id }) => ({
    message: `${cell} is a second row for the store ${poi_id}: the first is ${other}.`,
    hint: 'Leave one row for each store.',
  }),
  SHEET_ID_UNKNOWN: ({ cell, poi_id, near }) => ({
    message: `${cell}: no file is about a store ${poi_id}.`,
    hint:
      near === null
        ? 'Check the id and the account. A sheet makes no new stores: "mendian import" writes their files.'
        : `Is it ${near}? Spreadsheet programs change long numbers and take away zeros in front. ${AS_TEXT}`,
  }),
  SHEET_ACCOUNT_WRONG: ({ cell, read, problem, accounts }) => ({
    message: {
      unknown: `${cell}: there is no account "${read}".`,
      moved: `${cell} says ${read}, but the row was exported for another account.`,
      unclear: `${cell}: several accounts have this store, and no column says whose the row is.`,
    }[problem],
    hint: {
      unknown: `The accounts stand in mendian.yaml: ${accounts.join(', ')}. Write its name as it is there, or leave the cell empty.`,
      moved: 'A sheet moves no store to another account. Write the account that was there, or export again.',
      unclear: `Add a column "account" with one of ${accounts.join(', ')}, or name one with --account.`,
    }[problem],
  }),
  SHEET_ROW_MIXED: ({ cell, poi_id, base }) => ({
    message: `${cell} says ${poi_id}, but the row was exported for the store ${base}.`,
    hint: 'Were only some of the columns sorted or moved, or was a row copied over another? Undo it, or export again.',
  }),
  SHEET_NO_BASE: ({ cell, column, reason }) => ({
    message: `${cell} (${column}) differs from the file, and nobody can tell which is newer: ${NO_BASE[reason]}.`,
    hint: 'Export again and make the change there. Or run it with --no-base: then the sheet wins wherever it differs.',
  }),

  SHEET_DAMAGED: ({ cell, column, read, damage, was }) => ({
    message: `${cell} (${column}) says ${show(read)}: ${DAMAGE[damage].what}. The file says ${show(was)}.`,
    hint: DAMAGE[damage].hint,
  }),
  SHEET_EMPTY_CELL: ({ cell, column, was, required }) => ({
    message: `${cell} (${column}) is empty${was === '' ? '' : `; the file says ${show(was)}`}.`,
    hint:
      required === 'yes'
        ? 'Every store needs it: write it into the cell.'
        : 'Write it into the cell again; or run it with --clear, which takes what is empty out of the files.',
  }),
  SHEET_CLEAR_INHERITED: ({ cell, column }) => ({
    message: `${cell} (${column}) is empty, but the value comes from a file of defaults and cannot be taken away for one store.`,
    hint: 'Remove it from the defaults, and write it into the files of the stores that keep it.',
  }),
  SHEET_CONFLICT: ({ cell, column, sheet, file }) => ({
    message: `${cell} (${column}) was changed in the sheet and in the file, each to something else: ${show(sheet)} in the sheet, ${show(file)} in the file.`,
    hint: 'Write into the cell what is right. To keep the file, write what it says; to take the sheet, export again and change it there.',
  }),
  SHEET_VALUE: ({ cell, column, cause, advice }) => ({
    message: `${cell} (${column}): ${cause}`,
    hint: advice,
  }),
  SHEET_PICTURE_TWICE: ({ cell, value, other }) => ({
    message: `${cell}: the pictures of this row hold ${show(value)} twice; it is picture ${other} already.`,
    hint: 'Remove one of both.',
  }),
  SHEET_READ_ONLY: ({ cell }) => ({
    message: `${cell} was changed, but where a store's file is cannot be changed in a sheet.`,
    hint: 'Move the file itself: a store is known by its poi_id.',
  }),

  SHEET_KEPT: ({ cells, stores }) => ({
    message: `${plural(cells, 'cell', 'cells')} of ${plural(stores, 'store')} changed in the files since the export, and not in the sheet: the files keep what they say.`,
    hint: null,
  }),
  SHEET_OTHER_ACCOUNTS: ({ rows }) => ({
    message: `${plural(rows, 'row')} of other accounts ${rows === 1 ? 'was' : 'were'} left out by --account.`,
    hint: null,
  }),
  SHEET_NOT_SELECTED: ({ rows }) => ({
    message: `${plural(rows, 'row')} of other stores were left out by --select and --exclude.`,
    hint: null,
  }),
  SHEET_FILE_CHANGED: () => ({
    message: 'Somebody changed this file while the sheet was read.',
    hint: 'Run the import again.',
  }),
  SHEET_HALF_WRITTEN: ({ written, left, cause }) => ({
    message: `The import ended (${cause}) when ${plural(written, 'file was', 'files were')} written and ${left} were not.`,
    hint: 'Run it again: what is written already counts as done, and the rest follows.',
  }),
};

interface Counts {
  readonly rows: number;
  readonly edited: number;
  readonly values: number;
}

export const sheetUi = {
  /** Name of the sheet in the file. */
  sheetName: 'Stores',
  titles: {
    columns: {
      account: 'Account, read only',
      poi_id: 'Store ID',
      name: 'Name',
      hour: 'Opening hours',
      contract_phone: 'Phone',
      card_id: 'Card ID',
      map_poi_id: 'Map place ID',
      file: 'File, read only',
      mendian_base: 'Base, do not change',
    },
    picture: (number: number): string => `Picture ${number}`,
    label: 'Label',
  },
  exported: (stores: number, file: string): string => `${plural(stores, 'store')} written to ${file}.`,
  exportTitle: (file: string): string => `mendian sheet export: ${file}`,
  exportRefused: 'mendian sheet export: nothing was written',
  importTitle: (file: string): string => `mendian sheet import: ${file}`,
  importRefused: 'mendian sheet import: nothing was written',
  nextEdit: (file: string): string =>
    `Next: change cells in Excel, WPS or LibreOffice, save in the same format, then mendian sheet import ${file}`,
  next: 'Next: git diff shows the files, mendian plan what an apply would send.',
  nextWrite: 'Next: the same without --dry-run',
  summaryLabel: 'Sheet',
  summary: ({ rows, edited, values }: Counts, run: 'write' | 'dry'): string =>
    edited === 0
      ? `${plural(rows, 'row')}, no change.`
      : `${plural(rows, 'row')}, ${plural(values, 'value')} of ${plural(edited, 'store')} ${run === 'dry' ? 'would be changed' : 'changed'}.`,
  dryRun: 'Nothing was written: this was a dry run.',
  cleared: 'taken out of the file',
  added: 'new',
  /** The store's own file gets a key that it had from its defaults. */
  inherited: (file: string): string => `until now from ${file}, which stays as it is`,
  moreStores: (stores: number): string => `… and ${plural(stores, 'more store')} (-v shows all)`,
  moreFaults: (count: number): string => `… and ${plural(count, 'more fault')} of the sheet (-v shows all)`,
  planTitle: 'The plan that would follow',
  table: { store: 'Store', column: 'Value', change: 'Change' },
};
