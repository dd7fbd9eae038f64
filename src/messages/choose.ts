/** Loads the texts of a language. */
import type { Language } from '../model.ts';
import { en, type Messages } from './en.ts';

/** English is at hand; any other table is a chunk of its own, so that nobody loads two. */
export async function loadMessages(language: Language): Promise<Messages> {
  return language === 'zh-CN' ? (await import('./zh-CN.ts')).zhCN : en;
}
