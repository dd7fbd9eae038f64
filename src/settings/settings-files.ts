/** Where the settings stand. */

const NAMES = ['mendian.yaml', 'mendian.yml'];

/** The files that may hold the settings, relative to the root; `config` is the file of `--config`. */
export function listSettingsFiles(config: string | null): readonly string[] {
  return config === null ? NAMES : [config];
}
