/** Faults of local pictures: files of the repository that a store names in `pic_list`. */
export interface PictureFaults {
  PICTURE_MISSING: { readonly path: string };
}
