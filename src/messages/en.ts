/** All English texts: the table that every other language must fill entry by entry. */
import { branchTexts } from './en/branch.ts';
import { doctorTexts } from './en/doctor.ts';
import { doctorUi } from './en/doctor-ui.ts';
import { driftTexts, driftUi } from './en/drift.ts';
import { driftActionUi } from './en/drift-action.ts';
import { eventTexts, eventUi } from './en/event.ts';
import { importTexts, importUi } from './en/import.ts';
import { runTexts } from './en/run.ts';
import { settingsTexts } from './en/settings.ts';
import { stateTexts } from './en/state.ts';
import { statusTexts, statusUi } from './en/status.ts';
import { storeTexts } from './en/stores.ts';
import { uiTexts } from './en/ui.ts';
import type { FaultParams, FaultTexts } from './faults.ts';

const faults: FaultTexts<FaultParams> = {
  ...storeTexts,
  ...settingsTexts,
  ...stateTexts,
  ...runTexts,
  ...branchTexts,
  ...importTexts,
  ...driftTexts,
  ...statusTexts,
  ...eventTexts,
  ...doctorTexts,
};

export const en = {
  faults,
  ...uiTexts,
  import: importUi,
  drift: driftUi,
  driftAction: driftActionUi,
  status: statusUi,
  event: eventUi,
  doctor: doctorUi,
};

/** One language's texts. */
export type Messages = typeof en;
