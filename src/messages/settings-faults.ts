/** Faults of `mendian.yaml` and the environment. */
import type { Phrase } from './phrases.ts';

export interface SettingsFaults {
  /** The settings name something that this version does not do yet. */
  SETTING_NOT_SUPPORTED: { readonly key: string };
  /** A value of a form that the settings do not know. */
  SETTING_INVALID: { readonly key: string; readonly value: string; readonly expected: Phrase };
  /** A path that leads out of the repository. */
  PATH_OUTSIDE: { readonly key: string; readonly value: string };
  /** Both `mendian.yaml` and `mendian.yml` are there. */
  TWO_SETTINGS: { readonly other: string };
  /** The file named by --config is not there. */
  SETTINGS_MISSING: Record<never, never>;
  /** `MENDIAN_RETRY_BASE_MS` is no number. */
  ENVIRONMENT_INVALID: { readonly variable: string; readonly value: string; readonly expected: Phrase };
}
