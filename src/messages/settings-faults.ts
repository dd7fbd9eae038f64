/** Faults of `mendian.yaml` and the environment. */
import type { Phrase } from './phrases.ts';

export interface SettingsFaults {
  /** `stores` or `state` beside `accounts`, which names them itself. */
  SETTING_BESIDE_ACCOUNTS: { readonly key: string };
  /** Two accounts that would share a folder of stores, a state file or an appid. */
  ACCOUNTS_SHARE: {
    readonly account: string;
    readonly other: string;
    readonly key: 'stores' | 'state' | 'appid';
    readonly value: string;
  };
  /** What looks like a secret where the name of a variable belongs. It is never shown. */
  SETTING_IS_SECRET: { readonly key: string };
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
