import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      // What needs nothing but the source.
      {
        test: {
          name: "unit",
          include: ["__tests__/**/*.test.ts"],
          exclude: ["__tests__/{browser,corpus,end-to-end}/**"],
          // Some run git dozens of times, which on a busy machine takes more than the five seconds of the default.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      // The built bundles on real git repositories.
      {
        test: {
          name: "bundle",
          include: ["__tests__/end-to-end/**/*.test.ts"],
          globalSetup: ["__tests__/support/build-bundles.ts"],
          // Runs of the action wait as GitHub asks them to, and some tests make three.
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      // The site in a real browser, which a package brings along.
      {
        test: {
          name: "browser",
          include: ["__tests__/browser/**/*.test.ts"],
          globalSetup: ["__tests__/support/build-bundles.ts", "__tests__/support/unpack-browser.ts"],
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      // The real rule corpora beside the project.
      {
        test: {
          name: "corpus",
          include: ["__tests__/corpus/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
