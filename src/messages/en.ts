/** All English texts: the table that every other language must fill entry by entry. */
import { branchTexts } from './en/branch.ts';
import { runTexts } from './en/run.ts';
import { settingsTexts } from './en/settings.ts';
import { stateTexts } from './en/state.ts';
import { storeTexts } from './en/stores.ts';
import { uiTexts } from './en/ui.ts';
import type { FaultParams, FaultTexts } from './faults.ts';

const faults: FaultTexts<FaultParams> = {
  ...storeTexts,
  ...settingsTexts,
  ...stateTexts,
  ...runTexts,
  ...branchTexts,
};

export const en = { faults, ...uiTexts };

/** One language's texts. */
export type Messages = typeof en;
