// What needs no browser: what is masked and what is not, and the search of the offline page.

import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { search } from "../src/page/search.js";
import { mask } from "../src/widget/privacy.js";
import { equal, holds } from "./harness.mjs";

const SRC = join(dirname(fileURLToPath(import.meta.url)), "../src");

const MASKED = [
  ["我身份證A123456(3)", "我身份證●●●●", "hkid"],
  ["Ａ１２３４５６（３）", "●●●●", "hkid"],
  ["ab987654(3)", "●●●●", "hkid"],
  ["C123456(9)、G123456(A)", "●●●●、●●●●", "hkid"],
  ["電話91234567。", "電話●●●●。", "phone"],
  ["9123 4567 打畀我", "●●●● 打畀我", "phone"],
  ["call +852 2345-6789", "call ●●●●", "phone"],
  ["+852 2024 2025", "●●●●", "phone"],
  ["someone@example.com", "●●●●", "email"],
  ["4111 1111 1111 1111", "●●●●", "card"],
  ["5500-0055-5555-5559 過期", "●●●● 過期", "card"],
  ["A123456(3) 91234567", "●●●● ●●●●", "hkid,phone"],
];

const LEFT_ALONE = [
  "A123456(4)", "TD 557 點填", "IR56B 2025/26", "ID 91 同 ID 91A", "20251231 係咪假期", "31122025", "2024-2025 年度", "2024 2025",
  "HK$20000000", "罰款 50000000 元", "$ 25000000", "12,345,678", "enquiry@immd.gov.hk", "4111 1111 1111 1112", "打 1823 或 999",
  "檔案 2-1234-5678", "http://a.hk/91234567", "車牌 AB 1234", "Cap. 374", "25000000 dollars",
];

const FORMS = [
  ["TD 557", "申請新發／續領正式駕駛執照", "Application for new issue or renewal of full driving licence", "td", null, "申请新发／续领正式驾驶执照"],
  ["TD 590", "申請暫准駕駛執照", "Application for probationary driving licence", "td", null],
  ["IR56E", "僱主填報的通知書", "Notification by an employer of an employee who commences", "ird", null],
  ["ID 91", "預約", "Appointment", "immd", null],
];

/** Each line: what is typed, and the numbers that are found, best first. */
const SEARCHES = [
  ["td557", "TD 557"], ["ＴＤ－５５７", "TD 557"], ["td", "TD 557,TD 590"], ["駕駛執照", "TD 557,TD 590"], ["暫准", "TD 590"], ["驾驶", "TD 557"],
  ["driving lic", "TD 557,TD 590"], ["probationary", "TD 590"], ["ir56", "IR56E"], ["nothing", ""], ["  ", ""], ["iving", ""],
];

export async function units(checks) {
  await checks.plain("personal data is masked, and what people ask about is left alone", () => {
    for (const [text, expected, kinds] of MASKED) {
      equal(mask(text).text, expected, text);
      equal(mask(text).kinds.sort().join(), kinds.split(",").sort().join(), `kinds of ${text}`);
    }
    for (const text of LEFT_ALONE) equal(mask(text).text, text, text);
  });

  await checks.plain("every attribute, method, event and part is documented at /widget/", () => {
    const sources = readdirSync(join(SRC, "widget")).filter((name) => name.endsWith(".js")).map((name) => readFileSync(join(SRC, "widget", name), "utf8")).join("\n");
    const page = readFileSync(join(SRC, "page/widget.html"), "utf8");
    const documented = new Set([...page.matchAll(/<th scope="row"><code>(.*?)<\/code>/g)].flatMap(([, names]) => names.split(/, | · /)).map((name) => name.replace(/\(.*/, "")));
    const used = (pattern) => [...new Set([...sources.matchAll(pattern)].map(([, name]) => name))];
    const all = {
      attribute: used(/(?:option|this\.getAttribute)\("([\w-]+)"\)/g),
      method: JSON.parse(/METHODS = (\[.*?\])/.exec(sources)[1]),
      event: used(/#fire\("(\w+)"/g).map((name) => `oneask:${name}`),
      part: used(/part: "([\w-]+)"/g),
    };
    for (const [what, names] of Object.entries(all)) {
      holds(names.length > 5, `few of ${what} were found`);
      equal(names.filter((name) => !documented.has(name)).join(), "", `${what} without documentation`);
    }
  });

  await checks.plain("the offline search: numbers however typed, any part of a Chinese title, beginnings of English words", () => {
    for (const [query, expected] of SEARCHES) equal(search(FORMS, query).map(([number]) => number).join(), expected, query);
  });
}
