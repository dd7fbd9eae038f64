/**
 * Loaded before the built program (`node --import`): kills it at a given step of the disk, so that a real process ends
 * where no handler runs, and sets its clock. CHAOS_ROOT, CHAOS_STEP and CHAOS_SKEW (milliseconds) say where and by how much.
 */
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const root = process.env.CHAOS_ROOT ?? '\0';
const last = Number(process.env.CHAOS_STEP ?? 0);
const skew = Number(process.env.CHAOS_SKEW ?? 0);
let steps = 0;

function step(path) {
  if (last === 0 || !String(path).startsWith(root)) return;
  steps += 1;
  if (steps >= last) process.kill(process.pid, 'SIGKILL');
}

const paths = new Map();
const { openSync, writeSync, fsyncSync, renameSync, rmSync, writeFileSync } = fs;
Object.assign(fs, {
  openSync: (path, ...rest) => {
    step(path);
    const fd = openSync(path, ...rest);
    paths.set(fd, path);
    return fd;
  },
  writeSync: (fd, ...rest) => {
    step(paths.get(fd) ?? '');
    return writeSync(fd, ...rest);
  },
  fsyncSync: (fd) => {
    step(paths.get(fd) ?? '');
    fsyncSync(fd);
  },
  renameSync: (from, to) => {
    step(to);
    renameSync(from, to);
  },
  rmSync: (path, options) => {
    step(path);
    rmSync(path, options);
  },
  writeFileSync: (path, ...rest) => {
    step(path);
    writeFileSync(path, ...rest);
  },
});
const { open } = promises;
promises.open = async (path, ...rest) => {
  step(path);
  const handle = await open(path, ...rest);
  const { appendFile, datasync } = handle;
  handle.appendFile = async (...data) => {
    step(path);
    await appendFile.apply(handle, data);
  };
  handle.datasync = async () => {
    step(path);
    await datasync.apply(handle);
  };
  return handle;
};
syncBuiltinESMExports();

const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + skew);
    else super(...args);
  }
  static now() {
    return RealDate.now() + skew;
  }
};
