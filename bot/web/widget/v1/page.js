// The page at `/`: its own words in the three languages, kept in step with the widget's language switch.

import "./oneask.js";

const WORDS = {
  "zh-Hant": {
    title: "OneAsk 一問通：用自己的話問政府服務",
    name: "一問通",
    intro: "一句問題，找到政府表格、手續和天氣。",
    line: "資料取自公開網頁，不是政府的正式答覆。",
    more: "關於及私隱",
    about: "這是甚麼",
    aboutText: "一問通是自動回覆系統，解答香港政府的表格、手續、收費、公眾假期和天氣。答案由已記錄的資料組成，並非由人工智能即時撰寫；它不代表政府，答案亦不能取代部門的正式答覆。",
    facts: "資料來源及日期",
    factsText: "每項資料都附有來源網頁、該頁註明的日期，以及我們核對的日期。超過一年、沒有日期或並非取自政府網頁的資料，會提示你向部門確認。天氣資料來自香港天文台。如有不同，以部門公布為準；可致電 1823 查詢。",
    privacy: "私隱",
    privacyText: "使用時無須登入，沒有追蹤程式，亦不會連接第三方網站。對話會存放在本系統的伺服器，讓你重新載入後可以繼續；你可以隨時在「⋯」選單刪除。請勿輸入身份證號碼等個人資料。",
  },
  "zh-Hans": {
    title: "OneAsk 一问通：用自己的话问政府服务",
    name: "一问通",
    intro: "一句问题，找到政府表格、手续和天气。",
    line: "资料取自公开网页，不是政府的正式答复。",
    more: "关于及隐私",
    about: "这是什么",
    aboutText: "一问通是自动回复系统，解答香港政府的表格、手续、收费、公众假期和天气。答案由已记录的资料组成，并非由人工智能即时撰写；它不代表政府，答案也不能取代部门的正式答复。",
    facts: "资料来源及日期",
    factsText: "每项资料都附有来源网页、该页注明的日期，以及我们核对的日期。超过一年、没有日期或并非取自政府网页的资料，会提示您向部门确认。天气资料来自香港天文台。如有不同，以部门公布为准；可致电 1823 查询。",
    privacy: "隐私",
    privacyText: "使用时无须登录，没有跟踪程序，也不会连接第三方网站。对话会存放在本系统的服务器，让您重新载入后可以继续；您可以随时在“⋯”菜单删除。请勿输入身份证号码等个人资料。",
  },
  en: {
    title: "OneAsk 一問通: ask about government services in your own words",
    name: "一問通",
    intro: "One question finds the form, the procedure or the weather.",
    line: "From public pages; not the government's official word.",
    more: "About and privacy",
    about: "What this is",
    aboutText: "OneAsk is an automatic assistant for Hong Kong government forms, procedures, fees, public holidays and the weather. Answers are put together from recorded facts, not written by a language model. It does not speak for the government, and an answer does not replace that of a department.",
    facts: "Sources and dates",
    factsText: "Each fact shows the page it was read from, the date that page states and the day we checked it. Where a fact is over a year old, undated or not from a government page, you are advised to confirm it. Weather comes from the Hong Kong Observatory. What the department publishes prevails; the hotline 1823 can help.",
    privacy: "Privacy",
    privacyText: "There is no login, no tracking and no third-party request. The conversation is stored on this system's server so that it can go on after a reload; you can erase it at any time in the “⋯” menu. Please leave out identity card numbers and other personal data.",
  },
};

const element = document.querySelector("one-ask");

function speak() {
  const words = WORDS[element.language];
  document.documentElement.lang = element.lang;
  document.title = words.title;
  for (const node of document.querySelectorAll("[data-words]")) node.textContent = words[node.dataset.words];
}

/** iOS lays its keyboard over the page: the page then takes the height that is left. */
function fit() {
  if (visualViewport.scale > 1.01) return;
  document.documentElement.style.setProperty("--visible-height", `${visualViewport.height}px`);
  if (visualViewport.offsetTop) scrollTo(0, 0);
}

element.addEventListener("oneask:language", speak);
speak();
globalThis.visualViewport?.addEventListener("resize", fit);
