// Work of one order (or of one inventory), strictly in sequence; different lanes run side by side.
//
// A lane does not queue messages. It is woken, looks at what is to be done, and does it; woken while it
// runs, it looks again afterwards. So a message that comes twice, late or in the wrong order is only one
// more reason to look, and a failed run is repeated as a whole without doing anything twice.

import { PassingTrouble } from './troubles.js';

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 300_000;

export class Lane {
  #clock;
  #work;
  #note;
  #running = false;
  #again = false;
  #hurried = false;
  #failures = 0;
  #cancelAlarm = null;
  #since = null;
  #stands = false; // whether it waits because of a failure

  /**
   * `work()` does all there is to do or throws; what it returns is when to look again by itself, if ever.
   * `note()` counts whatever happens here.
   */
  constructor({ clock, work, note }) {
    this.#clock = clock;
    this.#work = work;
    this.#note = note;
    this.dueAt = null;
  }

  /** There is something to do. While the lane waits for a retry it stands: news must not hammer a server. */
  wake() {
    this.#note();
    this.#since ??= this.#clock.now();
    if (this.#running) this.#again = true;
    else if (this.dueAt === null || !this.#stands) this.#run();
  }

  /** Something that stood in the way is gone: look at once, and do not wait any longer. */
  hurry() {
    this.#since ??= this.#clock.now();
    if (this.#running) this.#again = this.#hurried = true;
    else this.#run();
  }

  /** Whether it works now, or should already. */
  get isDue() {
    return this.#running || (this.dueAt !== null && this.dueAt <= this.#clock.now());
  }

  /** Since when something has been waiting to be done; null when all is done. */
  get since() {
    return this.#since;
  }

  async #run() {
    this.#cancelAlarm?.();
    this.#cancelAlarm = this.dueAt = null;
    this.#running = true;
    let trouble;
    let againAt;
    do {
      this.#note();
      this.#again = this.#hurried = false;
      [trouble, againAt] = await this.#try();
    } while (this.#again && (!trouble || this.#hurried));
    this.#running = false;
    this.#stands = trouble !== null;
    if (trouble) this.#waitAfter(trouble);
    else if (againAt !== null) this.#waitUntil(againAt);
    else this.#since = null;
  }

  async #try() {
    try {
      const againAt = await this.#work();
      this.#failures = 0;
      return [null, againAt ?? null];
    } catch (trouble) {
      // Only passing trouble is expected here. Anything else is our own mistake: say so, and keep trying
      // slowly rather than lose an order.
      if (!(trouble instanceof PassingTrouble)) console.error(trouble);
      return [trouble, null];
    }
  }

  #waitAfter(trouble) {
    this.#failures += 1;
    const expected = trouble instanceof PassingTrouble && !trouble.slow;
    const backoff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(this.#failures - 1, 20));
    // Half of the wait is left to chance, so that all who failed together do not come back together.
    const wait = expected ? backoff * (0.5 + Math.random() / 2) : LONGEST_WAIT_MS;
    this.#waitUntil(this.#clock.now() + Math.max(wait, trouble.retryAfterMs ?? 0));
  }

  #waitUntil(time) {
    this.dueAt = time;
    this.#cancelAlarm = this.#clock.setAlarm(this.dueAt, () => this.#run());
  }
}
