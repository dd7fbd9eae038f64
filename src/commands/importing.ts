/** The work of `mendian import`: list, arrange, read cards, write files, record the baseline, report. */

import { join } from 'node:path';
import type { Listing } from '../apply/list.ts';
import { readPlainFile } from '../base/plain-file.ts';
import { showSelection } from '../base/shell-words.ts';
import { LARGEST_YAML_BYTES } from '../base/text-bytes.ts';
import { asRunDiagnostic, type Diagnostic, fault, NOWHERE, notice, warning } from '../model.ts';
import type { ImportReport } from '../report/import.ts';
import { STATUS_REJECTED, STATUS_UNDER_REVIEW } from '../reviews.ts';
import { type ArrangedStore, arrangeStores, hasUsableId } from '../stores/arrange.ts';
import type { NameBy } from '../stores/file-names.ts';
import { makeSelector } from '../stores/select.ts';
import { loadSpelling, type Spelling } from '../stores/spelling.ts';
import { listEntries } from '../stores/walk.ts';
import { type FileFrame, writeStore } from '../stores/write.ts';
import type { Context } from './context.ts';
import { recordBaseline } from './import-baseline.ts';
import { asWarning, findBlockers, remarkFolder } from './import-blockers.ts';
import { type CardsRead, readCards } from './import-cards.ts';
import { type EndedStore, type PreparedStore, previewFiles, writeFiles } from './import-files.ts';
import { type LiveReader, openLive } from './live.ts';
import type { Recording } from './recording.ts';
import { remarkSelection } from './selection.ts';
import { describeSelection, type Workspace } from './workspace.ts';

export interface ImportOptions {
  readonly nameBy: NameBy;
  readonly spelling: Spelling;
  readonly cards: 'read' | 'leave';
  /** `dry` writes nothing. */
  readonly run: 'write' | 'dry';
  /** Calls a second, 0 for no limit. */
  readonly rate: number;
}

/** What was read of the platform, beside what is there. */
interface Found {
  /** Stores that the platform lists, with those that have no id yet. */
  readonly live: number;
  readonly unnamed: number;
  readonly arranged: readonly ArrangedStore[];
  readonly cards: CardsRead;
  readonly diagnostics: readonly Diagnostic[];
}

const SCHEMA = 'schemas/store.schema.json';

/** Imports into a workspace; without a recording nothing is written. Faults come in the report. */
export async function importInto(
  context: Context,
  workspace: Workspace,
  options: ImportOptions,
  recording: Recording | null,
): Promise<ImportReport> {
  const refuse = (diagnostics: readonly Diagnostic[]): ImportReport => ({
    ...beginReport(context, workspace, options),
    diagnostics,
  });
  const blockers = findBlockers(workspace);
  if (blockers.length > 0) return refuse(blockers);
  const records = workspace.state?.state.stores ?? new Map();
  const live = openLive(context, workspace, { concurrency: 1, rate: options.rate }, records);
  if (live.value === null) return refuse(live.diagnostics);
  const found = await readPlatform(context, workspace, options, live.value);
  if ('code' in found) return refuse([found]);
  const prepared = prepareStores(context, workspace, found);
  if (recording === null) return report(context, workspace, options, found, previewFiles(prepared));
  const files = await writeFiles(context, prepared);
  const baseline = await recordBaseline(context, workspace, files.stores, recording);
  const diagnostics = [...files.diagnostics, ...baseline.diagnostics];
  return {
    ...report(context, workspace, options, found, { ...files, diagnostics }),
    recorded: baseline.recorded,
  };
}

function beginReport(context: Context, { account }: Workspace, { run }: ImportOptions): ImportReport {
  const detail = context.verbosity === 'verbose' ? 'all' : 'few';
  const nothing = { live: null, unnamed: 0, stores: [], recorded: 0, needsHand: 0, diagnostics: [] };
  return { ...nothing, run, detail, selection: describeSelection(context), states: [account.state] };
}

function report(
  context: Context,
  workspace: Workspace,
  options: ImportOptions,
  { live, unnamed, diagnostics }: Found,
  files: { readonly stores: readonly EndedStore[]; readonly diagnostics: readonly Diagnostic[] },
): ImportReport {
  const byHand = findNeedsHand(files.stores, workspace);
  const count = new Set(byHand.map(({ file }) => file)).size;
  const summary = count > 0 ? [warning('IMPORT_NEEDS_HAND', NOWHERE, { files: count })] : [];
  const account = workspace.account.name;
  return {
    ...beginReport(context, workspace, options),
    live,
    unnamed,
    needsHand: count,
    stores: files.stores.map(({ live: { poi_id }, name, file, outcome }) => {
      return { account, poi_id, name, file, outcome };
    }),
    diagnostics: [
      ...diagnostics,
      ...files.diagnostics,
      ...summary,
      ...byHand,
      ...remarkReviews(files.stores),
    ],
  };
}

/** Lists the stores, finds each one's file, and reads the cards of the new ones. A diagnostic: nothing is known. */
async function readPlatform(
  context: Context,
  workspace: Workspace,
  options: ImportOptions,
  live: LiveReader,
): Promise<Found | Diagnostic> {
  try {
    const listing = await live.listAll();
    if (context.signal.aborted) return describeInterruption(context);
    if (!listing.ok) return asRunDiagnostic('error', listing.error.fault);
    const { stores, unnamed } = listing.value;
    const folder = workspace.account.stores.replace(/\/+$/u, '');
    const isSelected = makeSelector(context.select, context.exclude, folder);
    const naming = {
      nameBy: options.nameBy,
      spell: await loadSpelling(options.spelling),
      folder,
      taken: listEntries(context.root, folder),
    };
    const all = arrangeStores(stores, workspace.reading, naming);
    const arranged = all.filter(({ live: { poi_id }, file, store }) =>
      isSelected({ poi_id, file, labels: store?.labels ?? {} }),
    );
    const news = arranged.filter(({ presence }) => presence === 'new').map(({ live: { poi_id } }) => poi_id);
    const wanted = options.cards === 'read' && options.run === 'write' ? news : [];
    const cards = await readCards(context, live, wanted, options.rate);
    if (context.signal.aborted) return describeInterruption(context);
    const ids = new Set(stores.map(({ poi_id }) => poi_id));
    const diagnostics = [
      ...remarkFolder(workspace, ids, isSelected),
      ...remarkListing(context, workspace, listing.value, { all, selected: arranged.length }),
      ...cards.diagnostics,
    ];
    return { live: stores.length + unnamed, unnamed, arranged, cards, diagnostics };
  } finally {
    await live.close();
  }
}

function describeInterruption({ signal }: Context): Diagnostic {
  return fault('IMPORT_INTERRUPTED', NOWHERE, { signal: String(signal.reason) });
}

/** What the listing shows that has no file, and a selection that takes nothing of it. */
function remarkListing(
  context: Context,
  { account, reading, state }: Workspace,
  { stores, unnamed }: Listing,
  { all, selected }: { readonly all: readonly ArrangedStore[]; readonly selected: number },
): readonly Diagnostic[] {
  const odd = stores.filter((store) => !hasUsableId(store));
  const expressions = showSelection(describeSelection(context));
  const isEmpty = all.length > 0 && selected === 0;
  const others = all.map(({ live: { poi_id }, name, file }) => ({ poi_id, name, file, labels: {} }));
  const scene = { folder: account.stores, reading, records: state?.state.stores ?? new Map(), others };
  return [
    ...(stores.length + unnamed === 0 ? [warning('IMPORT_NO_STORES', NOWHERE, {})] : []),
    ...remarkSelection(
      context,
      scene,
      isEmpty ? [warning('SELECTION_EMPTY', NOWHERE, { expressions, cause: null, near: [] })] : [],
    ),
    ...(unnamed > 0 ? [notice('IMPORT_UNNAMED', NOWHERE, { count: unnamed })] : []),
    ...odd.map(({ business_name: name, poi_id }) => warning('IMPORT_ODD_ID', NOWHERE, { name, poi_id })),
  ];
}

/** The texts of the new files. */
function prepareStores(
  { root, messages }: Context,
  { account }: Workspace,
  { arranged, cards }: Found,
): readonly PreparedStore[] {
  // Editors find the schema where init has put it; elsewhere a line that leads nowhere would only annoy.
  const schema = readPlainFile(join(root, SCHEMA), LARGEST_YAML_BYTES).obstacle === null ? SCHEMA : null;
  const frame: FileFrame = { schema, comments: messages.import.file };
  return arranged.map((store) => {
    const { live, file, presence } = store;
    if (presence === 'there') return { ...store, written: null };
    const card = cards.cards.get(live.poi_id) ?? ({ kind: 'unread' } as const);
    return { ...store, written: writeStore(live, card, { file, account }, frame) };
  });
}

/** Values that no apply would send, in new files and in those that are there, as warnings. */
function findNeedsHand(stores: readonly EndedStore[], { reading }: Workspace): readonly Diagnostic[] {
  const there = new Set(stores.flatMap(({ file, outcome }) => (outcome === 'exists' ? [file] : [])));
  const known = reading.diagnostics.filter(
    ({ severity, file }) => severity === 'error' && file !== null && there.has(file),
  );
  const fresh = stores.filter(({ outcome }) => outcome === 'written' || outcome === 'would-write');
  return [...known, ...fresh.flatMap(({ written }) => written?.faults ?? [])].map(asWarning);
}

/** New files whose pictures were judged, or are about to be, before anything was sent from here. */
function remarkReviews(stores: readonly EndedStore[]): readonly Diagnostic[] {
  const fresh = stores.filter(({ outcome }) => outcome === 'written' || outcome === 'would-write');
  const count = fresh.filter(({ live }) => live.status === STATUS_UNDER_REVIEW).length;
  const rejected = fresh.filter(({ live }) => live.status === STATUS_REJECTED);
  return [
    ...(count > 0 ? [notice('IMPORT_UNDER_REVIEW', NOWHERE, { count })] : []),
    ...rejected.map(({ name, file }) =>
      warning('IMPORT_REJECTED', { file, line: 1, column: null }, { name }),
    ),
  ];
}
