import { describe, expect, it } from 'vitest';
import type { ArrivalState } from '#electron/demo/arrivals.ts';
import { ARRIVALS, gapAt } from '#electron/demo/arrivals.ts';
import { demoDesk } from '#electron/demo/desk-data.ts';
import { seededRandom } from '#shared/lib/random.ts';
import { DAY, HOUR, MINUTE, SECOND } from '#shared/lib/time.ts';
import { Simulation } from '#tests/unit/demo/arrivals-kit.ts';

describe('The simulated customers', () => {
  it('come by the curve of the day: every hour has its share, dead hours nobody', async () => {
    const simulation = new Simulation();
    await simulation.arrivals.start();
    const begin = simulation.now - 19.5 * HOUR;
    const days = 60;
    await simulation.pass(days * DAY);
    const came = simulation.openings;
    const perHour = ARRIVALS.map((_, hour) => came.filter(({ at }) => Math.floor(((at - begin) % DAY) / HOUR) === hour).length);
    for (const [hour, share] of ARRIVALS.entries()) {
      const expected = days * 250 * (share / 100);
      // Five standard deviations of a Poisson count.
      expect(Math.abs((perHour[hour] ?? 0) - expected), `hour ${hour}: ${perHour[hour]} for ${expected}`).toBeLessThanOrEqual(5 * Math.sqrt(expected));
    }
    const all = (ARRIVALS.reduce<number>((sum, share) => sum + share, 0) / 100) * 250 * days;
    expect(Math.abs(came.length - all)).toBeLessThan(5 * Math.sqrt(all));
    expect(simulation.arrivals.state().arrived).toBe(came.length);
  });

  it('begin at the peak of the evening, and the demo day goes with the clock and its speed', async () => {
    const simulation = new Simulation();
    const { arrivals } = simulation;
    await arrivals.start();
    expect(arrivals.state()).toEqual({ paused: false, speed: 1, minuteOfDay: 19 * 60 + 30, arrived: 0 });
    await simulation.pass(HOUR);
    expect(arrivals.state().minuteOfDay).toBe(20 * 60 + 30);
    arrivals.set({ paused: false, speed: 10 });
    await simulation.pass(21 * MINUTE);
    expect(arrivals.state().minuteOfDay).toBe(0);
    arrivals.set({ paused: true, speed: 10 });
    await simulation.pass(5 * HOUR);
    expect(arrivals.state().minuteOfDay).toBe(0);
  });

  it('do not come while paused, second lines neither, and come again afterwards', async () => {
    const simulation = new Simulation();
    const { arrivals } = simulation;
    await arrivals.start();
    await simulation.pass(3 * HOUR);
    const before = simulation.came.length;
    expect(before).toBeGreaterThan(50);
    expect(arrivals.set({ paused: true, speed: 1 })).toMatchObject({ paused: true });
    expect(simulation.waiting).toBe(0);
    await simulation.pass(2 * DAY);
    expect(simulation.came).toHaveLength(before);
    arrivals.set({ paused: false, speed: 1 });
    await simulation.pass(2 * HOUR);
    expect(simulation.came.length).toBeGreaterThan(before + 20);
  });

  it('come as many times faster as one sets', async () => {
    const count = async (speed: number) => {
      const simulation = new Simulation(92);
      await simulation.arrivals.start();
      simulation.arrivals.set({ paused: false, speed });
      await simulation.pass((30 * DAY) / speed);
      return simulation.openings.length;
    };
    const [life, fast] = [await count(1), await count(20)];
    expect(Math.abs(fast - life)).toBeLessThan(5 * Math.sqrt(2 * life));
  });

  it('say what they came for, in the queue it belongs to; one in four writes again within a minute', async () => {
    const simulation = new Simulation();
    await simulation.arrivals.start();
    await simulation.pass(20 * DAY);
    const queues = new Set<string>(demoDesk.queues.map(({ id }) => id));
    const openings = simulation.openings;
    for (const { message } of openings) {
      expect(queues.has(message.queue), message.queue).toBe(true);
      expect(message.text.length).toBeGreaterThan(1);
      expect(message.contactName).toMatch(/\*/);
      expect(message.customer).toMatch(/^C1\d{5}$/);
    }
    expect(new Set(openings.map(({ message }) => message.queue)).size).toBe(queues.size);
    expect(new Set(simulation.came.map(({ message }) => message.commandId)).size).toBe(simulation.came.length);
    const opened = new Map(openings.map(({ at, message }) => [message.thread, at]));
    const more = simulation.came.filter((one) => !openings.includes(one));
    expect(more.length / openings.length).toBeGreaterThan(0.2);
    expect(more.length / openings.length).toBeLessThan(0.3);
    for (const { at, message } of more) expect(at - (opened.get(message.thread) ?? 0)).toBeLessThan(48 * SECOND + 1);
  });

  it('come first within a minute, at the evening’s peak', async () => {
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const simulation = new Simulation(seed);
      await simulation.arrivals.start();
      await simulation.pass(MINUTE);
      expect(simulation.openings.length, `seed ${seed}`).toBeGreaterThan(0);
    }
  });

  it('have a clock that is told with each of its minutes, whoever comes, and no faster than a second', async () => {
    const simulation = new Simulation();
    const { arrivals } = simulation;
    await arrivals.start();
    const told: number[] = [];
    arrivals.onChange(({ minuteOfDay }) => {
      if (told.at(-1) !== minuteOfDay) told.push(minuteOfDay);
    });
    await simulation.pass(5 * MINUTE);
    expect(told.filter((minute) => minute > 19 * 60 + 30)).toEqual([1, 2, 3, 4, 5].map((minute) => 19 * 60 + 30 + minute));
    arrivals.set({ paused: true, speed: 1 });
    const paused = told.length;
    await simulation.pass(HOUR);
    expect(told).toHaveLength(paused);
    let ticks = 0;
    arrivals.onChange(() => ticks++);
    arrivals.set({ paused: false, speed: 1000 });
    const came = arrivals.state().arrived;
    await simulation.pass(10 * SECOND);
    expect(ticks - (arrivals.state().arrived - came)).toBeLessThanOrEqual(11);
  });

  it('are told to who follows, at each arrival and each wish, until they stop following', async () => {
    const simulation = new Simulation();
    const told: ArrivalState[] = [];
    await simulation.arrivals.start();
    const off = simulation.arrivals.onChange((state) => told.push(state));
    await simulation.pass(HOUR);
    expect([...new Set(told.map(({ arrived }) => arrived))].filter((count) => count > 0)).toEqual(
      Array.from({ length: simulation.openings.length }, (_, i) => i + 1),
    );
    simulation.arrivals.set({ paused: true, speed: 3 });
    expect(told.at(-1)).toMatchObject({ paused: true, speed: 3 });
    off();
    simulation.arrivals.set({ paused: false, speed: 1 });
    expect(told.at(-1)).toMatchObject({ paused: true });
  });

  it('are the same for the same seed', async () => {
    const said = async (seed: number) => {
      const simulation = new Simulation(seed);
      await simulation.arrivals.start();
      await simulation.pass(6 * HOUR);
      return simulation.came;
    };
    expect(await said(93)).toEqual(await said(93));
    expect(await said(93)).not.toEqual(await said(94));
  });

  it('go on coming when one of them cannot come in, which is said', async () => {
    let asked = 0;
    const simulation = new Simulation(95, async () => {
      asked += 1;
      if (asked === 3) throw new Error('the engine is away');
    });
    await simulation.arrivals.start();
    await simulation.pass(2 * HOUR);
    expect(simulation.came.length).toBeGreaterThan(20);
    expect(simulation.logger.lines).toEqual([expect.objectContaining({ level: 'warn', fields: { cause: 'Error: the engine is away' } })]);
  });

  it('stop once those who are on their way have come, and nobody comes after', async () => {
    const door = Promise.withResolvers<void>();
    const simulation = new Simulation(96, () => door.promise);
    await simulation.arrivals.start();
    await simulation.pass(30 * MINUTE);
    let stopped = false;
    const stopping = simulation.arrivals.stop().then(() => {
      stopped = true;
    });
    await new Promise(setImmediate);
    expect([stopped, simulation.came.length]).toEqual([false, 0]);
    door.resolve();
    await stopping;
    expect(simulation.came.length).toBeGreaterThan(0);
    expect(simulation.waiting).toBe(0);
  });
});

describe('The gap to the next customer', () => {
  it('is exponential at the hour’s rate, and endless in a dead hour', () => {
    const random = seededRandom(97);
    const mean = Array.from({ length: 20_000 }, () => gapAt(19, random)).reduce((sum, gap) => sum + gap, 0) / 20_000;
    expect(mean / (HOUR / (250 * 0.129))).toBeCloseTo(1, 1);
    expect(gapAt(4, random)).toBe(Number.POSITIVE_INFINITY);
  });
});
