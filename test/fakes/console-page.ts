/**
 * A page whose commands are run: what stands behind `$ ` in its console blocks, in order, in one shell. What they print is held
 * against the page, or written into it with `STORY_WRITE=1`. Comments of the page, which no reader sees, say the rest:
 *
 * - `<!-- edit FILE: OLD => NEW -->` is what the reader does in an editor;
 * - `<!-- fails -->` above a block: its last command ends with 1;
 * - `<!-- second terminal, until WORD -->` above a block: its one command goes on running; its last line begins with WORD.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { expect, onTestFinished } from 'vitest';

const STEP =
  /<!-- edit (?<file>\S+): (?<from>.+?) => (?<to>.+?) -->|(?<lead><!-- (?:fails|second terminal, until (?<until>\S+)) -->\n+)?```console\n(?<body>[\s\S]*?)\n```/gu;
/** The port that the page names; the run takes a free one. */
const PORT = '8787';

export interface Stage {
  /** A new folder, in which the reader begins and all else is kept. */
  readonly root: string;
  /** The program's file. */
  readonly entry: string;
}

/** Runs the page from its first block to its last. */
export async function playPage(path: string, stage: Stage): Promise<void> {
  const page = readFileSync(path, 'utf8');
  const terminals = openTerminals(stage);
  // Also where a command hangs, and the test runs out of time.
  onTestFinished(() => terminals.close());
  const fresh: string[] = [];
  let end = 0;
  for (const match of page.matchAll(STEP)) {
    fresh.push(page.slice(end, match.index), await playStep(match, terminals));
    end = match.index + match[0].length;
  }
  const whole = [...fresh, page.slice(end)].join('');
  if (process.env.STORY_WRITE === '1') writeFileSync(path, whole);
  else expect(page).toBe(whole);
}

async function playStep(match: RegExpExecArray, terminals: Terminals): Promise<string> {
  const { file, from = '', to = '', lead = '', until, body = '' } = match.groups ?? {};
  if (file !== undefined) {
    terminals.edit(file, from, to);
    return match[0];
  }
  const commands = body.split('\n').flatMap((line) => (line.startsWith('$ ') ? [line.slice(2)] : []));
  const shown: string[] = [];
  for (const command of commands) {
    const last = command === commands.at(-1);
    const printed =
      until === undefined
        ? await terminals.run(command, last && lead !== '' ? 1 : 0)
        : await terminals.begin(command, until);
    shown.push(`$ ${command}${printed === '' ? '' : `\n${printed}`}${printed === '' || last ? '' : '\n'}`);
  }
  return `${lead}\`\`\`console\n${shown.join('\n')}\n\`\`\``;
}

interface Terminals {
  run(command: string, exitCode: number): Promise<string>;
  begin(command: string, until: string): Promise<string>;
  edit(file: string, from: string, to: string): void;
  close(): void;
}

function openTerminals({ root, entry }: Stage): Terminals {
  const env = environmentOf(root, entry);
  const start = (): Shell => spawn('bash', [], { cwd: root, env, stdio: ['pipe', 'pipe', 'inherit'] });
  const first = start();
  const others: Shell[] = [];
  first.stdin.write('exec 2>&1\n');
  let folder = root;
  let port = PORT;
  const clean = (text: string): string =>
    text
      .replaceAll(`127.0.0.1:${port}`, `127.0.0.1:${PORT}`)
      .replaceAll(root, '~')
      .replace(/\b\d{4}-\d{2}-\d{2}\b/gu, '2026-11-26')
      .replace(/[ \t]+$/gmu, '')
      .trim();
  return {
    run: async (command, exitCode) => {
      const typed = command.replaceAll(`127.0.0.1:${PORT}`, `127.0.0.1:${port}`);
      // Programs get no line of what bash itself still has to read.
      first.stdin.write(`{ ${typed}\n} < /dev/null; printf '\\nended %s in %s\\n' "$?" "$PWD"\n`);
      const [printed = '', code, cwd = ''] = await readUntil(
        first.stdout,
        /^([\s\S]*)\nended (\d+) in (.+)\n$/u,
      );
      folder = cwd;
      expect({ command, code, printed }).toEqual({ command, code: String(exitCode), printed });
      return clean(printed);
    },
    begin: async (command, until) => {
      const shell = start();
      others.push(shell);
      shell.stdin.end(`exec 2>&1; cd ${JSON.stringify(folder)} && exec ${command} --port 0\n`);
      const [printed = ''] = await readUntil(shell.stdout, new RegExp(`^[\\s\\S]*\\n${until} .*\\n$`, 'u'));
      port = /127\.0\.0\.1:(\d+)/u.exec(printed)?.[1] ?? PORT;
      return clean(printed);
    },
    edit: (file, from, to) => {
      const text = readFileSync(join(folder, file), 'utf8');
      expect(text.split(from)).toHaveLength(2);
      writeFileSync(
        join(folder, file),
        text.replace(from, () => to),
      );
    },
    close: () => {
      for (const shell of [first, ...others]) shell.kill();
    },
  };
}

type Shell = ChildProcessByStdio<Writable, Readable, null>;

/** What a stream gives until all of it has a form; its groups, the whole first where there are none. */
async function readUntil(stream: Readable, form: RegExp): Promise<readonly string[]> {
  const chunks: Buffer[] = [];
  return await new Promise((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      chunks.push(chunk);
      const found = form.exec(Buffer.concat(chunks).toString('utf8'));
      if (found === null) return;
      stream.off('data', take).off('end', fail);
      resolve(found.length > 1 ? found.slice(1) : found);
    };
    const fail = (): void => reject(new Error(`ended after: ${Buffer.concat(chunks).toString('utf8')}`));
    stream.on('data', take).on('end', fail);
  });
}

/** A machine with git, Node and the package, and nothing of the person who runs the tests. */
function environmentOf(root: string, entry: string): Record<string, string> {
  const bin = join(root, '.bin');
  mkdirSync(bin);
  const install = (name: string, script: string): void => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  install('mendian', `exec '${process.execPath}' '${entry}' "$@"`);
  // As npx runs it once it has fetched it; fetching is tested with the package.
  install('npx', 'shift; export npm_command=exec; exec mendian "$@"');
  writeFileSync(join(root, '.gitconfig'), '[user]\n\tname = Reader\n\temail = reader@example.com\n');
  return {
    PATH: [bin, process.env.PATH ?? ''].join(delimiter),
    HOME: root,
    LC_ALL: 'C.UTF-8',
    NO_COLOR: '1',
    GIT_CONFIG_NOSYSTEM: '1',
    MENDIAN_RETRY_BASE_MS: '1',
  };
}
