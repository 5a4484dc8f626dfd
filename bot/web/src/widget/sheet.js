// One sheet for all instances, as a constructed sheet: a page may forbid inline styles. It is a module of its own, and the first,
// because beside the strings it packs best.

import style from "./style.css";

export const sheet = new CSSStyleSheet();
sheet.replaceSync(style);
