/**
 * A ref: once it is on the screen the focus is on it, or on the field in it that is marked `data-autofocus`. For what comes
 * after its dialog opened, or stands in none; a dialog looks for the marked field by itself, once.
 */
export function focusHere(place: HTMLElement | null): void {
  (place?.querySelector<HTMLElement>('[data-autofocus]') ?? place)?.focus();
}
