/** Texts about local pictures. */
import type { FaultTexts } from '../faults.ts';
import type { PictureFaults } from '../picture-faults.ts';
import { errcodes } from './errcodes.ts';
import { plural } from './words.ts';

const kilobytes = (bytes: number): string => `${Math.ceil(bytes / 1000).toLocaleString('en')} KB`;

const CONVERT = 'Save it as JPEG (or PNG) under 1 MB, and name that file.';

export const pictureTexts: FaultTexts<PictureFaults> = {
  PICTURE_MISSING: ({ path, near }) => ({
    message: `The picture ${path} is not there.`,
    hint:
      near === null
        ? 'The path is relative to the file that names it, with / on every system. Is the picture committed?'
        : near.normalize('NFC') === path.normalize('NFC')
          ? `There is ${near}, whose name only looks the same: its letters are composed in another way. Rename the file.`
          : `There is ${near}: capitals count, also where your own machine does not tell them apart.`,
  }),
  PICTURE_PATH: ({ value, problem, write }) => {
    const messages = {
      outside: `The picture ${value} lies outside of the repository.`,
      backslash: `The picture path ${value} has a backslash.`,
      absolute: `${value} is a path of one machine.`,
      home: `${value} begins in somebody’s home folder.`,
      'file-url': `${value} is the address of a file on one machine.`,
      'no-dot': `${value} is no picture address, and a path begins with ./ or ../.`,
      'no-name': `${value} names no file.`,
    } as const;
    const hint =
      'Put the picture into the repository, and write its path relative to this file, such as ./photos/front.jpg.';
    return { message: messages[problem], hint: write === null ? hint : `Write ${write}` };
  },
  PICTURE_LINK: ({ path }) => ({
    message: `The picture ${path} is, or lies behind, a symbolic link. Links are not followed.`,
    hint: 'Put the picture itself there.',
  }),
  PICTURE_UNREADABLE: ({ path, problem, detail }) => ({
    message: `The picture ${path} cannot be read: ${
      { folder: 'it is a folder', special: 'it is no file', system: detail }[problem]
    }.`,
    hint: problem === 'system' ? 'Check the rights of the file and its folders.' : 'Name a picture file.',
  }),
  PICTURE_SIZE: ({ path, bytes }) => ({
    message:
      bytes === 0
        ? `The picture ${path} is empty.`
        : `The picture ${path} has ${kilobytes(bytes)}; WeChat takes less than 1 MB.`,
    hint:
      bytes === 0
        ? 'Commit it anew.'
        : 'Save it smaller or with a lower quality; 1,500 pixels on the longer side are plenty.',
  }),
  PICTURE_LFS_POINTER: ({ path, bytes }) => ({
    message: `The picture ${path} is not here: Git LFS left a pointer in its place${
      bytes === null ? '' : ` (to ${kilobytes(bytes)})`
    }.`,
    hint: 'Run "git lfs pull"; in a workflow, add "lfs: true" to the step with actions/checkout.',
  }),
  PICTURE_FORMAT: ({ path, format }) => ({
    message:
      format === null
        ? `${path} is no picture that WeChat takes: only JPEG and PNG are, by their content.`
        : `The picture ${path} is ${format}, whatever its name says; WeChat takes only JPEG and PNG.`,
    hint:
      format === 'HEIC'
        ? `${CONVERT} iPhones take JPEG with Settings, Camera, Formats, “Most Compatible”.`
        : CONVERT,
  }),
  PICTURE_DAMAGED: ({ path, problem }) => ({
    message: `The picture ${path} ${
      {
        cut: 'is cut off: its end is missing',
        'no-pixels': 'has no pixels',
        unreadable: 'is damaged: its size cannot be read',
      }[problem]
    }.`,
    hint: 'Open it, save it anew, and commit that file.',
  }),
  PICTURE_SHAPE: ({ path, width, height, problem }) => ({
    message:
      problem === 'small'
        ? `The picture ${path} has only ${width} × ${height} pixels.`
        : `The picture ${path} is very long and narrow: ${width} × ${height} pixels.`,
    hint: 'WeChat’s pages name no limits for this, so it is sent as it is. Look at it on a phone before many stores use it.',
  }),

  PICTURES_UNKNOWN: ({ pictures, stores, state }) => ({
    message: `${state} knows no uploaded picture: ${plural(pictures, 'local picture')} of ${plural(stores, 'store')} will be uploaded, and ${stores === 1 ? 'its' : 'their'} pictures will be reviewed, even where WeChat shows the same ones.`,
    hint: `That is right when local pictures are new here. If they were applied before, the list was lost: bring back the last good ${state} from git, or they will be reviewed again.`,
  }),
  PICTURES_RESTORED: ({ pictures, state }) => ({
    message: `The list of uploaded pictures in ${state} has lost ${plural(pictures, 'entry', 'entries')}; the stores’ records still name them.`,
    hint: 'Nothing is uploaded or reviewed again because of it, and the next apply that sends something puts them back.',
  }),

  PICTURE_CHANGED: ({ path }) => ({
    message: `The picture ${path} is no longer the one that was planned: it was changed or removed while this run was at work. Nothing was uploaded.`,
    hint: 'Plan and apply again.',
  }),
  PICTURE_REFUSED: ({ path, errcode, errmsg }) => ({
    message: `WeChat refused the picture ${path}: ${errcodes[errcode].meaning} (${errcode} ${errmsg}).`,
    hint: errcodes[errcode].advice,
  }),
  PICTURE_ADDRESS_ODD: ({ path, host }) => ({
    message: `The upload of ${path} was answered with an address that is none of WeChat’s pictures (${host}).`,
    hint: 'Nothing was sent for the store. Check WECHAT_API_BASE and proxies; if they are right, please report this.',
  }),
};

export const pictureUi = {
  uploading: (path: string, bytes: number): string => `Uploading ${path} (${kilobytes(bytes)})`,
  forecast: (uploads: number): string => plural(uploads, 'picture upload'),
  shape: (p: { format: string; width: number; height: number; bytes: number }): string =>
    `${p.format.toUpperCase()}, ${p.width} × ${p.height}, ${kilobytes(p.bytes)}`,
};
