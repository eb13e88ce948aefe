// What can go wrong with a call, told apart by what to do about it.

/** It may work later: nobody there, too busy, an answer that makes no sense. */
export class PassingTrouble extends Error {
  /**
   * `message` is for people, `code` for programs. `retryAfterMs` is what the server asked for; with `slow`
   * somebody has to act first, so that trying often is no use.
   */
  constructor(message, { code = 'flourish_unreachable', retryAfterMs = null, slow = false } = {}) {
    super(message);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
    this.slow = slow;
  }
}

/** Nobody knows whether Flourish did what it was asked to; it may still be doing it. */
export class UnclearTrouble extends PassingTrouble {}

/** Flourish does not accept the username and key. Somebody has to save new ones; until then, rarely. */
export class CredentialsTrouble extends PassingTrouble {
  /** `said` is Flourish's own message. */
  constructor(message, said) {
    super(message, { code: 'flourish_credentials_rejected', slow: true });
    this.said = String(said ?? '');
  }
}

/** Understood and declined: repeating it unchanged is pointless. `status` is that of Ordo's answer. */
export class Refused extends Error {
  constructor(code, message, status = null) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
