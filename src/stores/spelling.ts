/** Chinese names in the letters of file names: pinyin word by word, or the characters themselves. */
import type { Spell } from './file-names.ts';

export type Spelling = 'pinyin' | 'characters';

/** Loads what a spelling needs. The dictionary of pinyin is large: no other command pays for it. */
export async function loadSpelling(spelling: Spelling): Promise<Spell> {
  if (spelling === 'characters') return (text) => text;
  const { pinyin } = await import('pinyin-pro');
  const words = new Intl.Segmenter('zh', { granularity: 'word' });
  // A word at a time: which of its sounds a character has depends on its neighbours ("chongqing", not "zhongqing").
  const spellWord = (word: string): string =>
    pinyin(word, { toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' }).join('');
  return (text) =>
    [...words.segment(text.normalize('NFKC'))]
      .map(({ segment }) => spellWord(segment))
      .join('-')
      .toLowerCase();
}
