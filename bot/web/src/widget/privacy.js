// What looks like personal data, found and masked before a word leaves the browser. It errs towards leaving a number alone
// where it reads as a form's number, a sum of money, a date or a year: those are what people ask about.

const MASK = "●●●●";

/** Each finder sees text in half-width characters and yields `[from, to]` of what is to be masked. */
const FINDERS = {
  email: (text) => every(text, /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, ([found]) => !/\.gov\.hk$/i.test(found)),
  hkid: (text) => every(text, /(?<![A-Z0-9])([A-Z]{1,2})[ -]?(\d{6})[ -]?(?:\(([\dA])\)|([\dA]))(?![A-Z0-9])/gi, ([, letters, digits, enclosed, bare]) =>
    checkDigit(letters.toUpperCase(), digits) === (enclosed ?? bare).toUpperCase()),
  card: (text) => every(text, /(?<![\w.])[2-6](?:[ -]?\d){12,18}(?!\w)/g, ([found]) => luhn(found.replace(/\D/g, ""))),
  phone: (text) => every(text, /(?<![\w.\-/:]|\$ ?|\d[ -])(\(?\+?852\)?[ -]?)?([2-9]\d{3})([ -]?)(\d{4})(?![\w/]|[-.,]\d| \d{3}| ?(?:元|蚊|塊|块|萬|万|億|亿|dollars?\b|HKD))/gi, isPhone),
};

/** The text with its personal data masked, and the kinds that were found: `email`, `hkid`, `card`, `phone`. */
export function mask(text) {
  let plain = text.replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, " ");
  const found = [];
  for (const [kind, find] of Object.entries(FINDERS)) {
    for (const [from, to] of find(plain)) {
      found.push({ kind, from, to });
      // Blanked out at the same length: nothing is found twice, and places stay.
      plain = plain.slice(0, from) + "\0".repeat(to - from) + plain.slice(to);
    }
  }
  found.sort((one, other) => other.from - one.from);
  for (const { from, to } of found) text = text.slice(0, from) + MASK + text.slice(to);
  return { text, kinds: Object.keys(FINDERS).filter((kind) => found.some((one) => one.kind === kind)) };
}

function every(text, pattern, accepts) {
  return [...text.matchAll(pattern)].filter(accepts).map((match) => [match.index, match.index + match[0].length]);
}

/** The check digit of a Hong Kong identity card: weights 9 to 2 over eight places, a single letter after a space (36). */
function checkDigit(letters, digits) {
  const values = [...letters.padStart(2, " ")].map((letter) => (letter === " " ? 36 : letter.charCodeAt(0) - 55)).concat([...digits].map(Number));
  const sum = values.reduce((total, value, at) => total + value * (9 - at), 0);
  const rest = (11 - (sum % 11)) % 11;
  return rest === 10 ? "A" : String(rest);
}

/** The Luhn check of a payment card. */
function luhn(digits) {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = at % 2 ? digit * 2 : Number(digit);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** Eight digits that are neither two years nor a date; with +852 before them they are a phone number in any case. */
function isPhone([, prefix, first, gap, second]) {
  if (prefix) return true;
  const year = /^(19|20)\d\d$/;
  if (gap) return !(year.test(first) && year.test(second));
  return !/^((19|20)\d\d[01]\d[0-3]\d|[0-3]\d[01]\d(19|20)\d\d)$/.test(first + second);
}
