/** The commands for now and then, in one piece. */
export { complete } from './completing.ts';
export { completion } from './completion.ts';
export { explain } from './explain.ts';
export { init } from './init.ts';
export { mergeState } from './merge-state.ts';
export { report } from './report.ts';
export { exportSheet } from './sheet-export.ts';
export { importSheet } from './sheet-import.ts';
