const NOTES = [
  [660, 0],
  [880, 0.12],
] as const;
const LENGTH = 0.22;
const LOUDNESS = 0.12;

let context: AudioContext | null = null;
/** Tones that have not ended. */
let sounding = 0;

/** Two short rising tones; silent where the browser allows no sound before the first click. */
export function chime(): void {
  context ??= new AudioContext();
  // Also where it seems to run: it may be about to be suspended.
  void context.resume().catch(() => undefined);
  for (const [frequency, after] of NOTES) {
    const from = context.currentTime + after;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(LOUDNESS, from);
    volume.gain.exponentialRampToValueAtTime(0.0001, from + LENGTH);
    tone.connect(volume).connect(context.destination);
    tone.start(from);
    tone.stop(from + LENGTH);
    sounding += 1;
    // A context that goes on renders silence all day.
    tone.onended = () => {
      sounding -= 1;
      if (sounding === 0) void context?.suspend().catch(() => undefined);
    };
  }
}
