/** An output of esbuild's metafile, as far as it is read. */
export interface Output {
  readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
}

export function listBundled(outputs: readonly Output[]): string[];
export function writeNotices(folders: readonly string[]): string;
