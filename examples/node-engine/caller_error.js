// What a caller did wrong, and how it is told.

/** What a caller did wrong: the status and a code for programs, a message for people. */
export class CallerError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The body as JSON; a caller error when it is none or no object. */
export function parseObject(body) {
  try {
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // said below
  }
  throw new CallerError(400, 'malformed_json', 'the body is not a JSON object');
}
