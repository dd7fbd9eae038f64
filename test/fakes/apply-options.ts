/** Options of an apply as tests give it: confirmed, without limits of pace, recorded here alone. */
import type { ApplyCommandOptions } from '../../src/commands/sending.ts';

export const APPLY: ApplyCommandOptions = {
  planFile: null,
  confirm: 'yes',
  expectDigest: null,
  approved: null,
  maxChanges: null,
  maxReviews: null,
  concurrency: 2,
  rate: 0,
  overwriteDrift: 'no',
  acceptNames: 'no',
  retryRefused: 'no',
  skipInvalid: 'no',
  choice: { publish: 'no', stateBranch: null, checkpoint: 25 },
};
