import module from 'node:module';
import path from 'node:path';

/** Beside the build, and as much its owner's as that; a folder that cannot be written is done without. */
const compiled = path.resolve(import.meta.dirname, '../../dist/compiled');

// What is loaded is compiled once for all starts: measured, the console is up in two thirds of the time. Threads take the folder from here.
module.enableCompileCache(compiled);
process.env.NODE_COMPILE_CACHE ??= compiled;
await import('#electron/cli/start-console.ts');
