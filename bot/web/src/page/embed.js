// The page at `/embed/{department}`, for an iframe on a site that allows no script. The department is the path's last part;
// `?lang=`, `?theme=` and `?heading=` are those of the element.

import "/widget/v1/oneask.js";

const PASSED_ON = ["lang", "theme", "heading", "greeting", "font-scale", "instance"];

const element = document.createElement("one-ask");
element.setAttribute("position", "inline");
element.setAttribute("dept", decodeURIComponent(location.pathname.split("/").filter(Boolean).at(-1)));
for (const [name, value] of new URLSearchParams(location.search)) if (PASSED_ON.includes(name)) element.setAttribute(name, value);
// A page has a heading of the first order; the window shows it in the place of its own.
const heading = document.createElement("h1");
heading.slot = "brand";
heading.textContent = element.getAttribute("heading") || "OneAsk 一問通";
element.append(heading);
const speak = () => (document.documentElement.lang = element.lang);
element.addEventListener("oneask:language", speak);
document.querySelector("main").append(element);
speak();
