// The recorded feed of the tests, moved to today: the same figures, with the days and times that a forecast of now has.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const RECORDED_AT = Date.parse("2026-03-22T17:02:00+08:00");
const AGE_MS = 15 * 60_000;
const HONG_KONG_MS = 8 * 3600_000;
const WEEKDAYS = { tc: "日一二三四五六", en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] };

const day = (time) => new Date(time + HONG_KONG_MS).toISOString().slice(0, 10);
const compact = (date) => date.replaceAll("-", "");

/** Writes the files of `from` into `to`, as if they had been recorded a quarter of an hour before `now`. */
export function moveWeather(from, to, now = Date.now()) {
  const shift = now - AGE_MS - RECORDED_AT;
  const days = (Date.parse(day(now)) - Date.parse(day(RECORDED_AT))) / 86_400_000;
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter((name) => name.endsWith(".json"))) {
    const weekday = (date) => {
      const at = new Date(date).getUTCDay();
      return name.includes("_en") ? WEEKDAYS.en[at] : `星期${WEEKDAYS.tc[at]}`;
    };
    const text = readFileSync(join(from, name), "utf8")
      .replace(/\d{4}-\d\d-\d\dT[\d:]+\+08:00/g, (time) => new Date(Date.parse(time) + shift + HONG_KONG_MS).toISOString().replace(/\.\d+Z$/, "+08:00"))
      .replace(/"(\d{4})(\d\d)(\d\d)", "week": "[^"]*"/g, (_, year, month, date) => {
        const moved = new Date(Date.UTC(year, month - 1, Number(date) + days)).toISOString().slice(0, 10);
        return `"${compact(moved)}", "week": "${weekday(moved)}"`;
      });
    writeFileSync(join(to, name), text);
  }
}
