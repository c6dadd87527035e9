import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Aliases are those in `paths` of tsconfig.json, as in the bundle.
  resolve: { tsconfigPaths: true },
  // What a function logs is shown if its test fails.
  test: { silent: 'passed-only' },
});
