// Types of a copy of the sources, as far as they can be touched by a new field or format: node check-types.mjs FOLDER.
// The whole takes tsc three times as long, mostly for the types of octokit, which none of these files looks at.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const SUBJECT = /\b(?:FieldName|OptionalName|OPTIONAL_NAMES|StoreValues|FIELDS|FORMAT_NAMES|Format|fields)\b/;

const root = process.argv[2] ?? '.';
const stub = join(root, 'node_modules/without-types.d.ts');
writeFileSync(stub, 'export {};\n');
const settings = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config;
const { options } = ts.parseJsonConfigFileContent(settings, ts.sys, root);
const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/html.browser/.test(file))
  .map((file) => join(root, 'src', file))
  .filter((file) => SUBJECT.test(readFileSync(file, 'utf8')));
const program = ts.createProgram(files, { ...options, paths: { octokit: [stub] } });
const found = files.flatMap((file) => {
  const source = program.getSourceFile(file);
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
});
const host = {
  getCurrentDirectory: () => root,
  getCanonicalFileName: (file) => file,
  getNewLine: () => '\n',
};
if (files.length < 50) throw new Error(`only ${files.length} files to check`);
process.stdout.write(ts.formatDiagnostics(found, host));
