// Brings items and their sellable quantities from Flourish to Ordo: all of them when somebody syncs, a single
// one when its inventory has changed. Both in one lane, so that an old quantity never overtakes a new one.

import { cut, quantity, unitPrice } from './amounts.js';
import { BrandBook, describeRefused, planSync, reasonAgainst, variationsOf } from './catalogue.js';
import { isNewerInOrdo } from './owed_reports.js';
import { CredentialsTrouble, PassingTrouble, Refused } from './troubles.js';

const BATCH = 1000; // the most that Ordo takes at once
const LONGEST_REPORT = 1000;
const ABOUT_THE_ITEMS = [400, 413, 422]; // refusals that fewer or other items may escape
const LONGEST_SYNC_MS = 10 * 60 * 1000; // people wait for it; they can start another

/**
 * Does all there is to do for an organization's inventory; throws when some of it has to wait. Returns when to
 * look again because Ordo has refused to hear how a sync ended, if it has.
 */
export async function workOnInventory(organization) {
  const { inventory } = organization; // of this connection: it gets another when it is connected again
  while (organization.connection && inventory.changedSkus.size > 0) {
    const [sku] = inventory.changedSkus;
    inventory.changedSkus.delete(sku); // before asking: what happens meanwhile is one more reason to ask
    try {
      await refreshItem(organization, sku);
    } catch (error) {
      if (!(error instanceof Refused)) {
        inventory.changedSkus.add(sku);
        throw error;
      }
      console.error(`SKU ${sku}: ${error.message}`);
    }
  }
  while (organization.connection && inventory.syncs.length > 0) {
    const sync = inventory.syncs[0];
    inventory.ended.set(sync.id, await syncOrGiveUp(organization, sync));
    inventory.syncs.shift();
  }
  for (const [id, end] of inventory.ended) {
    if (!organization.connection) return null;
    const report = () => organization.ordo.reportSync(id, end);
    const isTold = await inventory.owed.make(`sync ${id}`, '', organization.clock.now(), report);
    if (isTold) inventory.ended.delete(id);
  }
  return inventory.owed.againAt;
}

/** How the sync ended, as Ordo takes it. */
async function syncOrGiveUp(organization, sync) {
  try {
    return await syncInventory(organization, sync);
  } catch (error) {
    const isHopeless = error instanceof CredentialsTrouble || error instanceof Refused
      || organization.clock.now() - sync.requestedAt > LONGEST_SYNC_MS;
    if (!isHopeless) throw error;
    const { code, message } = error;
    return { state: 'failed', processed: 0, total: null, error: { code, message } };
  }
}

async function syncInventory(organization, sync) {
  const { flourish, ordo, connection } = organization;
  await tellProgress(ordo, sync, { processed: 0, total: null });
  await organization.lookAtFacility();
  const brands = new BrandBook(await ordo.brands());
  const items = [];
  for await (const item of itemsOf(flourish)) items.push(item);
  const rows = await summaryOf(flourish, connection.facility);
  const sellable = sellableBySku(rows);
  items.push(...variationsOf(items, rows));
  const { brought, leftOut, brandChanges } = planSync(items, brands, await ordo.heldItems());
  const refused = new Map();
  for (let done = 0; done < brought.length; done += BATCH) {
    await tellProgress(ordo, sync, { processed: done, total: items.length });
    await storeItems(ordo, brought.slice(done, done + BATCH), sellable, refused);
  }
  const { length } = items;
  const reported = { ...report(brought, leftOut, refused), brand_changes: brandChanges.slice(0, LONGEST_REPORT) };
  return { state: 'succeeded', processed: length, total: length, report: reported };
}

/** Progress that Ordo refuses is no reason to stop: the next report replaces it. */
async function tellProgress(ordo, sync, progress) {
  try {
    await ordo.reportSync(sync.id, { state: 'running', ...progress });
  } catch (error) {
    if (!(error instanceof Refused) || isNewerInOrdo(error)) throw error;
  }
}

/** Stores what Ordo takes: a batch that it refuses is halved until the refused items stand alone. */
async function storeItems(ordo, items, sellable, refused) {
  try {
    await ordo.storeItems(items.map((item) => ordoItem(item, sellable)));
  } catch (error) {
    if (!(error instanceof Refused) || !ABOUT_THE_ITEMS.includes(error.status)) throw error;
    if (items.length === 1) {
      refused.set(items[0], error.message);
      return;
    }
    const half = Math.floor(items.length / 2);
    await storeItems(ordo, items.slice(0, half), sellable, refused);
    await storeItems(ordo, items.slice(half), sellable, refused);
  }
}

/** One item whose inventory has changed, in Ordo already or not, by the same rules as in a sync. */
async function refreshItem({ flourish, ordo, connection }, sku) {
  const carriers = [];
  for await (const item of itemsOf(flourish, { sku })) {
    if (item.sku === sku) carriers.push(item);
  }
  const rows = (await summaryOf(flourish, connection.facility, { sku })).filter((row) => row.sku === sku);
  for (const itemId of new Set(rows.filter(isOfVariation).map((row) => row.item_id))) {
    for await (const item of itemsOf(flourish, { item_id: itemId })) carriers.push(...variationsOf([item], rows));
  }
  if (carriers.length === 0) return;
  const brands = new BrandBook(await ordo.brands());
  if (reasonAgainst(carriers[0], brands, new Map([[sku, carriers.length]])) !== null) return;
  await ordo.storeItems([ordoItem(carriers[0], sellableBySku(rows))]);
}

async function* itemsOf(flourish, query = {}) {
  for await (const item of flourish.rows('/items', { query })) {
    const texts = [item.sku, item.brand, item.item_name, item.item_description, item.item_category, item.uom];
    const isItem = typeof item.id === 'string' && Number.isFinite(item.price ?? 0)
      && texts.every((text) => text == null || typeof text === 'string');
    if (!isItem) throw senseless(`item ${item.id}`);
    yield item;
  }
}

/** The inventory summary's rows of the connected facility: of items, and of variations (packs). */
async function summaryOf(flourish, facility, query = {}) {
  const found = [];
  const rows = flourish.rows('/inventory/summary', {
    query: { ...query, include_all_items: 'true' }, facilityId: facility.id,
  });
  for await (const row of rows) {
    if (!Number.isFinite(row.sellable_qty)) throw senseless(`the quantity of SKU ${row.sku}`);
    if (isOfVariation(row) && !Number.isFinite(row.price)) throw senseless(`the price of SKU ${row.sku}`);
    found.push(row);
  }
  return found;
}

/** The sum over all the rows that the inventory summary gives for a SKU. */
function sellableBySku(rows) {
  const sums = new Map();
  for (const { sku, sellable_qty: sellableQty } of rows) sums.set(sku, (sums.get(sku) ?? 0) + sellableQty);
  return sums;
}

function isOfVariation(row) {
  return row.item_variation_id != null && row.item_variation_id !== '';
}

function ordoItem(item, sellable) {
  return {
    sku: item.sku,
    flourish_item_id: item.id,
    flourish_variation_id: item.variation_id ?? null,
    name: cut(item.item_name ?? '', 500),
    brand: item.brand,
    description: item.item_description == null ? null : cut(item.item_description, 10_000),
    category: item.item_category == null ? null : cut(item.item_category, 200),
    price: unitPrice(item.price ?? 0),
    uom: item.uom == null ? null : cut(item.uom, 50),
    sellable_qty: quantity(sellable.get(item.sku) ?? 0), // never had any stock: nothing to sell, but an item
    active: item.active !== false && item.sellable !== false,
  };
}

function senseless(what) {
  return new PassingTrouble(`What Flourish says of ${what} makes no sense`);
}

function report(brought, unmatched, refused) {
  const leftOut = [...unmatched];
  for (const [item, detail] of refused) leftOut.unshift(describeRefused(item, detail));
  const counts = {
    no_brand: 0, brand_mismatch: 0, no_sku: 0, duplicate_sku: 0, no_longer_matches: 0,
    variation_without_sku: 0, refused_by_ordo: 0,
  };
  for (const { reason } of leftOut) counts[reason] += 1;
  return {
    synced: brought.length - refused.size,
    counts,
    left_out: leftOut.slice(0, LONGEST_REPORT),
    truncated: leftOut.length > LONGEST_REPORT,
  };
}
