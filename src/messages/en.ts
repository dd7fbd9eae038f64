/** All English texts: the table that every other language must fill entry by entry. */
import type { Language } from '../model.ts';
import { accountsUi } from './en/accounts.ts';
import { branchTexts } from './en/branch.ts';
import { credentialTexts } from './en/credentials.ts';
import { doctorTexts } from './en/doctor.ts';
import { doctorUi } from './en/doctor-ui.ts';
import { driftTexts, driftUi } from './en/drift.ts';
import { driftActionUi } from './en/drift-action.ts';
import { errcodes } from './en/errcodes.ts';
import { eventTexts, eventUi } from './en/event.ts';
import { explainUi } from './en/explain.ts';
import { fileTexts } from './en/files.ts';
import { htmlUi } from './en/html.ts';
import { importTexts, importUi } from './en/import.ts';
import { phrases } from './en/phrases.ts';
import { pictureTexts, pictureUi } from './en/pictures.ts';
import { runTexts } from './en/run.ts';
import { completionUi, selectionTexts } from './en/selection.ts';
import { settingsTexts } from './en/settings.ts';
import { sheetTexts, sheetUi } from './en/sheet.ts';
import { specialHoursTexts, specialHoursUi } from './en/special-hours.ts';
import { stateTexts } from './en/state.ts';
import { statusTexts, statusUi } from './en/status.ts';
import { storeTexts } from './en/stores.ts';
import { uiTexts } from './en/ui.ts';
import { usageTexts, welcomeUi } from './en/usage.ts';
import type { FaultParams, FaultTexts } from './faults.ts';

const faults: FaultTexts<FaultParams> = {
  ...fileTexts,
  ...storeTexts,
  ...settingsTexts,
  ...stateTexts,
  ...runTexts,
  ...credentialTexts,
  ...branchTexts,
  ...importTexts,
  ...driftTexts,
  ...statusTexts,
  ...eventTexts,
  ...doctorTexts,
  ...specialHoursTexts,
  ...pictureTexts,
  ...sheetTexts,
  ...selectionTexts,
  ...usageTexts,
};

export const en = {
  // Wider than its value: each table names its own.
  language: 'en' as Language,
  faults,
  phrases,
  ...uiTexts,
  accounts: accountsUi,
  import: importUi,
  drift: driftUi,
  driftAction: driftActionUi,
  status: statusUi,
  event: eventUi,
  doctor: doctorUi,
  specialHours: specialHoursUi,
  pictures: pictureUi,
  sheet: sheetUi,
  html: htmlUi,
  completion: completionUi,
  explain: explainUi,
  welcome: welcomeUi,
  errcodes,
};

/** One language's texts. */
export type Messages = typeof en;
