/** Which sign of a store file may mean something to YAML, by its code. Pure. */

export const BREAK = 10;
export const BLANK = 32;
export const DOUBLE = 34;
export const HASH = 35;
export const SINGLE = 39;
export const COMMA = 44;
export const DASH = 45;
export const COLON = 58;
export const QUESTION = 63;
export const BACKSLASH = 92;
export const OPEN = 123;
export const CLOSE = 125;

/** What a sign may be, by its code; those of kind 0 are left to the library. */
export const WORD = 1;
/** May begin a text as a word may. */
export const LEAD = 2;
/** May stand within a text. */
export const INNER = 3;
/** May stand within a text, depending on what is beside it. */
export const SPECIAL = 4;
export const KINDS = listKinds();

function listKinds(): Uint8Array {
  const kinds = new Uint8Array(0x1_0000);
  kinds.fill(INNER, 0x20, 0x7f);
  const put = (signs: string, kind: number): void => {
    for (const sign of signs) kinds[sign.charCodeAt(0)] = kind;
  };
  put('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_', WORD);
  put('./+(', LEAD);
  put('#,-:?[]{}', SPECIAL);
  // Letters of Chinese texts and the signs between them: nothing that is invisible, or a blank of another kind.
  put('·', WORD);
  kinds.fill(WORD, 0x3001, 0x3030);
  kinds.fill(WORD, 0x3041, 0x3097);
  kinds.fill(WORD, 0x30a1, 0x3100);
  kinds.fill(WORD, 0x4e00, 0xa000);
  kinds.fill(WORD, 0xff01, 0xff5f);
  return kinds;
}

/** What may follow a colon that is part of a text: `10:00`, `http://`. */
export function isWithin(code: number): boolean {
  return KINDS[code] === WORD || code === 0x2f;
}

/** 1 for what counts as nesting where somebody piles it up: brackets, and dashes and question marks before a blank. */
export function countSign(text: string, index: number): 0 | 1 {
  const code = text.charCodeAt(index);
  if (code === DASH || code === QUESTION) return text.charCodeAt(index + 1) === BLANK ? 1 : 0;
  return code === COLON || code === COMMA || code === HASH ? 0 : 1;
}

export function trimEnd(text: string, end: number): number {
  let last = end;
  while (text.charCodeAt(last - 1) === BLANK) last -= 1;
  return last;
}
