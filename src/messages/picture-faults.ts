/** Faults of local pictures: files of the repository that a store names in `pic_list`, and of their upload. */
import type { KnownErrcode } from './errcodes.ts';

export interface PictureFaults {
  /** `near`: what is there under a name that differs in capitals or in its Unicode form; null where nothing is. */
  PICTURE_MISSING: { readonly path: string; readonly near: string | null };
  PICTURE_PATH: {
    readonly value: string;
    readonly problem: PicturePathProblem;
    /** What to write instead, where it is known. */
    readonly write: string | null;
  };
  PICTURE_LINK: { readonly path: string };
  PICTURE_UNREADABLE: {
    readonly path: string;
    readonly problem: 'folder' | 'special' | 'system';
    readonly detail: string;
  };
  PICTURE_SIZE: { readonly path: string; readonly bytes: number };
  /** `bytes`: of the picture that the pointer stands for; null where it does not say. */
  PICTURE_LFS_POINTER: { readonly path: string; readonly bytes: number | null };
  /** A format by its content: `HEIC`, `WebP`, …; null where it is none that is known. */
  PICTURE_FORMAT: { readonly path: string; readonly format: string | null };
  PICTURE_DAMAGED: { readonly path: string; readonly problem: 'cut' | 'no-pixels' | 'unreadable' };
  /** A warning. */
  PICTURE_SHAPE: {
    readonly path: string;
    readonly width: number;
    readonly height: number;
    readonly problem: 'small' | 'narrow';
  };

  // ---- plan
  PICTURES_UNKNOWN: { readonly pictures: number; readonly stores: number; readonly state: string };
  PICTURES_RESTORED: { readonly pictures: number; readonly state: string };

  // ---- upload
  PICTURE_CHANGED: { readonly path: string };
  PICTURE_REFUSED: {
    readonly path: string;
    readonly errcode: KnownErrcode;
    readonly errmsg: string;
  };
  PICTURE_ADDRESS_ODD: { readonly path: string; readonly host: string };
}

export type PicturePathProblem =
  | 'outside'
  | 'backslash'
  | 'absolute'
  | 'home'
  | 'file-url'
  | 'no-dot'
  | 'no-name';
