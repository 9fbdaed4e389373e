interface Press {
  readonly key: string;
  readonly code: string;
  readonly keyCode: number;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly isComposing: boolean;
}

const modifiers = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Process', 'Dead', 'Unidentified']);

/** The key itself: by its place for letters and digits, since Alt changes what they write on a Mac and layouts differ. */
function baseOf({ key, code }: Press): string {
  const place = /^(?:Key([A-Z])|Digit(\d))$/.exec(code);
  if (place) return place[1] ?? place[2] ?? key;
  return key === ' ' ? 'Space' : key;
}

/**
 * A press as commands name it, such as `mod+shift+Enter` (mod: Cmd on a Mac, else Ctrl); null for a modifier alone and
 * while an input method composes, so that no command takes a key from it.
 */
export function keyOf(press: Press, apple: boolean): string | null {
  if (press.isComposing || press.keyCode === 229 || modifiers.has(press.key)) return null;
  const mod = apple ? press.metaKey : press.ctrlKey;
  const other = apple ? press.ctrlKey : press.metaKey;
  return [mod && 'mod', other && 'ctrl', press.altKey && 'alt', press.shiftKey && 'shift', baseOf(press)].filter(Boolean).join('+');
}

/** Whether a key would write into a text field: it has no modifier but Shift, and is no function key. */
export function writes(key: string): boolean {
  return !/(?:^|\+)(?:mod|ctrl|alt)\+/.test(`${key}+`) && !/^(?:shift\+)?F\d+$/.test(key);
}

const signs: Readonly<Record<string, string>> = { mod: '⌘', ctrl: '⌃', alt: '⌥', shift: '⇧' };
const words: Readonly<Record<string, string>> = { mod: 'Ctrl', ctrl: 'Win', alt: 'Alt', shift: 'Shift' };

/** A key as the system's own menus write it: ⌘⇧K on a Mac, Ctrl+Shift+K elsewhere. */
export function keyText(key: string, apple: boolean): string {
  const names = key.split('+').map((part) => (apple ? signs[part] : words[part]) ?? part);
  return names.join(apple ? '' : '+');
}

/** Whether this is a Mac, whose keyboards and conventions differ. */
export const isApple = (platform: string): boolean => /Mac|iPhone|iPad/.test(platform);
