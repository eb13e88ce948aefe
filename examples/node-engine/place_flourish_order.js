// The calls by which an order gets into Flourish, is found there again, and is read.

import { PassingTrouble, Refused, UnclearTrouble } from './troubles.js';

// Generous: looking is rare, a miss would be a second order. A clock farther behind shows in the answer's Date.
const CLOCK_DIFFERENCE_MS = 2 * 24 * 3600 * 1000;

/**
 * Sends the order and gives its id in Flourish. Throws `Refused` when Flourish will not have it, and
 * `UnclearTrouble` when nobody knows.
 */
export async function placeOrder(organization, order) {
  const { connection, flourish, clock, longestDoubtMs } = organization;
  order.parties ??= await findParties(organization, order.confirmation);
  order.term ??= await findTerm(flourish, connection.facility, order.confirmation);
  order.firstAttemptAt ??= clock.now();
  try {
    const { id: facilityId } = connection.facility;
    const made = await flourish.post('/outbound-orders', outboundOrder(order), { facilityId });
    if (typeof made.id === 'string' && made.original_order_id === order.id) return made.id;
    throw new UnclearTrouble('Flourish has not said the id of the order it made');
  } catch (error) {
    if (error instanceof UnclearTrouble) {
      // It may still be at work in Flourish. Until that is over, not finding the order would prove nothing.
      order.doubtUntil = clock.now() + longestDoubtMs;
      error.retryAfterMs = Math.max(error.retryAfterMs ?? 0, longestDoubtMs);
    }
    throw error;
  }
}

/** The id of the order in Flourish if it is there; `now` is the time by our clock. */
export async function findOrder(flourish, order, now) {
  const since = order.firstAttemptAt - CLOCK_DIFFERENCE_MS;
  const found = await findSince(flourish, order.id, since);
  const behindMs = flourish.clockBehindMs(now);
  if (found || behindMs <= CLOCK_DIFFERENCE_MS / 2) return found;
  return findSince(flourish, order.id, since - behindMs);
}

/** There is no filter for our own id, so all pages are read. */
async function findSince(flourish, orderId, since) {
  const query = { created_timestamp_start: new Date(since).toISOString() };
  // Without a facility, so company-wide: the license may have been moved to another facility since.
  try {
    for await (const row of flourish.rows('/outbound-orders', { query })) {
      if (row.original_order_id === orderId) return row.id;
    }
    return null;
  } catch (error) {
    // A search that is refused proves nothing: the order can neither be sent again nor be given up.
    if (error instanceof Refused) throw new PassingTrouble(error.message, { code: error.code, slow: true });
    throw error;
  }
}

/** The order as it is in Flourish now. */
export async function readOrder(flourish, flourishOrderId) {
  const order = await flourish.get(`/outbound-orders/${encodeURIComponent(flourishOrderId)}`);
  if (isUnderstood(order)) return order;
  throw new PassingTrouble(`Flourish's answer about its order ${flourishOrderId} makes no sense`);
}

function isUnderstood({ order_lines: lines, ...order }) {
  if (!Array.isArray(lines)) return false;
  const sums = [order.sub_total_price, order.total_discounts ?? 0, order.total_charges ?? 0, order.taxes ?? 0];
  const ofLines = lines.flatMap((line) => [
    line?.order_qty, line?.unit_price, line?.discount_price ?? 0, line?.line_total_price,
  ]);
  return [order.total_price, ...sums, ...ofLines].every(Number.isFinite);
}

async function findParties(organization, { buyer, sales_rep: salesRep }) {
  const { flourish, connection: { facility } } = organization;
  const { isSalesRepRequired, problem } = await organization.lookAtFacility();
  if (problem) throw new Refused(problem.code, problem.message);
  const destination = await findDestination(flourish, buyer.license_number);
  if (!isSalesRepRequired) return { destination };
  return { destination, sales_rep: await findSalesRep(flourish, facility, salesRep.email) };
}

async function findDestination(flourish, licenseNumber) {
  const found = [];
  for await (const row of flourish.rows('/destinations', { query: { license_number: licenseNumber } })) {
    if (row.license_number === licenseNumber) found.push(row); // the filter narrows, equality decides
  }
  const active = found.filter((row) => row.active !== false);
  const meant = active.length > 0 ? active : found;
  if (meant.length === 1) return { id: meant[0].id };
  const of = `with the license number ${licenseNumber}`;
  if (meant.length === 0) throw new Refused('unknown_destination', `Flourish has no destination ${of}`);
  const names = meant.map(({ name, id }) => `${name} (id ${id})`).join(' and ');
  throw new Refused('ambiguous_destination', `Flourish has ${meant.length} destinations ${of}: ${names}`);
}

/** The one payment term of so many days; else why there is none. No order is held up for that. */
async function findTerm(flourish, facility, { terms, net_days: netDays }) {
  const days = terms === 'Cash' ? 0 : netDays;
  const found = [];
  try {
    for await (const row of flourish.rows('/order-payment-terms', { facilityId: facility.id })) {
      const isByDay = row.due_day_of_month || row.due_next_month_cond_num_days;
      if (!isByDay && row.due_num_days === days) found.push(row.order_payment_term);
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
  if (found.length === 1) return { sent: { payment_term: found[0] } };
  const message = `Flourish has not one payment term of ${days} days, but ${found.join(', ') || 'none'}`;
  return { sent: {}, problem: { code: 'payment_term_not_found', message } };
}

async function findSalesRep(flourish, facility, email) {
  for await (const row of flourish.rows('/sales-reps', { facilityId: facility.id })) {
    const isSame = row.email?.trim().toLowerCase() === email.toLowerCase();
    if (isSame && row.active !== false) return { id: String(row.sales_rep_id) };
  }
  const message = `The facility requires a sales rep, and Flourish has none with the e-mail ${email}`;
  throw new Refused('unknown_sales_rep', message);
}

/** The body of POST outbound-orders. The invoice date is left to Flourish. */
function outboundOrder({ id, confirmation, parties, term }) {
  return {
    original_order_id: id,
    order_timestamp: new Date(confirmation.confirmed_at).toISOString(),
    ...parties,
    ...term.sent,
    ...(confirmation.requested_delivery_date && { requested_delivery_date: confirmation.requested_delivery_date }),
    order_lines: confirmation.lines.map((line) => ({
      item_id: line.flourish_item_id,
      ...(line.flourish_variation_id ? { item_variation_pk: line.flourish_variation_id } : {}),
      sku: line.sku,
      order_qty: line.quantity,
      unit_price: Number(line.unit_price),
      discount_price: Number(line.discount),
    })),
    notes: confirmation.notes
      ? [{ subject: `Ordo order ${confirmation.order_number}`, note: confirmation.notes, internal_only: false }]
      : [],
  };
}
