// The time of one organization: real time, plus whatever a laboratory has added to it.
//
// All waiting in this engine is done on such a clock. Where nobody moves it, it is simply the time of day.

const LONGEST_TIMER_MS = 2 ** 31 - 1;

export class Clock {
  #addedMs = 0;
  #alarms = new Set();

  /** Milliseconds since 1970. */
  now() {
    return Date.now() + this.#addedMs;
  }

  /** Calls `ring` once at the time `at`; returns what cancels it. */
  setAlarm(at, ring) {
    const alarm = { at, ring, timer: null };
    this.#alarms.add(alarm);
    this.#arm(alarm);
    return () => {
      clearTimeout(alarm.timer);
      this.#alarms.delete(alarm);
    };
  }

  /** Moves the clock forward. Whatever falls due has begun when this returns, so nobody can overlook it. */
  advance(milliseconds) {
    this.#addedMs += milliseconds;
    for (const alarm of [...this.#alarms].sort((one, other) => one.at - other.at)) {
      clearTimeout(alarm.timer);
      this.#arm(alarm);
    }
  }

  #arm(alarm) {
    const left = alarm.at - this.now();
    if (left > 0) {
      alarm.timer = setTimeout(() => this.#arm(alarm), Math.min(left, LONGEST_TIMER_MS));
    } else if (this.#alarms.delete(alarm)) {
      alarm.ring();
    }
  }
}
