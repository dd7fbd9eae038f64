/** docs/codes.md: what each code of a fault says and what to do about it, and WeChat's own errcodes. */

import { en } from '../../src/messages/en.ts';
import type { ErrcodeTexts } from '../../src/messages/errcodes.ts';
import { type FaultVariant, listVariants } from '../../src/messages/samples.ts';
import type { Severity } from '../../src/model.ts';
import { ERRCODES, type ErrcodeRow } from '../../src/wechat/errcodes.ts';
import type { SampledFault } from './fault-samples.ts';
import { anchor, code as asCode, generatedFrom, page, prose, table } from './markdown.ts';
import { readSeverities } from './severities.ts';

/** The parts of the page, by the file of the faults' params; in this order. */
const PARTS: Readonly<Record<string, string>> = {
  'file-faults': 'Files: bytes and YAML',
  'store-faults': 'Store files',
  'special-hours-faults': 'Special hours and calendars',
  'picture-faults': 'Pictures',
  'settings-faults': 'Settings and environment',
  'credential-faults': 'Credentials',
  'state-faults': 'State, journal and lock',
  'run-faults': 'Plan and apply',
  'selection-faults': 'Options and selection',
  'usage-faults': 'The command line',
  'status-faults': 'Reviews',
  'drift-faults': 'Drift',
  'import-faults': 'Import',
  'sheet-faults': 'Spreadsheets',
  'event-faults': 'Push events',
  'branch-faults': 'Git and GitHub',
  'doctor-faults': 'Doctor',
};

const SEVERITIES: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** Stands around the name of a value until the text around it is Markdown; no text of ours has these signs. */
const MARKED = /⟦([A-Z0-9_]+)⟧/gu;

export function codeReference(faults: readonly SampledFault[]): string {
  const severityOf = readSeverities();
  const parts = [...new Set(faults.map(({ group }) => group))];
  const unnamed = parts.find((group) => PARTS[group] === undefined);
  if (unnamed !== undefined)
    throw new Error(`scripts/reference/code-reference.ts has no title for ${unnamed}`);
  const titles = Object.values(PARTS);
  return page([
    generatedFrom('src/messages and src/wechat/errcodes.ts'),
    '# Codes',
    INTRO,
    [...titles, ERRCODE_TITLE].map((title) => `- [${title}](#${anchor(title)})`).join('\n'),
    ...Object.entries(PARTS).flatMap(([group, title]) => [
      `## ${title}`,
      ...faults.filter((each) => each.group === group).map((each) => section(each, severityOf(each.code))),
    ]),
    ...errcodePart(en.errcodes),
  ]);
}

const INTRO = `Every finding, and every store that was not applied, has a code of this list. Codes stay the same in all languages and
versions; the words around them may be mended. \`mendian explain CODE\` prints what stands here, offline; with \`--lang zh-CN\` in
Chinese.

Below, _NAMES_ stand for values, and of several texts a report shows the one that fits. A code is an error, a warning or a note
where it says so; else that depends on the place, or the code is the reason of one store’s outcome.`;

function section({ code, samples }: SampledFault, severity: Severity | null): string {
  const variants = listVariants(code, samples, en, (name) => `⟦${name}⟧`);
  const kind = severity === null ? [] : [`_${SEVERITIES[severity]}_`];
  return [`### ${asCode(code)}`, ...kind, ...variants.map(showVariant)].join('\n\n');
}

function showVariant({ messages, hints }: FaultVariant): string {
  const [first = '', ...more] = messages.map(show);
  const head = more.length === 0 ? [first] : [first, ...more].map((message) => `- ${message}`);
  return [head.join('\n'), ...hints.map((hint) => `→ ${show(hint)}`)].join('\n\n');
}

/** Markdown takes several blanks for one; the formatter of pages writes one. */
function show(text: string): string {
  return prose(text).replaceAll(MARKED, '_$1_').replaceAll(/ {2,}/gu, ' ');
}

const ERRCODE_TITLE = 'WeChat’s errcodes';

/** What becomes of a run, by the kind of answer. */
const CLASSES: Readonly<Record<ErrcodeRow['class'], string>> = {
  RETRY: 'retried',
  TOKEN: 'renewed once',
  STOP: 'stops the run',
  STORE: 'fails the store',
  DEFER: 'waits',
  BUG: 'stops the run',
};

const CLASS_WORDS = `What the run does with it:

- **retried**: asked again a few times, with growing waits. Where that does not help, the store fails; after three stores in a row the
  run stops.
- **renewed once**: a fresh token is fetched, and the call repeated. Where none can be had, the run stops.
- **stops the run**: nothing further is sent for this account. What was done is recorded, and a later run goes on from there.
- **fails the store**: the others go on. The same content is not sent again until the file changes, on the next day, or with
  \`--retry-refused\`.
- **waits**: the store is left for a later run, and nothing is lost.

A code that is not in this table fails the store (\`UNKNOWN_ERRCODE\`); after five stores in a row the run stops.`;

function errcodePart(texts: ErrcodeTexts): readonly string[] {
  const rows = ERRCODES.map(({ code, errmsg, class: kind }) => [
    asCode(String(code)),
    prose(errmsg),
    prose(texts[code].meaning),
    CLASSES[kind],
    prose(texts[code].advice),
  ]);
  return [
    `## ${ERRCODE_TITLE}`,
    CLASS_WORDS,
    table(['errcode', 'WeChat says', 'what it means', 'the run', 'what to do'], rows),
  ];
}
