// The organizations this engine works for: their connections, clocks, orders and inventories, in memory.
//
// Nothing of it outlives the process. That is what this example deliberately lacks: an engine for production
// answers an event only after it has stored what it owes.

import { Clock } from './clock.js';
import { Flourish } from './flourish.js';
import { workOnInventory } from './inventory_work.js';
import { Lane } from './lane.js';
import { workOnOrder } from './order_work.js';
import { Ordo } from './ordo.js';
import { OwedReports } from './owed_reports.js';
import { PassingTrouble } from './troubles.js';

const CREDENTIALS_REJECTED = {
  code: 'flourish_credentials_rejected',
  message: 'Flourish rejects the API username and key. Save the current ones in the Flourish integration.',
};

export class Organization {
  #settings;
  #lanes = new Map();

  constructor(settings, id) {
    this.#settings = settings;
    this.id = id;
    this.clock = new Clock();
    this.connection = null;
    this.integrationToken = null; // stays when the connection is removed
    this.obeyed = []; // the messages about the connection
    this.connectionProblem = null;
    this.connectionProblemTold = null;
    this.owed = new OwedReports();
    this.orders = new Map();
    this.inventory = newInventory();
    this.acceptedMessages = new Set();
    this.activity = 0;
  }

  /** Flourish as this connection sees it; whether it accepts the credentials is noticed on the way. */
  get flourish() {
    const connection = this.#connected();
    const noteVerdict = (accepted) => {
      if (this.connection === connection) this.#noteCredentials(accepted);
    };
    return new Flourish(this.#settings, connection.credentials, { noteVerdict });
  }

  get ordo() {
    return new Ordo(this.#settings, this.#connected().integrationToken);
  }

  /** A request that we gave up waiting for may still be at work in Flourish for about as long again. */
  get longestDoubtMs() {
    return 2 * this.#settings.timeoutMs;
  }

  /** The connection as it is from now on. What waited for it goes on at once. */
  connect(connection) {
    this.connection = connection;
    this.#noteProblem(null);
    for (const owed of [this.owed, this.inventory.owed]) owed.hurry();
    for (const order of this.orders.values()) order.owed.hurry();
    for (const lane of this.#lanes.values()) lane.hurry();
  }

  disconnect() {
    this.connection = null;
    this.connectionProblem = this.connectionProblemTold = null;
    const { ended, owed } = this.inventory;
    this.inventory = { ...newInventory(), ended, owed }; // what is owed to Ordo is kept
  }

  orderChanged(order) {
    this.#lane(`order ${order.id}`, () => workOnOrder(this, order)).wake();
  }

  inventoryChanged() {
    this.#lane('inventory', () => workOnInventory(this)).wake();
  }

  /** What is still to be done, in the words of /healthz. */
  get pending() {
    const open = [...this.#lanes.values()].filter((lane) => lane.since !== null);
    return {
      due: open.filter((lane) => lane.isDue).length,
      dueTimes: open.filter((lane) => !lane.isDue).map((lane) => lane.dueAt),
      ages: open.map((lane) => (this.clock.now() - lane.since) / 1000),
    };
  }

  /**
   * Whether the facility still takes orders, shown with the connection until it does again, and what it insists
   * on. Orders that it has taken go on all the same.
   */
  async lookAtFacility() {
    const { connection, flourish } = this;
    const { id, license_number: wanted } = connection.facility;
    const known = await flourish.get(`/facilities/${id}`);
    const problem = facilityProblem(known, wanted);
    if (this.connection === connection) this.#noteProblem(problem);
    return { problem, isSalesRepRequired: known.sales_rep_required_for_outbound };
  }

  /** That a call was accepted says nothing about the facility. */
  #noteCredentials(accepted) {
    if (!accepted) this.#noteProblem(CREDENTIALS_REJECTED);
    else if (this.connectionProblem === CREDENTIALS_REJECTED) this.#noteProblem(null);
  }

  #noteProblem(problem) {
    if (JSON.stringify(problem) === JSON.stringify(this.connectionProblem)) return;
    this.connectionProblem = problem;
    this.#lane('connection', () => this.#tellConnectionProblem()).wake();
  }

  async #tellConnectionProblem() {
    const problem = this.connectionProblem;
    if (!this.connection || problem === this.connectionProblemTold) {
      this.owed.forget('connection');
      return null;
    }
    const text = JSON.stringify(problem);
    const show = () => this.ordo.showConnectionProblem(problem);
    const isTold = await this.owed.make('connection', text, this.clock.now(), show);
    if (isTold) this.connectionProblemTold = problem;
    return this.owed.againAt;
  }

  #connected() {
    if (this.connection) return this.connection;
    throw new PassingTrouble('The Flourish integration was removed', { code: 'not_connected', slow: true });
  }

  #lane(name, work) {
    if (!this.#lanes.has(name)) {
      const note = () => { this.activity += 1; };
      this.#lanes.set(name, new Lane({ clock: this.clock, work, note }));
    }
    return this.#lanes.get(name);
  }
}

function facilityProblem({ facility_name: name, license_number: number, active }, wanted) {
  if (number !== wanted) {
    const message = `The facility ${name} in Flourish no longer has the license number ${wanted}.`;
    return { code: 'facility_license_gone', message };
  }
  if (active !== false) return null;
  const message = `The facility ${name} in Flourish with the license number ${wanted} is inactive.`;
  return { code: 'facility_inactive', message };
}

function newInventory() {
  return { changedSkus: new Set(), syncs: [], ended: new Map(), owed: new OwedReports() };
}

export class Organizations {
  #settings;
  #byId = new Map();

  constructor(settings) {
    this.#settings = settings;
  }

  /** The organization; made when it is new, because its clock may be moved before it is connected. */
  of(id) {
    if (!this.#byId.has(id)) this.#byId.set(id, new Organization(this.#settings, id));
    return this.#byId.get(id);
  }

  /** The organization if it is connected. */
  connected(id) {
    const known = this.#byId.get(id);
    return known?.connection ? known : undefined;
  }

  /** Whose webhook endpoint this is. */
  byConnection(connectionId) {
    return [...this.#byId.values()].find((one) => one.connection?.id === connectionId);
  }

  /** One organization if an id is given and known, none if it is not known, all without an id. */
  chosen(id) {
    if (id === null) return [...this.#byId.values()];
    return this.#byId.has(id) ? [this.#byId.get(id)] : [];
  }
}
