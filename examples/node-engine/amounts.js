// Money, quantities and texts as Ordo takes them: money as text, texts of so many characters.

/** Dollars and cents, `12.50`. */
export function money(amount) {
  return rounded(amount, 2).toFixed(2);
}

/** Dollars for one unit, two to four decimals. */
export function unitPrice(amount) {
  return rounded(amount, 4).toFixed(4).replace(/0{1,2}$/, '');
}

/** A quantity without the dust that adding up binary fractions leaves (0.1 + 0.2). */
export function quantity(amount) {
  return rounded(amount, 4);
}

/** The first so many characters of a text; a sign such as 🌿 is one, and two of what JavaScript counts. */
export function cut(text, length) {
  return text.length <= length ? text : [...text].slice(0, length).join('');
}

/** Half goes up; the speck makes up for halves that a binary fraction holds as a trifle less. */
function rounded(amount, decimals) {
  const scale = 10 ** decimals;
  const result = (Math.sign(amount) * Math.round(Math.abs(amount) * scale + 1e-6)) / scale;
  return result === 0 ? 0 : result; // there is no minus zero dollars
}
