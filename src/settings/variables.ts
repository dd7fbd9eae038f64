/** Variables of the environment, as they are read everywhere. Pure. */

export type Environment = Readonly<Record<string, string | undefined>>;

/** Secrets are pasted with a line break at times; blanks inside stay. A blank variable counts as none. */
export function readVariable(environment: Environment, name: string): string | undefined {
  const value = Object.hasOwn(environment, name) ? environment[name]?.trim() : undefined;
  return value === '' ? undefined : value;
}
