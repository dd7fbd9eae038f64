/** The language server that VS Code's YAML extension runs, in this process: problems, completion and hover of a file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { getLanguageService } from 'yaml-language-server';

/** A completion as an editor offers it. */
export interface Offer {
  readonly label: string;
  /** What it writes; `${1:text}` is a stop of the cursor. */
  readonly writes: string;
  readonly documentation: string;
}

export interface Editor {
  /** `6 Expected …`: line and message of each problem. */
  check(file: string, text: string): Promise<readonly string[]>;
  /** What is offered at the end of the first line that is just this text. */
  complete(file: string, text: string, line: string): Promise<readonly Offer[]>;
  /** What is shown over a word of the file. */
  hover(file: string, text: string, word: string): Promise<string>;
  /** The files that were read as schemas, absolute. Anything that is no file of this machine fails. */
  readonly schemas: ReadonlySet<string>;
}

/** Opens a folder; `mapping` is the editor's own setting `yaml.schemas`: globs of files without a schema line, by schema. */
export function openEditor(root: string, mapping: Readonly<Record<string, readonly string[]>> = {}): Editor {
  const schemas = new Set<string>();
  let version = 0;
  const service = getLanguageService({
    schemaRequestService: async (uri) => {
      const path = fileURLToPath(uri);
      schemas.add(path);
      return readFileSync(path, 'utf8');
    },
    workspaceContext: { resolveRelativePath: (path, from) => new URL(path, from).href },
  });
  service.configure({
    validate: true,
    hover: true,
    completion: true,
    yamlVersion: '1.2',
    schemas: Object.entries(mapping).map(([schema, globs]) => ({
      fileMatch: [...globs],
      uri: pathToFileURL(join(root, schema)).href,
    })),
  });
  const open = (file: string, text: string): TextDocument => {
    version += 1;
    return TextDocument.create(pathToFileURL(join(root, file)).href, 'yaml', version, text);
  };
  return {
    schemas,
    check: async (file, text) => {
      const found = await service.doValidation(open(file, text), false);
      return found.map(({ range, message }) => `${range.start.line + 1} ${message}`);
    },
    complete: async (file, text, line) => {
      const at = text.split('\n').indexOf(line);
      const { items } = await service.doComplete(
        open(file, text),
        { line: at, character: line.length },
        false,
      );
      return items.map(({ label, insertText = '', documentation = '' }) => ({
        label,
        writes: insertText,
        documentation: typeof documentation === 'string' ? documentation : documentation.value,
      }));
    },
    hover: async (file, text, word) => {
      const document = open(file, text);
      const shown = await service.doHover(document, document.positionAt(text.indexOf(word)));
      return shown === null ? '' : JSON.stringify(shown.contents);
    },
  };
}
