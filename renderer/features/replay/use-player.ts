import { useCallback, useEffect, useRef, useState } from 'react';
import type { Instant } from '#shared/lib/time.ts';
import { advance, type Playback, type Speed } from '#shared/review/playback.ts';

export interface Player {
  readonly at: Instant;
  readonly playing: boolean;
  readonly speed: Speed;
  readonly skipIdle: boolean;
  readonly seek: (at: Instant) => void;
  readonly toggle: () => void;
  readonly setSpeed: (speed: Speed) => void;
  readonly setSkipIdle: (skip: boolean) => void;
}

/** Plays a case at the watcher's pace; it stops at the end, and begins anew from there. */
export function usePlayer(playback: Playback): Player {
  const [at, setAt] = useState(playback.from);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>(1);
  const [skipIdle, setSkipIdle] = useState(true);
  const now = useRef(at);
  now.current = at;
  useEffect(() => {
    if (!playing) return;
    let last = performance.now();
    let frame = requestAnimationFrame(function step(time) {
      const next = advance(playback, now.current, Math.max(0, time - last), speed, skipIdle);
      last = time;
      setAt(next);
      if (next >= playback.to) setPlaying(false);
      else frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [playing, playback, speed, skipIdle]);
  const seek = useCallback((to: Instant) => setAt(Math.min(playback.to, Math.max(playback.from, to))), [playback]);
  const toggle = useCallback(() => {
    setPlaying((was) => !was);
    setAt((was) => (was >= playback.to ? playback.from : was));
  }, [playback]);
  return { at, playing, speed, skipIdle, seek, toggle, setSpeed, setSkipIdle };
}
