/** Behaviours of the platform that no page settles. Each is a switch; the first choice is the safest guess. */

const CHOICES = {
  /** `turns`: a picture review sets the store's status to 2. */
  reviewStatus: ['turns', 'stays'],
  /** What reads show while pictures are under review. */
  shows: ['approved', 'new'],
  /**
   * `drop`: reads show picture addresses without their query; `https`: with the other scheme; `rehost`: under other
   * addresses of the platform's own, always the same one for the same picture.
   */
  readUrls: ['same', 'drop', 'https', 'rehost'],
  /** `reverse`: reads show pictures in another order. */
  readOrder: ['same', 'reverse'],
  /** `padded`: reads show the telephone with a blank in front, as an example of the map search does. */
  readPhone: ['same', 'padded'],
  /** Longitude and latitude: numbers in the example of `newgetpoi`, texts in the table of `newgetpoilist`. */
  readCoordinates: ['number', 'text'],
  /** `escaped`: answers write `\/` for a slash. */
  slashes: ['plain', 'escaped'],
  /** How `audit_id` stands in an answer: a bare number, or the same digits as a text. */
  auditIds: ['number', 'text'],
  /** `audit_id` where an update starts no review. */
  noReview: ['absent', 'zero'],
  /** `yes`: members that the pages do not name are answered with 40097. */
  strictMembers: ['no', 'yes'],
  requireMapPoiId: ['no', 'yes'],
  /** `no`: the store mini program is not opened, 85053. */
  merchantOpened: ['yes', 'no'],
  /** `withdrawn`: the merchant has ended the third-party platform's authorisation, 61003. */
  authorization: ['granted', 'withdrawn'],
  /** `missing`: the authorisation leaves the stores out, 61007. */
  permissions: ['granted', 'missing'],
  /** `keep`: a call for a merchant's token gives back the refresh token that was used. */
  refreshTokens: ['rotate', 'keep'],
  /** Whether a picture that is uploaded twice gets two addresses. */
  uploadUrls: ['unique', 'same'],
  /** `zero`: an upload that went well is answered with an errcode too, as in the newer example. */
  uploadErrcode: ['absent', 'zero'],
} as const;

type Choices = { readonly [K in keyof typeof CHOICES]: (typeof CHOICES)[K][number] };

export interface Switches extends Choices {
  /** Statuses that refuse an update with 65118. */
  readonly refusedStatuses: readonly number[];
}

export const DEFAULT_SWITCHES: Switches = {
  reviewStatus: CHOICES.reviewStatus[0],
  shows: CHOICES.shows[0],
  readUrls: CHOICES.readUrls[0],
  readOrder: CHOICES.readOrder[0],
  readPhone: CHOICES.readPhone[0],
  readCoordinates: CHOICES.readCoordinates[0],
  slashes: CHOICES.slashes[0],
  auditIds: CHOICES.auditIds[0],
  noReview: CHOICES.noReview[0],
  strictMembers: CHOICES.strictMembers[0],
  requireMapPoiId: CHOICES.requireMapPoiId[0],
  merchantOpened: CHOICES.merchantOpened[0],
  authorization: CHOICES.authorization[0],
  permissions: CHOICES.permissions[0],
  refreshTokens: CHOICES.refreshTokens[0],
  uploadUrls: CHOICES.uploadUrls[0],
  uploadErrcode: CHOICES.uploadErrcode[0],
  refusedStatuses: [2],
};

/** What is wrong with a switch that came over HTTP, or null. */
export function findSwitchFault(name: string, value: unknown): string | null {
  if (name === 'refusedStatuses') {
    const fits = Array.isArray(value) && value.every((status) => Number.isInteger(status));
    return fits ? null : 'switch refusedStatuses takes a list of numbers';
  }
  const choices: readonly unknown[] | undefined = new Map<string, readonly unknown[]>(
    Object.entries(CHOICES),
  ).get(name);
  if (choices === undefined) {
    const names = [...Object.keys(CHOICES), 'refusedStatuses'].join(', ');
    return `there is no switch ${name}; there are ${names}`;
  }
  return choices.includes(value) ? null : `switch ${name} takes ${choices.join(' or ')}`;
}
