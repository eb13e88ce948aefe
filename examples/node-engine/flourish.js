// Speaks the Flourish External API for one connection.

import { isPassing, send } from './outbound_http.js';
import { CredentialsTrouble, PassingTrouble, Refused, UnclearTrouble } from './troubles.js';

const BASE_PATH = '/external/api/v1';
const PAGE = 50; // Flourish gives no more rows at once, whatever is asked for.

export class Flourish {
  #url;
  #timeoutMs;
  #identification;
  #noteVerdict;
  #timeThere = NaN;

  /**
   * The key goes alone; with `basic` it goes with the username, which Flourish then checks.
   * `noteVerdict(accepted)` hears after every answer whether the credentials were accepted.
   */
  constructor(settings, { api_username, api_key }, { basic = false, noteVerdict = () => {} } = {}) {
    this.#url = settings.flourishUrl + BASE_PATH;
    this.#timeoutMs = settings.timeoutMs;
    const pair = Buffer.from(`${api_username}:${api_key}`).toString('base64');
    this.#identification = basic ? { Authorization: `Basic ${pair}` } : { 'x-api-key': api_key };
    this.#noteVerdict = noteVerdict;
  }

  /** How far Flourish's clock is behind one that shows `now`, by its latest answer. */
  clockBehindMs(now) {
    return Math.max(now - this.#timeThere || 0, 0);
  }

  /** One object. */
  async get(path, { facilityId } = {}) {
    const { data } = await this.#ask('GET', path, { facilityId });
    if (!isObject(data)) throw new PassingTrouble(senseless(path));
    return data;
  }

  /** Every row of a list, page after page. The total says when it is over, not the length of a page. */
  async *rows(path, { query = {}, facilityId } = {}) {
    let offset = 0;
    for (;;) {
      const page = new URLSearchParams({ ...query, limit: PAGE, offset });
      const { data, meta } = await this.#ask('GET', `${path}?${page}`, { facilityId });
      const isPage = Array.isArray(data) && data.every(isObject) && Number.isInteger(meta?.total);
      if (!isPage) throw new PassingTrouble(senseless(path));
      yield* data;
      offset += data.length;
      if (offset >= meta.total) return;
      if (data.length === 0) throw new PassingTrouble(senseless(path));
    }
  }

  /** Creates something; the answer's object. */
  async post(path, body, { facilityId }) {
    const envelope = await this.#ask('POST', path, { body, facilityId });
    // The docs show this answer without the envelope that every other answer has; both are understood.
    const data = 'data' in envelope ? envelope.data : envelope;
    if (!isObject(data)) throw new UnclearTrouble(senseless(path));
    return data;
  }

  async #ask(method, path, { body, facilityId }) {
    // Reading can be repeated at will. A POST that has got no clear answer may have been carried out.
    const Doubt = method === 'GET' ? PassingTrouble : UnclearTrouble;
    const headers = { ...this.#identification };
    if (facilityId) headers.FacilityID = facilityId;
    let answer;
    try {
      answer = await send(method, this.#url + path, { headers, body, timeoutMs: this.#timeoutMs });
    } catch (error) {
      throw new Doubt(`Flourish does not answer (${error.cause?.code ?? error.name})`);
    }
    this.#timeThere = answer.date;
    return this.#judge(path, answer, Doubt);
  }

  #judge(path, { status, json, retryAfterMs }, Doubt) {
    if (status === 401 || status === 403) {
      this.#noteVerdict(false);
      throw new CredentialsTrouble(`Flourish rejects the API username and key (status ${status})`, json?.message);
    }
    if (status === 429) throw new PassingTrouble('Flourish asks for patience (status 429)', { retryAfterMs });
    if (isPassing(status)) throw new Doubt(`Flourish is in trouble (status ${status})`, { retryAfterMs });
    if (status >= 400) {
      throw new Refused('refused_by_flourish', json?.message || `Flourish refused with status ${status}`);
    }
    if (status !== 200 || !isObject(json)) throw new Doubt(senseless(path));
    this.#noteVerdict(true);
    return json;
  }
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function senseless(path) {
  return `Flourish's answer to ${path.split('?')[0]} makes no sense`;
}
