/** Reads a plan file as the approval that it is: accounts, stores and digests. Everything else in it is for people. */
import { asJsonObject } from '../base/json-object.ts';
import { fault, NOWHERE, type Read } from '../model.ts';
import type { ApprovedChange } from './approval.ts';

/** The approved changes of a `mendian/plan@1` document, or why it is none. `file` is named in faults. */
export function checkPlanFile(text: string, file: string): Read<readonly ApprovedChange[]> {
  const reject = (detail: string): Read<readonly ApprovedChange[]> => ({
    value: null,
    diagnostics: [fault('PLAN_FILE_UNREADABLE', NOWHERE, { file, detail })],
  });
  const document = parse(text);
  if (document === null) return reject('it is no JSON object');
  if (document.format !== 'mendian/plan@1') return reject('its format is not mendian/plan@1');
  if (!Array.isArray(document.changes)) return reject('it has no list of changes');
  const changes = document.changes.map(readChange);
  const approved = changes.filter((change) => change !== null);
  if (approved.length < changes.length) return reject('a change in it has no account, poi_id or digest');
  return { value: approved, diagnostics: [] };
}

function parse(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return asJsonObject(JSON.parse(text.replace(/^\ufeff/u, '')));
  } catch {
    return null;
  }
}

function readChange(value: unknown): ApprovedChange | null {
  const { account, poi_id, digest } = asJsonObject(value) ?? {};
  const whole = typeof account === 'string' && typeof poi_id === 'string' && typeof digest === 'string';
  return whole && /^[0-9a-f]{64}$/u.test(digest) ? { account, poi_id, digest } : null;
}
