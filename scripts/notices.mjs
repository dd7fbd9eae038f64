// Licences of the packages that are bundled: whoever hands on dist/ hands them on too.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Licences that ask for their notice, and for nothing that dist/ does not do. Others stop the build: somebody has to read them. */
const TAKEN = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];
const TEXT_FILE = /^(?:licen[cs]e|copying|notice)(?:[-.]\w+)?$/i;
/** What a package means that names its licence and holds no text. */
const STANDARD = {
  ISC: `Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby
granted, provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL
IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.`,
  MIT: `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`,
};

/** Folders of the packages of which at least one byte is in one of esbuild's outputs, sorted. */
export function listBundled(outputs) {
  const inputs = outputs.flatMap((output) => Object.entries(output.inputs));
  const folders = inputs.flatMap(([file, { bytesInOutput }]) => {
    const [, folder] = /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
    return folder === undefined || bytesInOutput === 0 ? [] : [folder];
  });
  return [...new Set(folders)].sort();
}

/** One text for packages by their folders: name, version, licence and its words. */
export function writeNotices(folders) {
  const parts = [
    'mendian holds code of these packages, each under its own licence.',
    ...new Set(folders.map(noticeOf)),
  ];
  return `${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

function noticeOf(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (!TAKEN.includes(license))
    throw new Error(`${name} is bundled under "${license}": read it, then add it to scripts/notices.mjs`);
  const texts = readdirSync(folder)
    .filter((file) => TEXT_FILE.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  if (texts.length === 0) texts.push(standardText(name, license, author));
  return [`${name} ${version} (${license})`, ...texts].join('\n\n');
}

function standardText(name, license, author) {
  const holder = typeof author === 'string' ? author : author?.name;
  if (holder === undefined || STANDARD[license] === undefined)
    throw new Error(`${name} is bundled and has neither a licence's text nor an author`);
  return `Copyright (c) ${holder}\n\n${STANDARD[license]}`;
}
