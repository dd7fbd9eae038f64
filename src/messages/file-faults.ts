/** Faults of files that people write, settings too: their bytes, and their YAML. */
export interface FileFaults {
  // ---- the file as text
  FILE_TOO_LARGE: { readonly bytes: number };
  /** `name`: the file's name is no UTF-8. `detail` is the system's code, else empty. */
  FILE_UNREADABLE: { readonly reason: 'link' | 'special' | 'name' | 'system'; readonly detail: string };
  NOT_UTF8: { readonly guess: 'GBK' | 'UTF-16' | 'unknown' };
  SECOND_BOM: Record<never, never>;
  LONE_CR: Record<never, never>;

  // ---- the file as YAML
  YAML_SYNTAX: { readonly problem: SyntaxProblem; readonly start: string };
  DIRECTIVE: { readonly directive: string };
  SECOND_DOCUMENT: Record<never, never>;
  ALIAS: { readonly start: string };
  ANCHOR: { readonly start: string };
  EXPLICIT_TAG: { readonly start: string };
  BAD_KEY: Record<never, never>;
  MERGE_KEY: Record<never, never>;
  DUPLICATE_KEY: { readonly key: string; readonly other: number };
  VALUE_CUT: { readonly value: string; readonly rest: string };
}

/** Why a text is no YAML; the texts of `YAML_SYNTAX` have a sentence for each. */
export type SyntaxProblem =
  | 'conflict'
  | 'quote-value'
  | 'unclosed-quote'
  | 'unclosed-bracket'
  | 'tab'
  | 'odd-blank'
  | 'indent'
  | 'wide-colon'
  | 'colon'
  | 'dash'
  | 'list'
  | 'too-deep'
  | 'too-many'
  | 'unreadable';
