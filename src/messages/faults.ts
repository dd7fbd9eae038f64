/**
 * The closed list of fault codes, with the values that each one's text needs. Codes are part of the JSON
 * formats: a new one may come, none changes its meaning. Each room keeps its own part of the list.
 */
import type { BranchFaults } from './branch-faults.ts';
import type { CredentialFaults } from './credential-faults.ts';
import type { DoctorFaults } from './doctor-faults.ts';
import type { DriftFaults } from './drift-faults.ts';
import type { EventFaults } from './event-faults.ts';
import type { FileFaults } from './file-faults.ts';
import type { ImportFaults } from './import-faults.ts';
import type { PictureFaults } from './picture-faults.ts';
import type { RunFaults } from './run-faults.ts';
import type { SelectionFaults } from './selection-faults.ts';
import type { SettingsFaults } from './settings-faults.ts';
import type { SheetFaults } from './sheet-faults.ts';
import type { SpecialHoursFaults } from './special-hours-faults.ts';
import type { StateFaults } from './state-faults.ts';
import type { StatusFaults } from './status-faults.ts';
import type { StoreFaults } from './store-faults.ts';
import type { UsageFaults } from './usage-faults.ts';

export interface FaultParams
  extends FileFaults,
    StoreFaults,
    SettingsFaults,
    StateFaults,
    RunFaults,
    CredentialFaults,
    BranchFaults,
    ImportFaults,
    DriftFaults,
    StatusFaults,
    EventFaults,
    DoctorFaults,
    SpecialHoursFaults,
    PictureFaults,
    SheetFaults,
    SelectionFaults,
    UsageFaults {}

export type FaultCode = keyof FaultParams;

/** What a person reads of a fault: what failed and on which thing; then what to do next, or null. */
export interface FaultText {
  readonly message: string;
  readonly hint: string | null;
}

/** The texts of some faults in one language; a missing entry does not compile. */
export type FaultTexts<P> = { readonly [C in keyof P]: (params: P[C]) => FaultText };
