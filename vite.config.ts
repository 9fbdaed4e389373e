import { existsSync, globSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type UserConfig } from 'vite';

const root = import.meta.dirname;

/** The pages: one for the console, one for the customers' chat. Relative addresses, so that `app://` and both servers can serve them. */
const page = (folder: string, outDir: string): UserConfig => ({
  root: path.join(root, folder),
  base: './',
  plugins: [react()],
  build: { outDir: path.join(root, 'dist', outDir), emptyOutDir: true, target: 'chrome130', chunkSizeWarningLimit: 2_000, reportCompressedSize: false },
});

/**
 * The customers' page comes over mobile lines and into frames on other people's sites: Preact draws the same components as
 * React, and the page is 53 kB compressed instead of 120.
 */
const chatPage: UserConfig = {
  ...page('renderer/chat', 'chat'),
  resolve: {
    alias: { 'react-dom/client': 'preact/compat/client', 'react-dom': 'preact/compat', 'react/jsx-runtime': 'preact/jsx-runtime', react: 'preact/compat' },
  },
};

/** One script without modules, as a tag on anybody's page loads it. */
const script = (entry: string, outDir: string): UserConfig => ({
  root,
  build: {
    outDir: path.join(root, 'dist', outDir),
    emptyOutDir: true,
    target: ['chrome130', 'firefox128', 'safari17.5'],
    reportCompressedSize: false,
    rolldownOptions: { input: path.join(root, entry), output: { format: 'iife', entryFileNames: '[name].js' } },
  },
});

/**
 * Loaded where they lie: native code and what only Electron has. Everything else is bundled: measured on two cores,
 * the host then loads in 105 ms and 87 MB instead of 180 ms and 101 MB.
 */
const external = ['better-sqlite3-multiple-ciphers', 'electron'];

/** Code for Node and Electron: entries lie flat beside their shared chunks, so that workers are found next to the file that runs. */
const node = (entries: readonly string[], outDir: string, format: 'es' | 'cjs'): UserConfig => ({
  root,
  ssr: { noExternal: true, external },
  build: {
    ssr: true,
    outDir: path.join(root, 'dist', outDir),
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: Object.fromEntries(entries.map((entry) => [path.basename(entry, '.ts'), path.join(root, entry)])),
      external,
      output: { format, entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
    },
  },
});

const workers = globSync('electron/**/*-worker.ts', { cwd: root });

/** Every part of the program by name, with the entry it is made from; `electron/cli/build.ts` builds them. */
const all: Readonly<Record<string, { readonly entry: string; readonly config: UserConfig }>> = {
  renderer: { entry: 'renderer/index.html', config: page('renderer', 'renderer') },
  chat: { entry: 'renderer/chat/index.html', config: chatPage },
  widget: { entry: 'renderer/widget/widget.ts', config: script('renderer/widget/widget.ts', 'widget') },
  host: { entry: 'electron/browser-host/browser-edition.ts', config: node(['electron/browser-host/browser-edition.ts', ...workers], 'host', 'es') },
  main: { entry: 'electron/main/main.ts', config: node(['electron/main/main.ts', ...workers], 'main', 'es') },
  // A sandboxed preload is loaded as CommonJS.
  preload: { entry: 'electron/preload/preload.ts', config: node(['electron/preload/preload.ts'], 'preload', 'cjs') },
};

export const parts: Readonly<Record<string, UserConfig>> = Object.fromEntries(
  Object.entries(all)
    .filter(([, part]) => existsSync(path.join(root, part.entry)))
    .map(([name, part]) => [name, part.config]),
);

export default defineConfig(page('renderer', 'renderer'));
