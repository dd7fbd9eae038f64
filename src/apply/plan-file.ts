/** Reads a plan file as the approval that it is: accounts, stores and digests. Everything else in it is for people. */
import { asJsonObject } from '../base/json-object.ts';
import type { Phrase } from '../messages/phrases.ts';
import { fault, NOWHERE, type Read } from '../model.ts';
import type { ApprovedChange } from './approval.ts';

/** The approved changes of a `mendian/plan@1` document, or why it is none. `file` is named in faults. */
export function checkPlanFile(text: string, file: string): Read<readonly ApprovedChange[]> {
  const reject = (detail: Phrase): Read<readonly ApprovedChange[]> => ({
    value: null,
    diagnostics: [fault('PLAN_FILE_UNREADABLE', NOWHERE, { file, detail })],
  });
  const document = parse(text);
  if (document === null) return reject('plan-not-json');
  if (document.format !== 'mendian/plan@1') return reject('plan-other-format');
  if (!Array.isArray(document.changes)) return reject('plan-without-changes');
  const changes = document.changes.map(readChange);
  const approved = changes.filter((change) => change !== null);
  if (approved.length < changes.length) return reject('plan-change-incomplete');
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
