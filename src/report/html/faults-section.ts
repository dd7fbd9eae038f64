/** Findings with their place and what to do. */
import type { Messages } from '../../messages/en.ts';
import type { Severity } from '../../model.ts';
import { diagnosticsJson, showWhose } from '../diagnostics.ts';
import type { DescribedDiagnostic } from '../plan-document.ts';
import { EMPTY, type Html, html } from './markup.ts';
import type { ReportPage } from './page.ts';
import { placeLink, section, tag, titledList } from './pieces.ts';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];
/** Errors are what people came for; the rest can be opened. */
const LONGEST_OPEN: Readonly<Record<Severity, number>> = { error: 100, warning: 5, info: 5 };

export function faultsHtml({ plan, source }: ReportPage, messages: Messages): Html {
  const found = diagnosticsJson(plan.diagnostics, messages);
  const groups = SEVERITIES.map((severity) =>
    groupHtml(
      severity,
      found.filter((each) => each.severity === severity),
      source,
      messages,
    ),
  );
  const { sections, faults } = messages.html;
  const content = found.length === 0 ? html`<p class="note good">${faults.none}</p>` : html`${groups}`;
  return section('faults', sections.faults, content);
}

function groupHtml(
  severity: Severity,
  found: readonly DescribedDiagnostic[],
  source: string | null,
  messages: Messages,
): Html {
  if (found.length === 0) return EMPTY;
  const title = messages.html.faults.group(severity, found.length);
  const list = html`<ul class="faults">${found.map((each) => faultHtml(each, source, messages))}</ul>`;
  return titledList({ length: found.length, most: LONGEST_OPEN[severity] }, title, list);
}

/** A hint may show several lines to paste. */
function faultHtml(finding: DescribedDiagnostic, source: string | null, messages: Messages): Html {
  const { severity, code, file, line, message, hint } = finding;
  const whose = showWhose(finding, messages);
  const hints = hint === null ? [] : hint.split('\n').map((each) => html`<span class="line">${each}</span>`);
  const next =
    hint === null
      ? EMPTY
      : html`<p class="hint"><span class="vh">${messages.html.faults.hint}${messages.html.marks.colon}</span>${hints}</p>`;
  return html`
<li class="fault ${severity}">
<p class="place">${tag(severity, messages.severities[severity])} ${whose === '' ? EMPTY : html`<bdi>${whose}</bdi> `}${placeLink({ file, line }, source)} <code>${code}</code></p>
<p class="message"><bdi>${message}</bdi></p>
${next}
</li>`;
}
