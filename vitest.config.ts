import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globals: false,
    // GitHub's own parser imports its JSON in a way that Node itself refuses.
    server: { deps: { inline: [/@actions\//] } },
  },
});
