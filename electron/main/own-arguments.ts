import { linkAmong } from '#electron/main/call-links.ts';

/** Switches of Chromium, Electron and desktop launchers that may stand on the command line beside the console's own. */
const foreign = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-gpu-sandbox',
  '--disable-dev-shm-usage',
  '--enable-features',
  '--disable-features',
  '--force-device-scale-factor',
  '--force-renderer-accessibility',
  '--inspect',
  '--ozone-platform',
  '--ozone-platform-hint',
  '--password-store',
  '--remote-debugging-port',
  '--use-gl',
];

/** What of a process's arguments is meant for the console: without the program, the place of its sources, and foreign switches. */
export function ownArguments(argv: readonly string[], packaged: boolean): readonly string[] {
  // Whoever made the link wrote what stands beside it: no option of it counts.
  if (linkAmong(argv) !== null) return [];
  const own: string[] = [];
  let source = packaged;
  for (const argument of argv.slice(1)) {
    const isForeign = foreign.includes(argument.split('=')[0] ?? '') || /^-psn_/.test(argument);
    if (isForeign) continue;
    // From source the first word that is no switch is the place that Electron was told to run.
    if (!source && !argument.startsWith('-')) source = true;
    else own.push(argument);
  }
  return own;
}
