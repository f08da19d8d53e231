import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/cli/built-once.ts'],
    // Its own choice leaves a core to whoever watches.
    maxWorkers: '100%',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    coverage: {
      provider: 'v8',
      include: ['spec/**/*.ts', 'models/**/*.ts', 'src/**/*.ts'],
      exclude: ['src/cli/main.ts', 'src/dev/**'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { '{spec,models}/**': { branches: 95 } },
    },
  },
});
