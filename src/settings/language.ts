/** The language that `mendian.yaml` asks for, known before anything is told and whatever else is wrong in the file. */
import { resolve } from 'node:path';
import { asLanguage } from '../base/languages.ts';
import { readNamedFile, readPlainFile } from '../base/plain-file.ts';
import { LARGEST_YAML_BYTES } from '../base/text-bytes.ts';
import type { Language } from '../model.ts';
import { listSettingsFiles } from './settings-files.ts';

/** A line of the settings, for files that are no YAML as a whole. */
const LINE = /^["']?language["']?\s*:\s*["']?(en|zh-CN)["']?\s*(?:#.*)?$/mu;

/** The setting `language` of a root folder; null where it is not set, or cannot be read. */
export async function readLanguage(root: string, config: string | null): Promise<Language | null> {
  const read = config === null ? readPlainFile : readNamedFile;
  for (const file of listSettingsFiles(config)) {
    const { bytes } = read(resolve(root, file), LARGEST_YAML_BYTES);
    // Most files do not name it, and then the YAML parser need not be loaded.
    if (bytes?.includes('language') === true) return await findLanguage(bytes.toString('utf8'), file);
  }
  return null;
}

async function findLanguage(text: string, file: string): Promise<Language | null> {
  const { parseYamlTree } = await import('../base/yaml-tree.ts');
  const tree = parseYamlTree(text, file).value;
  if (tree?.kind !== 'map') return asLanguage(LINE.exec(text)?.[1]);
  const value = tree.entries.find(({ key }) => key === 'language')?.value;
  return value?.kind === 'text' ? asLanguage(value.value) : null;
}
