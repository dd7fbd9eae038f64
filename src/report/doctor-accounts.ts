/**
 * The part of `doctor` that is about accounts, readable for three of them and for three hundred: what is wrong, each kind
 * once with whose it is, and one line for those where all is well. Pure.
 */
import type { Messages } from '../messages/en.ts';
import type { DescribedCheck } from './doctor.ts';
import { forMarkdownSentence, forTerminal } from './escape.ts';
import type { Style } from './style.ts';

/** One kind of finding, with the accounts that have it. */
interface Kind {
  readonly first: DescribedCheck;
  readonly checks: readonly DescribedCheck[];
}

/** Different texts of one kind that a person reads before the next. */
const MOST_TEXTS = 3;

/** Findings by check and code, faults first; in each kind the accounts keep their order. */
function listKinds(checks: readonly DescribedCheck[]): readonly Kind[] {
  const kinds = new Map<string, DescribedCheck[]>();
  for (const check of checks) {
    if (check.account === undefined || (check.result !== 'fault' && check.result !== 'warning')) continue;
    const key = `${check.result} ${check.group} ${check.name} ${check.code ?? ''}`;
    const kind = kinds.get(key);
    if (kind === undefined) kinds.set(key, [check]);
    else kind.push(check);
  }
  const all = [...kinds.values()].flatMap((each): readonly Kind[] => {
    const [first] = each;
    return first === undefined ? [] : [{ first, checks: each }];
  });
  return [...all].sort((left, right) => rank(left) - rank(right));
}

function rank({ first }: Kind): number {
  return first.result === 'fault' ? 0 : 1;
}

/** The texts of a kind: one that all have alike stands once, and of others no more than a few. */
function listTexts({ checks }: Kind, { accounts: ui }: Messages): readonly string[] {
  const texts = new Map<string, string[]>();
  for (const { message, account = '' } of checks) {
    const owners = texts.get(message);
    if (owners === undefined) texts.set(message, [account]);
    else owners.push(account);
  }
  const shown = [...texts].slice(0, MOST_TEXTS);
  const left = [...texts].slice(MOST_TEXTS).flatMap(([, owners]) => owners);
  return [
    ...shown.map(([message, owners]) => `[${ui.names(owners)}] ${message}`),
    ...(left.length === 0 ? [] : [ui.alike(left)]),
  ];
}

/** What to do, of the texts that are shown: lines that several have alike stand once. */
function listHints({ checks }: Kind): readonly string[] {
  const hints = new Map(checks.map(({ message, hint }) => [message, hint ?? '']));
  const lines = [...hints.values()].slice(0, MOST_TEXTS).flatMap((hint) => hint.split('\n'));
  return [...new Set(lines)].filter((line) => line !== '');
}

/** The accounts where no check found anything. */
function listWell(checks: readonly DescribedCheck[], accounts: readonly string[]): readonly string[] {
  const troubled = new Set(listKinds(checks).flatMap((kind) => kind.checks.map(({ account }) => account)));
  return accounts.filter((account) => !troubled.has(account));
}

function titleOf({ first }: Kind, { doctor, signs }: Messages): string {
  return signs.and([doctor.groups[first.group], doctor.checks[first.name]]);
}

/** Lines for a terminal, under how many accounts there are. */
export function accountsBlock(
  checks: readonly DescribedCheck[],
  accounts: readonly string[],
  style: Style,
): string {
  const { messages, colors } = style;
  const well = listWell(checks, accounts);
  const kinds = listKinds(checks).flatMap((kind) => {
    const { result, code } = kind.first;
    const paint = result === 'fault' ? colors.red : colors.yellow;
    const mark = result === 'fault' ? '✗' : '!';
    const hints = listHints(kind);
    return [
      `  ${paint(mark)} ${titleOf(kind, messages)}  ${paint(messages.doctor.results[result])} ${colors.dim(code ?? '')}`,
      ...listTexts(kind, messages).map((text) => `      ${forTerminal(text)}`),
      ...hints.map((line, index) => colors.cyan(`      ${index === 0 ? '→' : ' '} ${forTerminal(line)}`)),
    ];
  });
  const rest = well.length === 0 ? [] : [`  ${colors.green('✓')} ${messages.accounts.well(well)}`];
  return [colors.bold(messages.accounts.over(accounts.length, [])), ...kinds, ...rest].join('\n');
}

/** The same as a list in Markdown. */
export function accountsList(
  checks: readonly DescribedCheck[],
  accounts: readonly string[],
  messages: Messages,
): string {
  const well = listWell(checks, accounts);
  const kinds = listKinds(checks).map((kind) => {
    const { result } = kind.first;
    const texts = listTexts(kind, messages).map(forMarkdownSentence);
    const lines = listHints(kind).map(forMarkdownSentence);
    const hints = lines.length === 0 ? [] : [`→ ${lines.join('<br>')}`];
    const head = `- ${result === 'fault' ? '✗' : '!'} **${messages.doctor.results[result]}** ${titleOf(kind, messages)}`;
    return [head, ...texts, ...hints].join('<br>');
  });
  const rest = well.length === 0 ? [] : [`- ✓ ${forMarkdownSentence(messages.accounts.well(well))}`];
  return [`#### ${messages.accounts.over(accounts.length, [])}`, '', ...kinds, ...rest].join('\n');
}
