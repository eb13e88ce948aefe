// One order's way to Flourish and back: place it exactly once, read what has become of it, tell Ordo.
//
// Called again and again by the order's lane, never twice at the same time. It looks at what is known of the
// order and does what is missing, so it may be repeated after any failure.

import { cut, money, quantity, unitPrice } from './amounts.js';
import { OwedReports } from './owed_reports.js';
import { advance, linesCount, ordoStatus } from './order_status.js';
import { findOrder, placeOrder, readOrder } from './place_flourish_order.js';
import { CredentialsTrouble, PassingTrouble, Refused } from './troubles.js';

/** An order that was never heard of before. */
export function newOrder(orderId) {
  return {
    id: orderId,
    confirmation: null, // as the rep confirmed it, the newest
    isToPlace: false, // confirmed, and neither placed nor refused yet
    parties: null, // the buyer's destination and the sales rep in Flourish
    term: null, // how Flourish calls the terms, or why that is not to be told
    hasTerm: false, // whether the order in Flourish has got one since
    firstAttemptAt: null, // since when Flourish may have the order without our knowing
    doubtUntil: 0, // before this time, not finding the order proves nothing
    flourishOrderId: null,
    isToRead: false, // something has happened to it in Flourish
    status: 'Pending', // what Ordo is to show
    seen: {}, // lines and totals as they were in Flourish when they last counted
    refusal: null,
    trouble: null, // what is in the way just now
    readingProblem: null, // why the last reading cannot be shown
    told: { report: null, refusal: null, problem: null }, // what Ordo knows, as JSON
    owed: new OwedReports(), // what Ordo has refused to hear
  };
}

/** A confirmation came from Ordo. An old one that comes again is no new wish. */
export function confirm(order, confirmation) {
  if (order.confirmation && confirmation.revision <= order.confirmation.revision) return;
  const isToPlace = order.flourishOrderId === null;
  Object.assign(order, { confirmation, parties: null, term: null, refusal: null, isToPlace });
}

/**
 * Does all there is to do for an order; throws when some of it has to wait. Returns when to look again because
 * Ordo has refused a report, if it has.
 */
export async function workOnOrder(organization, order) {
  if (!organization.connection) return null; // the lane is woken when there is one again
  let trouble = null;
  try {
    await workInFlourish(organization, order);
    order.trouble = null;
  } catch (error) {
    if (!(error instanceof PassingTrouble)) throw error;
    trouble = error;
    order.trouble = { code: error.code, message: problemMessage(error) };
  }
  await tellOrdo(organization, order);
  if (trouble) throw trouble;
  return order.owed.againAt;
}

async function workInFlourish(organization, order) {
  if (order.isToPlace) {
    try {
      order.flourishOrderId = await placeExactlyOnce(organization, order);
      order.isToRead = true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // Flourish will not have it: back to the rep, with the reason.
      order.refusal = { code: error.code, reason: error.message, revision: order.confirmation.revision };
    }
    order.isToPlace = false;
  }
  if (order.isToRead && order.flourishOrderId) await read(organization, order);
}

/**
 * The order's id in Flourish. Flourish makes a second order as readily as a first, so whoever repeats has to
 * look before: the earlier request may have been carried out although its answer was lost.
 */
async function placeExactlyOnce(organization, order) {
  const { flourish, clock } = organization;
  if (order.firstAttemptAt !== null) {
    const left = order.doubtUntil - clock.now();
    if (left > 0) throw new PassingTrouble('Flourish may still be at work', { retryAfterMs: left });
    const found = await findOrder(flourish, order, clock.now());
    if (found) return found;
  }
  return placeOrder(organization, order);
}

/** A webhook only says that something happened. What counts is what Flourish answers now. */
async function read(organization, order) {
  order.isToRead = false; // before asking: what happens meanwhile is one more reason to read
  try {
    take(order, await readOrder(organization.flourish, order.flourishOrderId));
  } catch (error) {
    if (error instanceof Refused) {
      order.readingProblem = { code: error.code, message: error.message };
    } else {
      order.isToRead = true;
      throw error;
    }
  }
}

function take(order, reading) {
  order.status = advance(order.status, 'Awaiting Delivery'); // Flourish has it, whatever its state is called
  order.readingProblem = null;
  order.hasTerm = Boolean(reading.payment_term);
  const meant = ordoStatus(order.confirmation.terms, reading.order_status, reading.payment_status);
  order.status = advance(order.status, meant);
  if (linesCount(reading.order_status)) {
    order.seen = {
      lines: reading.order_lines.map(line),
      totals: totals(reading),
      notes: notes(reading.notes ?? []),
      requested_delivery_date: reading.requested_delivery_date || null,
    };
  }
}

function line(inFlourish) {
  return {
    sku: inFlourish.sku ?? null,
    item_name: cut(inFlourish.item_name ?? '', 500),
    flourish_item_id: String(inFlourish.item_id ?? ''),
    flourish_variation_id: inFlourish.item_variation_pk == null ? null : String(inFlourish.item_variation_pk),
    quantity: quantity(inFlourish.order_qty),
    unit_price: unitPrice(inFlourish.unit_price),
    discount: money(inFlourish.discount_price ?? 0),
    line_total: money(inFlourish.line_total_price),
  };
}

/** The notes that are not internal, the oldest first. */
function notes(inFlourish) {
  return inFlourish
    .filter((note) => !note.internal_only)
    .sort((one, other) => one.created_timestamp.localeCompare(other.created_timestamp) || one.id - other.id)
    .slice(-500)
    .map(({ subject, note }) => ({ subject: cut(subject ?? '', 200), note: cut(note, 2000) }));
}

function totals(inFlourish) {
  return {
    subtotal: money(inFlourish.sub_total_price),
    discounts: money(inFlourish.total_discounts ?? 0),
    charges: money(inFlourish.total_charges ?? 0),
    taxes: money(inFlourish.taxes ?? 0),
    total: money(inFlourish.total_price),
  };
}

/** Ordo is told what it does not know yet. Neither invoice date nor payment term is any of its business. */
async function tellOrdo({ ordo, clock }, order) {
  const tell = (topic, news, call) => tellNews(order, topic, news, clock.now(), call);
  const report = order.flourishOrderId && order.status !== 'Pending'
    ? { status: order.status, flourish_order_id: order.flourishOrderId, ...order.seen } : null;
  if (report) await tell('report', report, () => ordo.reportOrder(order.id, report));
  const { refusal } = order;
  if (refusal) await tell('refusal', refusal, () => ordo.reportRefusal(order.id, refusal));
  else order.owed.forget('refusal');
  const termProblem = order.flourishOrderId && !order.hasTerm ? order.term?.problem : null;
  const problem = order.trouble ?? order.readingProblem ?? termProblem ?? null;
  await tell('problem', problem, () => ordo.showOrderProblem(order.id, problem));
}

async function tellNews(order, topic, news, now, call) {
  const text = news && JSON.stringify(news);
  if (order.told[topic] === text) order.owed.forget(topic);
  else if (await order.owed.make(topic, text, now, call)) order.told[topic] = text;
}

function problemMessage(trouble) {
  if (trouble instanceof CredentialsTrouble) {
    return `${trouble.message}. Save the current ones in the Flourish integration settings.`;
  }
  return `${trouble.message}. It is tried again.`;
}
