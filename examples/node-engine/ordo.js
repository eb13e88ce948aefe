// Speaks Ordo's integration API for one organization. Everything told to Ordo is whole state, so that
// telling it once more is harmless.

import { isPassing, send } from './outbound_http.js';
import { PassingTrouble, Refused } from './troubles.js';

const BASE_PATH = '/integration/v1';
const PAGE = 1000;

export class Ordo {
  #url;
  #timeoutMs;
  #authorization;

  constructor(settings, integrationToken) {
    this.#url = settings.ordoUrl + BASE_PATH;
    this.#timeoutMs = settings.timeoutMs;
    this.#authorization = `Bearer ${integrationToken}`;
  }

  /** The names of the organization's brands, exactly as written. */
  async brands() {
    const { brands } = await this.#ask('GET', '/brands');
    return brands.map((brand) => brand.name);
  }

  /** What Ordo holds already: `{sku, flourish_item_id, brand}` of every item. */
  async heldItems() {
    const held = [];
    for (;;) {
      const { items, total } = await this.#ask('GET', `/items?limit=${PAGE}&offset=${held.length}`);
      held.push(...items);
      if (held.length >= total || items.length === 0) return held;
    }
  }

  storeItems(items) {
    return this.#ask('PUT', '/items', { items });
  }

  reportOrder(orderId, report) {
    return this.#ask('PUT', `/orders/${orderId}`, report);
  }

  reportRefusal(orderId, refusal) {
    return this.#ask('PUT', `/orders/${orderId}/refusal`, refusal);
  }

  /** Shows a problem; null takes it away. */
  showOrderProblem(orderId, problem) {
    return this.#ask(problem ? 'PUT' : 'DELETE', `/orders/${orderId}/problem`, problem ?? undefined);
  }

  showConnectionProblem(problem) {
    return this.#ask(problem ? 'PUT' : 'DELETE', '/connection/problem', problem ?? undefined);
  }

  reportSync(syncId, progress) {
    return this.#ask('PUT', `/syncs/${syncId}`, progress);
  }

  async #ask(method, path, body) {
    let answer;
    try {
      const headers = { Authorization: this.#authorization };
      answer = await send(method, this.#url + path, { headers, body, timeoutMs: this.#timeoutMs });
    } catch (error) {
      throw unreachable(`Ordo does not answer (${error.cause?.code ?? error.name})`);
    }
    const { status, json, retryAfterMs } = answer;
    if (status === 200 && json) return json;
    const said = `Ordo answered ${method} ${path} with ${status}: ${json?.error?.message ?? ''}`;
    if (status === 401 || status === 403) throw unreachable(said, { slow: true });
    if (status < 400 || isPassing(status)) throw unreachable(said, { retryAfterMs });
    throw new Refused(json?.error?.code ?? 'refused_by_ordo', said, status);
  }
}

function unreachable(message, patience = {}) {
  return new PassingTrouble(message, { code: 'ordo_unreachable', ...patience });
}
