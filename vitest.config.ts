import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globals: false,
    // Each test waits for child processes of its own: one worker a core, however small the machine.
    maxWorkers: 2,
    // Nothing is mocked, and what modules keep is the same for all files: a worker loads them once.
    isolate: false,
    // GitHub's own parser imports its JSON in a way that Node itself refuses.
    server: { deps: { inline: [/@actions\//] } },
  },
});
