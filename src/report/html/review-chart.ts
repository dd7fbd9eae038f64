/** A chart of reviews by age: bars for eyes, a table for screen readers. */
import type { Messages } from '../../messages/en.ts';
import { type Html, html } from './markup.ts';
import type { PageRow } from './page.ts';

/** First and last age in days of each bar. */
const BUCKETS: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 1],
  [2, 3],
  [4, 7],
  [8, 14],
  [15, Number.POSITIVE_INFINITY],
];
const SERIES = ['pending', 'overdue', 'rejected'] as const;
type Series = (typeof SERIES)[number];

interface Bar {
  readonly label: string;
  readonly counts: Readonly<Record<Series, number>>;
}

const WIDTH = 480;
const HEIGHT = 190;
const BASE = 160;
const TOP = 28;
const STEP = WIDTH / BUCKETS.length;
const BAR = 44;

/** The chart of the rows whose review is waited for, or was refused. Rows without a known age are left out. */
export function reviewChart(rows: readonly PageRow[], messages: Messages): Html {
  const bars = BUCKETS.map(([from, to]): Bar => {
    const inside = rows.filter(({ age }) => age !== null && from <= age && age <= to);
    const count = (series: Series): number => inside.filter(({ review }) => review === series).length;
    return {
      label: labelOf(from, to, messages),
      counts: { pending: count('pending'), overdue: count('overdue'), rejected: count('rejected') },
    };
  });
  const { chart } = messages.html.reviewAges;
  const shown = SERIES.filter((series) => bars.some(({ counts }) => counts[series] > 0));
  return html`
<figure class="chart">
<figcaption>${chart}${legend(shown, messages)}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${chart}">
<line class="axis" x1="0" y1="${BASE}" x2="${WIDTH}" y2="${BASE}"/>
${barsHtml(bars)}
</svg>
${tableHtml(bars, shown, messages)}
</figure>`;
}

function labelOf(from: number, to: number, messages: Messages): string {
  const { buckets } = messages.html.reviewAges;
  if (to === 0) return buckets.today;
  return to === Number.POSITIVE_INFINITY ? buckets.more(from) : buckets.days(from, to);
}

function legend(shown: readonly Series[], { html: { reviews } }: Messages): Html {
  return html` <span class="legend">${shown.map((each) => html`<span class="key ${each}">${reviews[each]}</span>`)}</span>`;
}

function sum({ counts }: Bar): number {
  return SERIES.reduce((total, series) => total + counts[series], 0);
}

function barsHtml(bars: readonly Bar[]): readonly Html[] {
  const highest = Math.max(1, ...bars.map(sum));
  return bars.map((bar, index) => {
    const middle = STEP * (index + 0.5);
    let y = BASE;
    const parts = SERIES.map((series) => {
      const height = (bar.counts[series] / highest) * (BASE - TOP);
      y -= height;
      return bar.counts[series] === 0
        ? html``
        : html`<rect class="${series}" x="${middle - BAR / 2}" y="${round(y)}" width="${BAR}" height="${round(height)}"/>`;
    });
    const count = sum(bar);
    return html`${parts}<text class="count ${count === 0 ? 'zero' : ''}" x="${middle}" y="${round(y) - 7}">${count}</text><text x="${middle}" y="${HEIGHT - 9}">${bar.label}</text>`;
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function tableHtml(bars: readonly Bar[], shown: readonly Series[], messages: Messages): Html {
  const { reviewAges, reviews } = messages.html;
  const heads = shown.map((series) => html`<th scope="col">${reviews[series]}</th>`);
  const rows = bars.map(
    ({ label, counts }) =>
      html`<tr><th scope="row">${label}</th>${shown.map((series) => html`<td>${counts[series]}</td>`)}</tr>`,
  );
  return html`<div class="vh"><table><caption>${reviewAges.chart}</caption><thead><tr><th scope="col">${reviewAges.age}</th>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
