/** The issue and the pull request about drift: their titles and texts. Pure. */
import type { Messages } from '../messages/en.ts';
import type { StoreDrift } from '../model/drift.ts';
import { COMMENT_BOUND, leave } from './bounded.ts';
import type { DriftReport } from './drift-document.ts';
import { driftMarkdown } from './drift-markdown.ts';
import { forCommitMessage, forTitle, shorten } from './escape.ts';

export interface RequestText {
  readonly title: string;
  /** Markdown that fits where it goes, with a marker before it. */
  readonly body: string;
}

const NAME_LENGTH = 60;

/** The issue of all drift. */
export function driftIssue(
  report: DriftReport,
  drifted: readonly StoreDrift[],
  messages: Messages,
  url: string,
): RequestText {
  const { driftAction } = messages;
  return {
    title: forTitle(driftAction.issueTitle(nameStores(drifted, messages))),
    body: around(report, messages, url, {
      lead: driftAction.issueLead,
      foot: [driftAction.issueSteps, driftAction.issueFoot(url)],
    }),
  };
}

/** The pull request of what can be accepted. */
export function driftPull(
  report: DriftReport,
  accepted: readonly StoreDrift[],
  messages: Messages,
  url: string,
): RequestText & { readonly subject: string } {
  const { driftAction } = messages;
  return {
    title: forTitle(driftAction.pullTitle(nameStores(accepted, messages))),
    subject: forCommitMessage(driftAction.pullSubject(accepted.length)),
    body: around(report, messages, url, {
      lead: driftAction.pullLead,
      foot: [driftAction.pullSteps, driftAction.pullFoot(url)],
    }),
  };
}

function around(
  report: DriftReport,
  messages: Messages,
  url: string,
  { lead, foot }: { readonly lead: string; readonly foot: readonly string[] },
): string {
  const bound = leave(COMMENT_BOUND, lead);
  const view = { bound, elsewhere: messages.github.elsewhere(url), foot, advice: 'left-out' } as const;
  return `${lead}\n\n${driftMarkdown(report, messages, view)}`;
}

/** One store by its name, several by their number. */
function nameStores(stores: readonly StoreDrift[], { driftAction }: Messages): string {
  const [first, ...others] = stores;
  if (first === undefined || others.length > 0) return driftAction.stores(stores.length);
  return first.name === null ? first.poi_id : `${shorten(first.name, NAME_LENGTH)} (${first.poi_id})`;
}
