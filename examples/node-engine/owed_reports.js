// Reports to Ordo that stay owed until Ordo has them (rule O21). A report that Ordo refuses is made again after
// five minutes, then hourly; another one of the same topic goes at once and replaces it.

import { Refused } from './troubles.js';

const FIRST_WAIT_MS = 300_000;
const WAIT_MS = 3_600_000;
/** With these codes Ordo says that it is newer itself. */
const NEWER_IN_ORDO = new Set(['stale_refusal', 'not_pending', 'sync_finished']);

export class OwedReports {
  #refused = new Map();

  /** Makes a report unless it waits; whether nothing of it is owed any more. `text` tells reports apart. */
  async make(topic, text, now, call) {
    const before = this.#refused.get(topic);
    const isRepeated = before !== undefined && before.text === text;
    if (isRepeated && now < before.againAt) return false;
    try {
      await call();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      console.error(`${topic}: ${error.message}`);
      if (!isNewerInOrdo(error)) {
        this.#refused.set(topic, { text, againAt: now + (isRepeated ? WAIT_MS : FIRST_WAIT_MS) });
        return false;
      }
    }
    this.#refused.delete(topic);
    return true;
  }

  /** There is no such report to make any more. */
  forget(topic) {
    this.#refused.delete(topic);
  }

  /** Whatever waits is made with the next look. */
  hurry() {
    for (const report of this.#refused.values()) report.againAt = 0;
  }

  /** When the first of those that wait is made again; null when none waits. */
  get againAt() {
    const times = [...this.#refused.values()].map((report) => report.againAt);
    return times.length > 0 ? Math.min(...times) : null;
  }
}

export function isNewerInOrdo(error) {
  return NEWER_IN_ORDO.has(error.code);
}
