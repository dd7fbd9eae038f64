/** Part of the door: the rows of `mendian sheet`. */
import { type CommandGroup, option } from './cli-options.ts';

export const SHEET_COMMANDS: CommandGroup = {
  usage: 'sheet',
  summary: 'stores as a spreadsheet, and its changes back into the files',
  group: 'Spreadsheets and pages',
  options: [],
  commands: [
    {
      usage: 'export <file>',
      summary: 'write the stores into an .xlsx or .csv file',
      options: [option('--force', 'write over the file, whatever it is')],
      help: 'Without --force only an earlier export that nobody changed gives way.\ndocs/spreadsheets.md says more.',
      run: async (context, args, values) =>
        (await import('./commands/occasional.ts')).exportSheet(context, {
          file: args[0] ?? '',
          force: values.force === true ? 'yes' : 'no',
        }),
    },
    {
      usage: 'import <file>',
      summary: 'edit the store files by the cells that were changed in a sheet',
      options: [
        option('--dry-run', 'write nothing, and show the edits and the plan that would follow'),
        option('--clear', 'take values out of the files where a cell was emptied'),
        option('--no-base', 'rows without their hidden base: the sheet wins wherever it differs'),
      ],
      help: [
        'Rows are matched by poi_id; stores without a row stay as they are. Only what',
        'was changed in the sheet is written; what the files say anew since the export',
        'stays. Any fault of any cell, and nothing is written. docs/spreadsheets.md says',
        'more.',
      ].join('\n'),
      run: async (context, args, values) =>
        (await import('./commands/occasional.ts')).importSheet(context, {
          file: args[0] ?? '',
          run: values.dryRun === true ? 'dry' : 'write',
          empty: values.clear === true ? 'clear' : 'refuse',
          unknownBase: values.base === false ? 'take' : 'refuse',
        }),
    },
  ],
};
