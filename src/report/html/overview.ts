/** The head of the page: what it is about, and the counts. */
import type { Messages } from '../../messages/en.ts';
import type { Severity } from '../../model.ts';
import { countSeverity } from '../diagnostics.ts';
import { EMPTY, type Html, html } from './markup.ts';
import { hasErrors, hasOnlyFindings, type PageRow, type ReportPage, titleOf } from './page.ts';

const MOST_ACCOUNTS = 10;

/** Title and facts of the page. */
export function headHtml(page: ReportPage, messages: Messages): Html {
  const { head, description } = messages.html;
  const { plan, timezone, version } = page;
  const facts = [
    fact(head.day, html`<time datetime="${plan.as_of}">${plan.as_of}</time>`),
    timezone === null ? EMPTY : fact(head.timezone, html`<bdi>${timezone}</bdi>`),
    fact(head.program, html`mendian ${version}`),
    accountsFact(page, messages),
    plan.selection.length === 0
      ? EMPTY
      : fact(head.selection, html`<bdi><code>${plan.selection.join(' ')}</code></bdi>`),
    hasErrors(page) ? EMPTY : fact(head.digest, html`<code class="digest">${plan.digest}</code>`),
  ];
  return html`
<header class="top">
<h1><bdi>${titleOf(page, messages)}</bdi></h1>
<p class="vh">${description}</p>
<dl class="head">${facts}</dl>
</header>`;
}

/** The names of the accounts, as far as they are few. */
function accountsFact({ accounts }: ReportPage, { accounts: texts, html: { marks } }: Messages): Html {
  if (accounts === undefined || accounts.length > MOST_ACCOUNTS) return EMPTY;
  return fact(texts.all, html`<bdi>${accounts.map(({ name }) => name).join(marks.list)}</bdi>`);
}

function fact(label: string, value: Html): Html {
  return html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
}

/** Counts that lead to where they are explained. */
export function overviewHtml(
  page: ReportPage,
  rows: readonly PageRow[],
  specialDays: number,
  messages: Messages,
): Html {
  const { counts, sections } = messages.html;
  const findings = [findingTile('error', page, messages), findingTile('warning', page, messages)];
  const days = tile({ count: specialDays, label: counts.days, to: 'days', kind: 'days' });
  const groups = hasOnlyFindings(page)
    ? [group(counts.groups.findings, findings)]
    : [
        planGroup(page, rows, messages),
        ...(page.records === 'read' ? [group(counts.groups.reviews, reviewTiles(rows, messages))] : []),
        group(counts.groups.other, [days, ...findings]),
      ];
  return html`
<section class="overview" aria-labelledby="overview-title">
<h2 id="overview-title" class="vh">${sections.overview}</h2>
${groups}
</section>`;
}

/** With errors nothing is counted but the stores that could be read. */
function planGroup(page: ReportPage, rows: readonly PageRow[], messages: Messages): Html {
  const { counts, actions } = messages.html;
  const { summary } = page.plan;
  const stores = tile({ count: rows.length, label: counts.stores, to: 'stores', kind: 'all' });
  if (hasErrors(page)) return group(counts.groups.plan, [stores]);
  const kinds = ['update', 'adopt', 'hold', 'verify', 'release'] as const;
  return group(counts.groups.plan, [
    stores,
    ...kinds.map((kind) => tile({ count: summary[kind], label: actions[kind], to: 'plan', kind })),
    tile({
      count: summary.unchanged,
      label: counts.unchanged,
      to: 'stores',
      kind: 'unchanged',
      filter: 'filter-action:unchanged',
    }),
  ]);
}

function reviewTiles(rows: readonly PageRow[], { html: { counts } }: Messages): readonly Html[] {
  const count = (...kinds: readonly PageRow['review'][]): number =>
    rows.filter(({ review }) => kinds.includes(review)).length;
  return [
    tile({ count: count('pending', 'overdue'), label: counts.pending, to: 'reviews', kind: 'pending' }),
    tile({
      count: count('approved'),
      label: counts.approved,
      to: 'stores',
      kind: 'approved',
      filter: 'filter-review:approved',
    }),
    tile({ count: count('rejected'), label: counts.rejected, to: 'reviews', kind: 'rejected' }),
  ];
}

function findingTile(severity: Exclude<Severity, 'info'>, { plan }: ReportPage, messages: Messages): Html {
  const { errors, warnings } = messages.html.counts;
  const count = countSeverity(plan.diagnostics, severity);
  return tile({ count, label: severity === 'error' ? errors : warnings, to: 'faults', kind: severity });
}

function group(title: string, tiles: readonly Html[]): Html {
  return html`<div class="group"><h3>${title}</h3><ul class="tiles">${tiles}</ul></div>`;
}

interface Tile {
  readonly count: number;
  readonly label: string;
  readonly to: string;
  readonly kind: string;
  /** The filter of the table that shows these stores: its id and value. */
  readonly filter?: string;
}

/** Zeros stand back. */
function tile({ count, label, to, kind, filter = '' }: Tile): Html {
  const shade = count === 0 ? 'zero' : kind;
  return html`<li><a class="tile ${shade}" href="#${to}" data-filter="${filter}"><b>${count}</b> <span>${label}</span></a></li>`;
}
