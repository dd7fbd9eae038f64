/** Faults of spreadsheets. */
export interface SheetFaults {
  /** `kind`: neither .xlsx nor .csv by its name. */
  SHEET_KIND: { readonly file: string };
}
