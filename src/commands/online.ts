/** The commands that ask WeChat, in one piece; what speaks HTTP loads with the first call. */
export { apply } from './apply.ts';
export { doctor } from './doctor.ts';
export { drift } from './drift.ts';
export { event } from './event.ts';
export { importStores } from './import.ts';
export { planRefreshed } from './refreshing.ts';
export { status } from './status.ts';
