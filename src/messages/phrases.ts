/**
 * Parts of sentences that many faults share: why something cannot be used, and what is expected in its place. Rooms name
 * them; each language says them in its own words.
 */

/** Phrases that say all by themselves. */
export type PlainPhrase =
  // ---- what stands in the place of a file
  | 'file-missing'
  | 'file-linked'
  | 'file-special'
  | 'file-unreadable'
  | 'folder-linked'
  | 'folder-on-the-way-linked'
  | 'not-a-file-in-git'
  | 'not-a-file-at-github'
  // ---- a plan file, or the plan of another run
  | 'plan-not-json'
  | 'plan-other-format'
  | 'plan-without-changes'
  | 'plan-change-incomplete'
  | 'artifact-not-of-a-pull'
  | 'artifact-outside-a-pull'
  | 'tree-truncated'
  // ---- events of GitHub
  | 'event-target'
  | 'event-before-merge'
  | 'event-branch-deleted'
  // ---- git and GitHub
  | 'no-commit-yet'
  | 'no-remote-set-up'
  | 'no-end-in-time'
  | 'no-reason-given'
  | 'no-connection'
  | 'no-answer-in-time'
  | 'owner-may-only-read'
  // ---- the network
  | 'untrusted-certificate'
  | 'expired-certificate'
  | 'foreign-certificate'
  | 'untrusted-proxy-certificate'
  | 'connection-refused'
  | 'connection-cut'
  | 'connection-timed-out'
  | 'no-connection-in-time'
  | 'host-unknown'
  | 'host-not-looked-up'
  | 'host-unreachable'
  | 'network-unreachable'
  | 'answer-stopped'
  | 'answer-cut-off'
  | 'answer-too-large'
  | 'no-whole-answer-in-time'
  | 'proxy-refused'
  | 'proxy-unusable'
  // ---- answers that are none
  | 'json-without-errcode'
  | 'errcode-no-number'
  | 'empty-answer'
  | 'html'
  | 'xml-or-html'
  | 'broken-json'
  | 'plain-text'
  | 'not-json'
  | 'json-without-token'
  | 'no-errcode'
  // ---- live stores that cannot be understood
  | 'live-without-base-info'
  | 'live-list-no-list'
  | 'live-without-total'
  | 'live-odd-entry'
  | 'live-without-quota'
  | 'live-without-account-status'
  | 'live-without-id'
  | 'live-without-status'
  // ---- addresses
  | 'address-none'
  | 'address-with-user'
  | 'address-odd-scheme'
  | 'address-with-query'
  | 'address-plain-http'
  // ---- push events
  | 'envelope-not-json'
  | 'envelope-body-no-text'
  | 'query-unreadable'
  | 'push-encrypt-type'
  | 'push-query-lost'
  | 'push-without-encrypt'
  | 'xml-malformed'
  | 'xml-odd-name'
  | 'xml-doctype'
  | 'xml-instruction'
  | 'xml-entity'
  | 'xml-attribute'
  | 'xml-root'
  | 'xml-loose-text'
  // ---- what is expected of options, inputs and settings
  | 'expect-limit'
  | 'expect-rate'
  | 'expect-age'
  | 'expect-day'
  | 'expect-branch'
  | 'expect-digest'
  | 'expect-flag'
  | 'expect-with-publishing'
  | 'expect-with-wait'
  | 'expect-with-accept'
  | 'expect-accept-for-dry-run'
  | 'expect-new-file'
  | 'expect-new-page'
  | 'expect-free-port'
  | 'expect-merge-files'
  | 'expect-milliseconds'
  | 'expect-version'
  | 'expect-language'
  | 'expect-review-limit'
  | 'expect-days'
  | 'expect-timezone'
  | 'expect-policy'
  | 'expect-accounts'
  | 'expect-account-name'
  | 'expect-appid'
  | 'expect-variable'
  | 'expect-one-text'
  // ---- what is expected of a member of the state
  | 'expect-records'
  | 'expect-values'
  | 'expect-text'
  | 'expect-texts'
  | 'expect-quoted-text'
  | 'expect-audit-id'
  | 'expect-review'
  | 'expect-time'
  | 'expect-true'
  | 'expect-receipt'
  | 'expect-refusal'
  | 'expect-source'
  | 'expect-uploads'
  | 'expect-poi-id'
  | 'expect-object';

/** Phrases that name something. */
export interface PhraseValues {
  'file-too-large': { readonly megabytes: number };
  'file-unreadable-because': { readonly cause: string };
  'artifact-missing': { readonly file: string };
  'artifact-special': { readonly file: string };
  'artifact-too-large': { readonly file: string };
  'artifact-not-json': { readonly file: string };
  'artifact-other-format': { readonly file: string };
  /** `ref` is empty where the event names none. */
  'event-no-branch': { readonly ref: string };
  'remote-without-branch': { readonly remote: string; readonly branch: string };
  'repository-without-branch': { readonly branch: string };
  'token-scopes': { readonly scopes: readonly string[] };
  'connection-failed': { readonly cause: string };
  'other-store': { readonly poi_id: string };
  'query-no-text': { readonly name: string };
  'query-too-long': { readonly name: string; readonly most: number };
  'push-query-incomplete': { readonly name: string };
  'push-event-incomplete': { readonly event: string };
  'xml-too-deep': { readonly most: number };
  'xml-twice': { readonly name: string };
  /** Who holds a lock; both times are ISO times. */
  'lock-holder': { readonly pid: number; readonly host: string; readonly seen: string };
  'lock-holder-unknown': { readonly seen: string };
  'expect-count': { readonly least: number; readonly most: number };
  'expect-one-of': { readonly choices: readonly string[] };
  'expect-exactly': { readonly value: string };
}

/** What GitHub was asked to do, where it did not. `name` is a branch, a file or nothing. */
export type GitHubTask =
  | 'tell-tip'
  | 'show-file'
  | 'compare-checkout'
  | 'take-commit'
  | 'keep-pull'
  | 'open-pull'
  | 'write-pull'
  | 'list-pulls'
  | 'find-merged-pull'
  | 'list-comments'
  | 'keep-issue'
  | 'write-branch';

/** What a right of a GitHub token is needed for. */
export type RightPurpose = 'commit-state' | 'comment-pulls' | 'keep-drift-issue';

export type Phrase =
  | PlainPhrase
  | { readonly [N in keyof PhraseValues]: { readonly phrase: N } & PhraseValues[N] }[keyof PhraseValues]
  /** Words of the system, git, GitHub or WeChat, as they came. */
  | { readonly quoted: string };

/** All phrases of one language. */
export type PhraseTexts = { readonly [N in PlainPhrase]: string } & {
  readonly [N in keyof PhraseValues]: (values: PhraseValues[N]) => string;
};

/** What puts phrases into the words of a table. */
export function sayWith(texts: PhraseTexts): (phrase: Phrase) => string {
  return (phrase) => {
    if (typeof phrase === 'string') return texts[phrase];
    if ('quoted' in phrase) return phrase.quoted;
    // Each phrase's text takes its own values; that the pair fits is held by the type Phrase.
    const text = texts[phrase.phrase] as (values: typeof phrase) => string;
    return text(phrase);
  };
}
