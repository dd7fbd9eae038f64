/** LibreOffice as somebody would use it on a sheet: without a window, with a profile of its own. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';

const PLACES = ['/usr/bin/soffice', '/usr/bin/libreoffice', '/opt/libreoffice/program/soffice'];

/** Why a test cannot be run where it is not there. */
export const NO_OFFICE = 'LibreOffice (soffice) is not installed: apt-get install libreoffice-calc-nogui';

/** The program's path, or null where it is not installed. */
export function findOffice(): string | null {
  return PLACES.find((place) => existsSync(place)) ?? null;
}

export interface Conversion {
  /** The ending of the new file, with a filter and its options as `soffice --convert-to` takes them. */
  readonly to: string;
  /** How the old file is read, as `soffice --infilter` takes it. */
  readonly from?: string;
}

/** Text cells stay texts, with what a person sees in them; comma, quotes where needed, UTF-8. */
export const TO_CSV = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false';

/** One profile for all conversions of a test file: making one takes longer than to convert. */
const profile = mkdtempSync(join(tmpdir(), 'mendian-office-'));
process.once('exit', () => rmSync(profile, { recursive: true, force: true }));

/** Opens files and saves each as another, in one run of the program; the new files' content in order. */
export async function convertWithOffice(
  files: readonly string[],
  { to, from }: Conversion,
): Promise<readonly Buffer[]> {
  const office = findOffice();
  if (office === null) throw new Error(NO_OFFICE);
  const folder = mkdtempSync(join(tmpdir(), 'mendian-office-'));
  try {
    const reading = from === undefined ? [] : [`--infilter=${from}`];
    const args = ['--headless', '--norestore', ...reading, '--convert-to', to, '--outdir', folder, ...files];
    await execa(office, [`-env:UserInstallation=${pathToFileURL(profile).href}`, ...args], {
      timeout: 120_000,
      extendEnv: false,
      env: { PATH: process.env.PATH ?? '', HOME: profile, LC_ALL: 'C.UTF-8' },
    });
    const ending = to.split(':')[0] ?? '';
    return files.map((file) => readFileSync(join(folder, `${basename(file, extname(file))}.${ending}`)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Opens a sheet in LibreOffice, makes each of the changes in a copy of its own, and saves the copies as .xlsx. A change
 * is made in the text of LibreOffice's own format between two runs of the program: what comes out was read and written
 * by it.
 */
export async function editWithOffice(
  file: string,
  ...changes: readonly ((text: string) => string)[]
): Promise<readonly Buffer[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mendian-edit-'));
  try {
    const [opened] = await convertWithOffice([file], { to: 'fods' });
    const copies = changes.map((change, index) => {
      const copy = join(folder, `copy${index}.fods`);
      writeFileSync(copy, change(opened?.toString('utf8') ?? ''));
      return copy;
    });
    return await convertWithOffice(copies, { to: 'xlsx:Calc MS Excel 2007 XML' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
