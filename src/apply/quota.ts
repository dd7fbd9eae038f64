/** Whether the calls that are left today are enough. */

import type { StorePlatform } from '../model/platform.ts';
import { type Diagnostic, NOWHERE, warning } from '../model.ts';

/** Asks how many calls are left today; the numbers can be off, so this only warns. */
export async function askQuota(platform: StorePlatform, needed: number): Promise<readonly Diagnostic[]> {
  const quota = await platform.readQuota();
  if (!quota.ok) return [warning('QUOTA_UNREADABLE', NOWHERE, { cause: quota.error.fault.code })];
  const { daily_limit, remain } = quota.value;
  const isShort = daily_limit > 0 && remain < needed;
  return isShort ? [warning('QUOTA_SHORT', NOWHERE, { remain, needed })] : [];
}
