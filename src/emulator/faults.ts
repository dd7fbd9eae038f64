/** Scripted faults: what happens to a call instead of, or after, its ordinary answer. */

/**
 * `reset` cuts the connection before the call takes effect, `reset-after` after it; `hang` never answers;
 * `http500` is HTTP 502 and `html` HTTP 200, both with a page instead of JSON; `truncate` cuts the answer in half;
 * `no-data` leaves out `data`.
 */
export const FAULT_WORDS = [
  'reset',
  'reset-after',
  'hang',
  'http500',
  'html',
  'truncate',
  'no-data',
] as const;

/** A control word, an error of the platform, an answer that takes so many milliseconds, or a raw answer. */
export type FaultAction =
  | (typeof FAULT_WORDS)[number]
  | { readonly errcode: number; readonly errmsg?: string }
  | { readonly slow: number }
  | { readonly body: string; readonly status?: number };

export interface FaultRule {
  /** Path of the calls that it meets, such as `/wxa/update_store`. */
  readonly path: string;
  /** Only calls for this store. */
  readonly poi_id?: string;
  /** Only calls of this merchant, where there are several. */
  readonly appid?: string;
  /** Lets that many matching calls pass first. */
  readonly after?: number;
  /** How often it acts; once where it is left out. */
  readonly times?: number;
  readonly do: FaultAction;
}

export interface FaultScript {
  add(rules: readonly FaultRule[]): void;
  clear(): void;
  /** The action for a call, or null for an ordinary answer. Uses it up. */
  take(path: string, poiId: string | null, appid?: string | null): FaultAction | null;
}

/** Rules act in the order in which they were added; each counts its own calls. */
export function createFaultScript(): FaultScript {
  let rules: { rule: FaultRule; passed: number; used: number }[] = [];
  return {
    add: (more) => {
      rules = [...rules, ...more.map((rule) => ({ rule, passed: 0, used: 0 }))];
    },
    clear: () => {
      rules = [];
    },
    take: (path, poiId, appid = null) => {
      for (const entry of rules) {
        const { rule } = entry;
        if (rule.path !== path || (rule.poi_id !== undefined && rule.poi_id !== poiId)) continue;
        if (rule.appid !== undefined && rule.appid !== appid) continue;
        if (entry.used >= (rule.times ?? 1)) continue;
        if (entry.passed < (rule.after ?? 0)) {
          entry.passed += 1;
          continue;
        }
        entry.used += 1;
        return rule.do;
      }
      return null;
    },
  };
}
