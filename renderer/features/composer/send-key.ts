interface Press {
  readonly key: string;
  readonly keyCode: number;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly isComposing: boolean;
}

/**
 * Whether a press of a key sends: Enter with Ctrl or Cmd always, Enter alone where the person chose so and messages
 * are not scarce; never while an input method composes (229 is what browsers report then).
 */
export function sends(press: Press, sendOnEnter: boolean): boolean {
  if (press.key !== 'Enter' || press.isComposing || press.keyCode === 229 || press.altKey || press.shiftKey) return false;
  return press.ctrlKey || press.metaKey || sendOnEnter;
}
