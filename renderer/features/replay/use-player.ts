import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Instant } from '#shared/lib/time.ts';
import { advance, type DeskAnswer, type Playback, type Speed, stopBefore, stoppedBefore } from '#shared/review/playback.ts';

export interface Player {
  readonly at: Instant;
  readonly playing: boolean;
  readonly speed: Speed;
  readonly skipIdle: boolean;
  readonly seek: (at: Instant) => void;
  readonly toggle: () => void;
  readonly setSpeed: (speed: Speed) => void;
  readonly setSkipIdle: (skip: boolean) => void;
  /** Whether it stops before each answer of the desk. */
  readonly stops: boolean;
  readonly setStops: (stops: boolean) => void;
  /** The answer it stands before; null while it plays, or where it does not stop. */
  readonly deciding: DeskAnswer | null;
  /** Goes to the next message, or to the stop before it. */
  readonly next: (() => void) | null;
}

/** Plays a case at the watcher's pace; it stops at the end, and begins anew from there. */
export function usePlayer(playback: Playback): Player {
  const [at, setAt] = useState(playback.from);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>(1);
  const [skipIdle, setSkipIdle] = useState(true);
  const [stops, setStops] = useState(false);
  const now = useRef(at);
  now.current = at;
  useEffect(() => {
    if (!playing) return;
    let last = performance.now();
    let frame = requestAnimationFrame(function step(time) {
      const to = advance(playback, now.current, Math.max(0, time - last), speed, skipIdle);
      const next = stops ? stopBefore(playback, now.current, to) : to;
      last = time;
      setAt(next);
      if (next >= playback.to || next < to) setPlaying(false);
      else frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [playing, playback, speed, skipIdle, stops]);
  const seek = useCallback((to: Instant) => setAt(Math.min(playback.to, Math.max(playback.from, to))), [playback]);
  const toggle = useCallback(() => {
    setPlaying((was) => !was);
    setAt((was) => (was >= playback.to ? playback.from : was));
  }, [playback]);
  const deciding = useMemo(() => (stops && !playing ? stoppedBefore(playback, at) : null), [stops, playing, playback, at]);
  const message = playback.nextMessage(at);
  const next = message === null ? null : () => seek(stops ? stopBefore(playback, at, message) : message);
  return { at, playing, speed, skipIdle, seek, toggle, setSpeed, setSkipIdle, stops, setStops, deciding, next };
}
