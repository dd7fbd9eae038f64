/** What a code means before anybody knows the values: all that it may say, and what to do about it. Pure. */

import type { Messages } from '../messages/en.ts';
import type { KnownErrcode } from '../messages/errcodes.ts';
import type { FaultCode } from '../messages/faults.ts';
import { type FaultSample, type FaultVariant, listVariants } from '../messages/samples.ts';
import type { Style } from './style.ts';

/** An errcode as its table has it. */
export interface ExplainedErrcode {
  readonly code: KnownErrcode;
  readonly errmsg: string;
  readonly class: keyof Messages['explain']['classes'];
}

/** Each of a fault's texts with its advice; those with the same advice stand together. */
export function explainFault(code: FaultCode, samples: readonly FaultSample[], style: Style): string {
  const { messages, colors } = style;
  const { explain } = messages;
  const hasErrcode = samples.some(({ errcode }) => typeof errcode === 'number');
  const hasNames = samples.some((sample) => /"[$#]/u.test(JSON.stringify(sample)));
  const blocks = [
    colors.bold(code),
    ...listVariants(code, samples, messages).map((variant) => variantText(variant, style)),
    ...(hasErrcode ? [colors.dim(explain.errcodeFor('mendian explain ERRCODE'))] : []),
    ...(hasNames ? [colors.dim(explain.names)] : []),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** An errcode: what WeChat calls it, what it means, what the run does, what to do. */
export function explainErrcode({ code, errmsg, class: kind }: ExplainedErrcode, style: Style): string {
  const { messages, colors } = style;
  const { signs, explain, errcodes } = messages;
  const { meaning, advice } = errcodes[code];
  const lines = [
    `${colors.bold(String(code))} ${colors.dim(errmsg)}`,
    '',
    `  ${signs.sentence(`${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}`)}`,
    `  ${explain.classes[kind]}`,
    adviceText(advice, style),
  ];
  return `${lines.join('\n')}\n`;
}

function variantText({ messages, hints }: FaultVariant, style: Style): string {
  return [...messages.map((message) => `  ${message}`), ...hints.map((hint) => adviceText(hint, style))].join(
    '\n',
  );
}

function adviceText(advice: string, { colors }: Style): string {
  return colors.cyan(`  → ${advice.replaceAll('\n', '\n    ')}`);
}
