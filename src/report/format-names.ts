/** The names of the report formats; `formats.ts` says what each makes. Apart, so that the door loads no report. */
export const FORMAT_NAMES = ['text', 'json', 'markdown', 'github'] as const;

export type Format = (typeof FORMAT_NAMES)[number];
