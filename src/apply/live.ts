/** Reading the live side of a store against its record: what has landed, and whose pictures are shown. Pure. */
import { fieldsNotShown, samePictures } from '../fields.ts';
import type { LiveStore } from '../model/platform.ts';
import type { StoreRecord, StoreValues } from '../model.ts';
import { hasPictures, STATUS_APPROVED, STATUS_UNDER_REVIEW } from '../reviews.ts';

/**
 * Whether a live store shows that an update arrived. Pictures under review are not shown yet, so a changed
 * picture list has also landed when the status has turned to 2.
 */
export function hasLanded(live: LiveStore, sent: StoreValues, pictures: 'changed' | 'unchanged'): boolean {
  const inReview = pictures === 'changed' && live.status === STATUS_UNDER_REVIEW;
  return fieldsNotShown(live, sent, 'any').every(({ startsReview }) => startsReview && inReview);
}

/** Whether sending these values changes the store's pictures: those on record, or those that are live by now. */
export function changesPictures(sent: StoreValues, record: StoreRecord | null, live: LiveStore): boolean {
  const recorded = record?.values?.pic_list ?? live.pic_list;
  return !samePictures(sent.pic_list, recorded) || !hasPictures(live, sent.pic_list);
}

/** The pictures that customers see, when the platform says that the store is approved. */
export function approvedPictures(record: StoreRecord | null, live: LiveStore): readonly string[] | undefined {
  if (live.status !== STATUS_APPROVED) return record?.approved_pic_list;
  const recorded = record?.values;
  // The recorded addresses are the ones that were sent; a read may show them in another spelling.
  return recorded !== undefined && hasPictures(live, recorded.pic_list) ? recorded.pic_list : live.pic_list;
}
