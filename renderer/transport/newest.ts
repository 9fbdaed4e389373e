/** Questions that ask the same again: of several on their way only the newest one's answer counts, in whatever order they come. */
export class Newest {
  #turn = 0;

  /** Begins a question, or notes a change that those before it do not know of; the answer says whether it is the newest still. */
  ask(): () => boolean {
    const turn = ++this.#turn;
    return () => turn === this.#turn;
  }
}
