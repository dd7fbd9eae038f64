/** What a text report needs to know of the place it is printed to. */
import pc from 'picocolors';
import stringWidth from 'string-width';
import type { Messages } from '../messages/en.ts';

export type Colors = ReturnType<typeof pc.createColors>;

export interface Style {
  readonly messages: Messages;
  readonly colors: Colors;
  /** Leads from a GitHub workspace to the root, for annotations: empty, or ending with `/`. */
  readonly prefix: string;
}

/** A style for one language, with or without colours. */
export function createStyle(messages: Messages, color: 'color' | 'plain', prefix = ''): Style {
  return { messages, colors: pc.createColors(color === 'color'), prefix };
}

/** Pads to a width in terminal columns: a Chinese character takes two. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

/** The widest of some texts, in terminal columns. */
export function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => stringWidth(text)));
}
