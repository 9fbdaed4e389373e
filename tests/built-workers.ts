import { registerHooks } from 'node:module';

/** What `npm test` preloads into every process it starts: they run the workers as they are built and shipped, which start in a third of the time. */
const place = new URL('built-worker-url.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '#electron/sqlite/worker-url.ts' ? { url: place, format: 'module-typescript', shortCircuit: true } : next(specifier, context),
});
