/** Texts about spreadsheets. */
import type { FaultTexts } from '../faults.ts';
import type { SheetFaults } from '../sheet-faults.ts';

export const sheetTexts: FaultTexts<SheetFaults> = {
  SHEET_KIND: ({ file }) => ({
    message: `${file} is no spreadsheet that can be read or written.`,
    hint: 'Name a file that ends with .xlsx or .csv.',
  }),
};

export const sheetUi = {
  dryRun: 'Nothing was written (--dry-run).',
};
