import { globSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type UserConfig } from 'vite';

const root = import.meta.dirname;

/** The pages: one for the console, one for the customers' chat. */
const page = (folder: string, outDir: string): UserConfig => ({
  root: path.join(root, folder),
  base: './',
  plugins: [react()],
  build: { outDir: path.join(root, 'dist', outDir), emptyOutDir: true, target: 'chrome130', chunkSizeWarningLimit: 2_000, reportCompressedSize: false },
});

/** Code for Node and Electron: entries lie flat beside their shared chunks, so that workers are found next to the file that runs. */
const node = (entries: readonly string[], outDir: string, format: 'es' | 'cjs', external: (string | RegExp)[]): UserConfig => ({
  root,
  ssr: { noExternal: true, external: ['better-sqlite3-multiple-ciphers', 'electron'] },
  build: {
    ssr: true,
    outDir: path.join(root, 'dist', outDir),
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    reportCompressedSize: false,
    rollupOptions: {
      input: Object.fromEntries(entries.map((entry) => [path.basename(entry).replace(/\.ts$/, ''), path.join(root, entry)])),
      external,
      output: { format, entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
    },
  },
});

const workers = globSync('electron/**/*-worker.ts', { cwd: root });
/** Loaded where they lie: native code, and pino's own threads. */
const external = ['better-sqlite3-multiple-ciphers', 'electron', 'pino'];

/** Every part of the program by name; `electron/cli/build.ts` builds them. */
export const parts: Readonly<Record<string, UserConfig>> = {
  renderer: page('renderer', 'renderer'),
  chat: page('renderer/chat', 'chat'),
  host: node(['electron/browser-host/browser-edition.ts', ...workers], 'host', 'es', external),
  main: node(['electron/main/main.ts', ...workers], 'main', 'es', [...external, 'electron-store']),
  preload: node(['electron/preload/preload.ts'], 'preload', 'cjs', external),
};

export default defineConfig(parts.renderer ?? {});
