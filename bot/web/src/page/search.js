// The search of the offline page: by number however it is typed, by any part of a Chinese title, by the beginnings of
// English words. A pure function of the list.

/** Full-width, upper case, spaces and dashes make no difference. */
const fold = (text) => text.normalize("NFKC").toLowerCase();
const bare = (text) => fold(text).replace(/[\s\-–—_./]/g, "");

/**
 * `forms` are rows of `[number, title in Chinese, title in English, department, address, title in Simplified?]`; the best
 * come first.
 */
export function search(forms, query) {
  const whole = bare(query);
  if (!whole) return [];
  const words = fold(query).split(/\s+/).filter(Boolean);
  return forms
    .map((form, at) => ({ form, at, rank: rank(form, whole, words) }))
    .filter(({ rank }) => rank < Infinity)
    .sort((one, other) => one.rank - other.rank || one.at - other.at)
    .map(({ form }) => form);
}

function rank([number, title, english, , , simplified], whole, words) {
  const code = bare(number);
  if (code === whole) return 0;
  if (code.startsWith(whole)) return 1;
  const titles = [title, simplified ?? ""].map(bare);
  if (titles.some((one) => one.startsWith(whole))) return 2;
  if (titles.some((one) => one.includes(whole))) return 3;
  const beginnings = fold(english).split(/[^a-z0-9]+/);
  const found = (word) => titles.some((one) => one.includes(bare(word))) || beginnings.some((one) => one.startsWith(word));
  return words.every(found) ? 4 : Infinity;
}
