/** English texts of `mendian explain`. */

export const explainUi = {
  /** Below texts that are not filled in. */
  names: 'Words in capitals stand for values. Of several texts, a report shows the one that fits.',
  /** Where the text shows one errcode of many. */
  errcodeFor: (command: string): string =>
    `The errcode here is one of many; ${command} tells what another one means.`,
  /** What the run does with an errcode. */
  classes: {
    RETRY:
      'It is asked again a few times. Where that does not help, the store fails, and after three in a row the run stops.',
    TOKEN: 'A fresh token is fetched once. Where none can be had, the run stops.',
    STOP: 'It stops the run for this account. What was done is recorded.',
    STORE:
      'It fails this store alone. The same content is not sent again until the file changes, on the next day, or with --retry-refused.',
    DEFER: 'The store is left for a later run. Nothing is lost.',
    BUG: 'It stops the run for this account. What was done is recorded.',
  },
};
