/** Texts about local pictures. */
import type { FaultTexts } from '../faults.ts';
import type { PictureFaults } from '../picture-faults.ts';

export const pictureTexts: FaultTexts<PictureFaults> = {
  PICTURE_MISSING: ({ path }) => ({
    message: `The picture ${path} is not there.`,
    hint: 'The path is relative to the file that names it, with / on every system.',
  }),
};

export const pictureUi = {
  uploading: (path: string): string => `Uploading ${path}`,
};
