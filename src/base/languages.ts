/** The languages that texts are written in. */
import type { Language } from '../model.ts';

export const LANGUAGES: readonly Language[] = ['en', 'zh-CN'];

/** One of the languages, or null for any other text. */
export function asLanguage(text: string | undefined): Language | null {
  return LANGUAGES.find((each) => each === text) ?? null;
}
