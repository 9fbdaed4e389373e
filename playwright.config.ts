import { defineConfig } from '@playwright/test';

/** The system's Chromium, quiet: no calls home, no first-run pages. */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  // Guards against a hang; what is waited for is an event.
  timeout: 150_000,
  expect: { timeout: 20_000 },
  workers: 2,
  retries: 0,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['line']],
  use: {
    browserName: 'chromium',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
    },
    locale: 'en-GB',
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 20_000,
    // Recording each step costs a sixth of the run; whoever looks for a fault asks for it: --trace retain-on-failure.
    trace: 'off',
  },
  projects: [
    { name: 'browser', testIgnore: /electron\.spec\.ts$/ },
    { name: 'electron', testMatch: /electron\.spec\.ts$/ },
  ],
});
