/** The platform's error codes that have texts; a row of the error-code table with another one does not compile. */
export const KNOWN_ERRCODES = [
  -1, 40001, 40014, 42001, 41001, 40002, 40013, 40125, 41002, 41004, 41018, 40164, 61004, 45035, 40243, 89501,
  89502, 89503, 89504, 89505, 89506, 89507, 50002, 50004, 50007, 48001, 48004, 85053, 43104, 85024, 85025,
  85026, 85027, 85028, 85029, 85030, 85031, 85032, 85033, 85034, 85035, 85036, 85049, 85050, 61003, 61005,
  61006, 61007, 61016, 61017, 61023, 61024, 42007, 45009, 45011, 45047, 43001, 43002, 43003, 40066, 44002,
  47001, 40005, 40009, 40033, 40097, 40137, 41005, 44001, 45001, 45002, 65104, 65105, 65106, 65107, 65109,
  65110, 65111, 65112, 65113, 65114, 65115, 65116, 65117, 65118, 65119, 65120, 85038, 85039, 85040, 85041,
  85042, 85054, 85055, 85056, 9001033, 76021, 76022, 76003,
] as const;

export type KnownErrcode = (typeof KNOWN_ERRCODES)[number];

/** What a code means, as a part of a sentence, and what a person does next. */
export interface ErrcodeText {
  readonly meaning: string;
  readonly advice: string;
}

export type ErrcodeTexts = Readonly<Record<KnownErrcode, ErrcodeText>>;

/** One text for several codes. */
export function ofCodes<const C extends number>(
  codes: readonly C[],
  meaning: string,
  advice: string,
): Readonly<Record<C, ErrcodeText>> {
  // Each key of the record is one of the codes.
  return Object.fromEntries(codes.map((code) => [code, { meaning, advice }])) as Record<C, ErrcodeText>;
}
