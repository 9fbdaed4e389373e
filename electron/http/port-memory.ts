/** What remembers the port of a server over restarts, so that pages which are open find it again. */
export interface PortMemory {
  /** The port it had last, or null. */
  recall(): number | null;
  keep(port: number): void;
}
