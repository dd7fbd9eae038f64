/** The names that the types have for those who import them, and where each one's schema stands. */

/** A whole document; its description is the schema's own. */
export interface DocumentName {
  readonly name: string;
  /** As in schemas/NAME.schema.json. */
  readonly schema: string;
}

/** A part of a document that stands in several places, or that a program hands around by itself. */
export interface PartName extends DocumentName {
  readonly path: readonly string[];
  readonly description: string;
}

export const DOCUMENTS: readonly DocumentName[] = [
  { name: 'Plan', schema: 'plan' },
  { name: 'ApplyReport', schema: 'outcome' },
  { name: 'ValidateReport', schema: 'validate' },
  { name: 'DriftReport', schema: 'drift' },
  { name: 'StatusReport', schema: 'status' },
  { name: 'EventReport', schema: 'event' },
  { name: 'ImportReport', schema: 'import' },
  { name: 'SheetReport', schema: 'sheet' },
  { name: 'DoctorReport', schema: 'doctor' },
  { name: 'ShowReport', schema: 'show' },
  { name: 'StateFile', schema: 'state' },
  { name: 'StoreFile', schema: 'store' },
  { name: 'DefaultsFile', schema: 'defaults' },
  { name: 'CalendarFile', schema: 'calendar' },
  { name: 'SettingsFile', schema: 'settings' },
];

const SUMMARY = ['properties', 'summary'];
const change = ['properties', 'changes', 'items'];
const fieldOf = [...change, 'properties', 'fields', 'items'];
const part = (name: string, schema: string, path: readonly string[], description: string): PartName => ({
  ...{ name, schema, path, description },
});

export const PARTS: readonly PartName[] = [
  part('PlanChange', 'plan', change, 'What is to be done for one store.'),
  part('FieldChange', 'plan', fieldOf, 'One field of a store that differs.'),
  part('FieldName', 'plan', [...fieldOf, 'properties', 'field'], 'The fields of a store that are sent.'),
  part(
    'FieldValue',
    'plan',
    [...fieldOf, 'properties', 'before'],
    'A field’s value: text, or a list of pictures; null where there is none.',
  ),
  part(
    'LocalPicture',
    'plan',
    [...fieldOf, 'properties', 'after', 'anyOf', '1', 'items', 'anyOf', '1'],
    'A picture that is a file of the repository.',
  ),
  part('PlanSummary', 'plan', SUMMARY, 'How many stores a plan covers, and how many of each action.'),
  part('Forecast', 'plan', ['properties', 'forecast'], 'What an apply of the plan costs at most.'),
  part(
    'ScheduledChange',
    'plan',
    ['properties', 'scheduled', 'items'],
    'What a later day brings for one store.',
  ),
  part(
    'Diagnostic',
    'plan',
    ['properties', 'diagnostics', 'items'],
    'A finding: what is wrong, where, and what to do.',
  ),
  part(
    'FaultCode',
    'plan',
    ['properties', 'diagnostics', 'items', 'properties', 'code'],
    'Every code of a finding; docs/codes.md says what each means. The list grows with minor versions.',
  ),
  part('ValidateSummary', 'validate', SUMMARY, 'What was checked, and what was found.'),
  part('DriftSummary', 'drift', SUMMARY, 'How many stores differ, and how.'),
  part('StatusSummary', 'status', SUMMARY, 'How many picture reviews stand how.'),
  part('ImportSummary', 'import', SUMMARY, 'What became of the live stores.'),
  part('DoctorSummary', 'doctor', SUMMARY, 'How many checks went how.'),
  part('StoreOutcome', 'outcome', ['properties', 'outcomes', 'items'], 'How an apply ended for one store.'),
  part('ApplySummary', 'outcome', SUMMARY, 'How many stores ended in each way.'),
  part(
    'DriftedStore',
    'drift',
    ['properties', 'stores', 'items'],
    'A store of which file, record and WeChat differ.',
  ),
  part(
    'DriftedField',
    'drift',
    ['properties', 'stores', 'items', 'properties', 'fields', 'items'],
    'A field in the three places.',
  ),
  part('PictureReview', 'status', ['properties', 'reviews', 'items'], 'The review of one store’s pictures.'),
  part(
    'ImportedStore',
    'import',
    ['properties', 'stores', 'items'],
    'A live store, and what became of its file.',
  ),
  part('SheetEdit', 'sheet', ['properties', 'edits', 'items'], 'A cell that changes a value of a file.'),
  part('DoctorCheck', 'doctor', ['properties', 'checks', 'items'], 'One check, and how it went.'),
  part(
    'StoreRecord',
    'state',
    ['properties', 'stores', 'additionalProperties'],
    'What is on record of one store: what was last sent, and how its review stands.',
  ),
  part(
    'RecordedValues',
    'state',
    ['properties', 'stores', 'additionalProperties', 'properties', 'values'],
    'The values of a store as they are sent.',
  ),
  part(
    'SpecialHours',
    'store',
    ['properties', 'special_hours', 'items'],
    'Hours of one stretch of days: by "from" and "to", or by "on".',
  ),
  part(
    'CalendarDays',
    'calendar',
    ['additionalProperties'],
    'The days that a name of a calendar stands for.',
  ),
  part(
    'Policy',
    'settings',
    ['properties', 'policy'],
    'When a run is refused, and how long a review may last.',
  ),
  part('AccountSettings', 'settings', ['properties', 'accounts', 'additionalProperties'], 'One merchant.'),
];
