/** What the compiler knows of one export of a module: its checker, the source to ask about, and the symbol. */
import { basename } from 'node:path';
import ts from 'typescript';

export interface OpenExport {
  readonly checker: ts.TypeChecker;
  readonly source: ts.SourceFile;
  readonly symbol: ts.Symbol;
}

/** Opens a module of this repository by its absolute path. Throws where it exports nothing of that name. */
export function openExport(file: string, name: string): OpenExport {
  const program = ts.createProgram([file], {
    strict: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    allowImportingTsExtensions: true,
    noEmit: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  const table = module === undefined ? [] : checker.getExportsOfModule(module);
  const symbol = table.find((each) => each.name === name);
  if (source === undefined || symbol === undefined) throw new Error(`${basename(file)} exports no ${name}`);
  return { checker, source, symbol };
}
