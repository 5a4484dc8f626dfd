// Weather cards: now, the days to come, warnings in force. The figures are the Observatory's, and it is named with the
// time of issue on every card.

import { h, icon, rich, s } from "./dom.js";

/** Up to this many days stand as rows; more become a chart with a table. */
const MAX_ROWS = 3;
const CHART_HEIGHT = 84;

export function weather(part, t) {
  const shown = [
    ...part.warnings?.map((one) => warning(one, t)) ?? [],
    part.now && now(part.now, t),
    part.days?.length > 0 && (part.days.length > MAX_ROWS ? chart(part.days, t) : rows(part.days, t)),
  ].filter(Boolean);
  return h("section", { class: "card weather", part: "card" },
    h("h3", null, part.title),
    ...shown,
    h("p", { class: "origin" }, [part.source, part.issued].filter(Boolean).join(" · "), part.stale && h("span", { class: "tag" }, t.stale)));
}

function now({ place, temperature_celsius: degrees, humidity_percent: humidity, rainfall_mm: rain, uv, icon: number, description }, t) {
  const figure = (name, value) => value != null && h("div", null, h("dt", null, name), h("dd", null, value));
  return h("div", { class: "now" },
    sky(number, description),
    h("p", { class: "degrees" }, degrees == null ? "–" : `${degrees}°C`, h("span", { class: "place" }, [place, description].filter(Boolean).join(" · "))),
    h("dl", null,
      figure(t.humidity, humidity == null ? null : `${humidity}%`),
      figure(t.uv, uv),
      figure(t.rainfall, rain == null ? null : `${rain} mm`)));
}

const span = (low, high, unit) => (low == null || high == null ? "" : `${low}–${high}${unit}`);
const range = (day) => span(day.min_celsius, day.max_celsius, "°C");
const humidity = (day) => span(day.min_humidity_percent, day.max_humidity_percent, "%");

/** The day of the week, as short as the language allows, and `23/3`. */
function shortDay(date, t) {
  const day = new Date(`${date}T00:00:00Z`);
  const weekday = new Intl.DateTimeFormat(t.tag, { weekday: t.tag === "en" ? "short" : "narrow", timeZone: "UTC" }).format(day);
  return [weekday, `${day.getUTCDate()}/${day.getUTCMonth() + 1}`];
}

function rows(days, t) {
  return h("ul", { class: "days" }, days.map((day) => h("li", null,
    sky(day.icon),
    h("div", null,
      h("p", { class: "day-name" }, `${day.weekday} ${shortDay(day.date, t)[1]}`),
      h("p", null, day.weather),
      h("small", null, [day.rain_chance && `${t.rain} ${day.rain_chance}`, humidity(day) && `${t.humidity} ${humidity(day)}`, day.wind].filter(Boolean).join(" · "))),
    h("strong", null, range(day)))));
}

/** Columns for the eye, a table for everybody. */
function chart(days, t) {
  const low = Math.min(...days.map((day) => day.min_celsius ?? Infinity));
  const scale = CHART_HEIGHT / Math.max(1, Math.max(...days.map((day) => day.max_celsius ?? -Infinity)) - low);
  const column = (day, at) => {
    const [weekday, date] = shortDay(day.date, t);
    const { min_celsius: min, max_celsius: max } = day;
    const height = Math.max(6, (max - min) * scale);
    const y = CHART_HEIGHT - Math.max(height, (max - low) * scale);
    const text = (degrees, at) => s("text", { x: 20, y: at, "text-anchor": "middle" }, `${degrees}°`);
    return h("li", null, h("b", null, weekday), h("span", null, at && !date.startsWith("1/") ? parseInt(date) : date), sky(day.icon),
      min != null && max != null && s("svg", { viewBox: `0 -16 40 ${CHART_HEIGHT + 32}`, class: "bar" },
        text(max, y - 5), s("rect", { x: 16, width: 8, rx: 4, y, height }), text(min, y + height + 13)));
  };
  const columns = [
    [t.day, (day) => `${shortDay(day.date, t)[1]} ${day.weekday}`], [t.weather, (day) => day.weather], [t.temperature, range],
    [t.humidity, humidity], [t.rain, (day) => day.rain_chance], [t.wind, (day) => day.wind],
  ];
  return h("div", null,
    h("ol", { class: "chart", "aria-hidden": "true" }, days.map(column)),
    h("details", { class: "table" },
      h("summary", null, t.table, icon("next")),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t.table },
        h("table", null,
          h("thead", null, h("tr", null, columns.map(([name]) => h("th", { scope: "col" }, name)))),
          h("tbody", null, days.map((day) => h("tr", null, columns.map(([, value], at) => h(at ? "td" : "th", at ? null : { scope: "row" }, value(day) ?? "")))))))));
}

/** The colours are those of the signals themselves. */
function colour(code) {
  if (/^(WRAINB|TC(8|9|10))/.test(code)) return "black";
  if (/^(WRAINR|WFIRER|WHOT)/.test(code)) return "red";
  if (/^(WRAINA|WFIREY|WTS$|WL$)/.test(code)) return "amber";
  if (/^(WCOLD|WFROST|WTMW)/.test(code)) return "blue";
  return "grey";
}

function warning({ code, name, contents = [] }, t) {
  return h("div", { class: `warning ${colour(code)}` }, h("p", null, h("b", null, name)), contents.map((text) => h("p", null, rich(text, t))));
}

// The sky: each icon of the Observatory is one or two of these shapes, with the class of its colour.
const SUN = ["sun", "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4"];
const PEEK = ["sun", "M16 4.5a4 4 0 0 1 4.5 5.5M16 1.5v1M21.5 7h1M20 3l.7-.7"];
const MOON = ["sun", "M19 14.5A7.5 7.5 0 0 1 9.5 5a7.5 7.5 0 1 0 9.5 9.5z"];
const CLOUD = ["cloud", "M7 17a4 4 0 0 1-.4-8A5.5 5.5 0 0 1 17 8.5a4.3 4.3 0 0 1 .5 8.5z"];
const DROPS = ["rain", "M8.5 19l-1 2.5M13 19l-1 2.5M17.5 19l-1 2.5"];
const BOLT = ["sun", "M13 14l-3 4h3.5l-2 4"];
const FOG = ["cloud", "M4 8h16M6 12h12M4 16h16"];
const DEGREES = "M10 5a2 2 0 0 1 4 0v9a4 4 0 1 1-4 0z";
/** From the first number on. */
const SKIES = [
  [50, SUN], [51, PEEK, CLOUD], [53, PEEK, CLOUD, DROPS], [60, CLOUD], [62, CLOUD, DROPS], [65, CLOUD, BOLT], [70, MOON],
  [80, FOG], [81, SUN], [82, DROPS], [83, FOG], [90, ["hot", DEGREES]], [92, ["rain", DEGREES]], [94],
];

/** The icon by its number; without one, or with a number that is new, nothing is drawn. */
function sky(number, description) {
  const [, ...shapes] = SKIES.findLast(([from]) => number >= from) ?? [];
  const label = description ? { role: "img", "aria-label": description } : { "aria-hidden": "true" };
  return s("svg", { viewBox: "0 0 24 24", class: "sky", ...label }, ...shapes.map(([colour, d]) => s("path", { class: colour, d })));
}
