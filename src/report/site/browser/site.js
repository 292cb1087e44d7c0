// The script of every page of the site. Pages can be read without it: it adds the search and the filters.

const root = document.currentScript.src.replace(/site\.js(?:\?.*)?$/, "");
const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const wordsOf = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

/** An element with text in it, and never markup: what it shows is what rule authors wrote. */
function element(name, attributes, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
}

// Search: words are looked up in a shard, a script that holds all that has a word with the same two first letters.

const shards = new Map();
const waiting = new Map();
const indicatorsOnPage = 200;

self.detcovShard = (name, data) => {
  shards.set(name, data);
  waiting.get(name)?.(data);
};

function loadShard(name) {
  if (shards.has(name)) return Promise.resolve(shards.get(name));
  return new Promise((resolve) => {
    waiting.set(name, resolve);
    const script = element("script", { src: `${root}search/${name}.js` });
    script.addEventListener("error", () => resolve([[], []]));
    document.head.append(script);
  });
}

function shardName(word) {
  const prefix = Array.from(word).slice(0, 2);
  if (/^[a-z0-9]{2}$/.test(prefix.join(""))) return prefix.join("");
  return `u${prefix.map((char) => char.codePointAt(0).toString(16)).join("-")}`;
}

/** By the number that an entry begins with. */
const kinds = [
  { title: "Rules", of: ([, title, file, format]) => ({ text: title, note: format, url: `rule/${file}.html` }) },
  {
    title: "Techniques",
    of: ([, id, name, rules]) => ({ text: `${id} ${name}`, note: plural(rules, "rule"), url: `technique/${id}.html` }),
  },
  {
    title: "Events",
    of: ([, name, title, file, rules]) => ({
      text: title === "" ? name : `${name} ${title}`,
      note: plural(rules, "rule"),
      url: `event/${file}.html`,
    }),
  },
  {
    title: "Fields",
    of: ([, name, file, rules]) => ({ text: name, note: plural(rules, "rule"), url: `field/${file}.html` }),
  },
  { title: "Indicators", of: indicatorResult },
];

function indicatorResult([, field, operator, value, rules, position], fields) {
  const [name, file] = fields[field];
  const page = Math.floor((position - 1) / indicatorsOnPage);
  return {
    text: `${name} ${operator.replaceAll("_", " ")} ${value}`,
    note: plural(rules, "rule"),
    url: `field/${file}${page === 0 ? "" : `.${page + 1}`}.html#i${position}`,
  };
}

/** Techniques first, then what leads to most. */
const order = [1, 2, 3, 4, 0];
const mostOfKind = 12;

/** Undefined where there is no word to look for. */
async function find(query) {
  const words = query.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];
  const [longest] = words.sort((a, b) => b.length - a.length);
  if (longest === undefined) return undefined;
  const [fields, entries] = await loadShard(shardName(longest));
  const terms = wordsOf(query);
  const found = kinds.map(() => []);
  for (const entry of entries) {
    const result = kinds[entry[0]].of(entry, fields);
    const text = result.text.toLowerCase();
    if (terms.every((term) => text.includes(term))) found[entry[0]].push(result);
  }
  return found;
}

function groupOf({ title }, results) {
  const more = results.length > mostOfKind ? `, the first ${mostOfKind} of ${results.length}` : "";
  const items = results
    .slice(0, mostOfKind)
    .map(({ text, note, url }) =>
      element("li", {}, element("a", { href: root + url }, `${text} `, element("small", {}, note))),
    );
  return element("li", {}, element("h2", {}, `${title}${more}`), element("ul", {}, ...items));
}

function startSearch() {
  const place = document.getElementById("search");
  const input = element("input", {
    id: "q",
    type: "search",
    autocomplete: "off",
    placeholder: "powershell.exe, T1059, 4688 …",
    "aria-describedby": "found",
  });
  const form = element("form", {}, element("label", { for: "q" }, "Search"), input);
  const status = element("p", { id: "found", class: "soft", role: "status" });
  const list = element("ul", { id: "results" });
  place.append(form, status, list);
  let latest = 0;
  let timer;

  function show(words, groups = []) {
    list.replaceChildren(...groups);
    status.textContent = words;
  }

  async function update() {
    const mine = ++latest;
    const query = input.value.trim();
    const found = query === "" ? [] : await find(query);
    // A later letter has been typed meanwhile.
    if (mine !== latest) return;
    if (query === "" || found === undefined) return show(query === "" ? "" : "Two letters at least.");
    const total = found.reduce((sum, { length }) => sum + length, 0);
    const groups = order.filter((kind) => found[kind].length > 0).map((kind) => groupOf(kinds[kind], found[kind]));
    show(total === 0 ? "Nothing found." : `${total} found.`, groups);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(update, 120);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  place.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      input.value = "";
      show("");
      input.focus();
    }
    moveFocus(event, [input, ...list.querySelectorAll("a")]);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.closest("input, select, textarea") !== null) return;
    event.preventDefault();
    input.focus();
  });
}

/** The arrows go from result to result. */
function moveFocus(event, stops) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const next = step === undefined ? undefined : stops[stops.indexOf(document.activeElement) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

// The matrix: a choice leaves some groups of rules and some techniques; the rest is counted anew.

const steps = [1, 2, 5, 15, 50];

function readCell(item) {
  return {
    item,
    link: item.querySelector(":scope > a"),
    counts: item.dataset.n
      .split(" ")
      .filter(Boolean)
      .map((pair) => pair.split(":").map(Number)),
    platforms: new Set(item.dataset.p.split(" ")),
  };
}

/** `groups`: sets of which each has to hold a rule's group. `weights` of a rule of each group; left out: one each. */
function showCell({ item, link, counts, platforms }, { platform, groups, weights }) {
  const isShown = platform === "" || platforms.has(platform);
  const chosen = counts.filter(([group]) => groups.every((set) => set.has(group)));
  const rules = chosen.reduce((sum, [, count]) => sum + count, 0);
  const weight = chosen.reduce((sum, [group, count]) => sum + count * (weights?.[group] ?? 1), 0);
  const strength = Math.round(weight * 1000) / 1000;
  item.dataset.strength = isShown ? String(strength) : "";
  item.classList.toggle("dim", !isShown);
  link.className = `cell h${steps.filter((step) => strength >= step).length}`;
  link.querySelector("b").textContent = String(rules);
}

const isShown = ({ dataset }) => dataset.strength !== "";
const isCovered = ({ dataset }) => Number(dataset.strength) >= 1;

function countTactic(tactic) {
  const shown = Array.from(tactic.querySelectorAll("[data-n]")).filter(isShown);
  const covered = shown.filter(isCovered).length;
  tactic.querySelector(".share").textContent = `${covered} of ${shown.length}`;
  tactic.querySelector(".part").setAttribute("width", String((covered / Math.max(1, shown.length)) * 100));
}

function startFilters() {
  const form = document.getElementById("filters");
  if (form === null) return;
  const cells = Array.from(document.querySelectorAll(".matrix [data-n]"), readCell);
  const tactics = document.querySelectorAll(".tactic");
  const status = document.getElementById("shown");
  const weights = form.dataset.w?.split(" ").map(Number);
  form.hidden = false;

  function update() {
    const platform = form.querySelector("#platform")?.value ?? "";
    const values = Array.from(form.querySelectorAll("select:not(#platform)"), ({ value }) => value).filter(Boolean);
    const groups = values.map((value) => new Set(value.split(" ").map(Number)));
    for (const cell of cells) showCell(cell, { platform, groups, weights });
    for (const tactic of tactics) countTactic(tactic);
    // A technique of several tactics is one technique.
    const items = [...new Map(cells.map(({ item, link }) => [link.href, item])).values()].filter(isShown);
    const words = `${items.filter(isCovered).length} of ${items.length} techniques covered by what is chosen.`;
    status.textContent = platform === "" && values.length === 0 ? "" : words;
  }

  form.addEventListener("change", update);
  form.querySelector("button").addEventListener("click", () => {
    for (const select of form.querySelectorAll("select")) select.value = "";
    update();
  });
  // A browser keeps what was chosen when one comes back.
  update();
  if (matchMedia("(max-width: 40rem)").matches) for (const tactic of tactics) tactic.open = false;
}

// Long tables: words leave the rows that have them.

const shortTable = 15;

function startTable(region) {
  const rows = Array.from(region.querySelectorAll("tbody tr"));
  if (rows.length < shortTable) return;
  const input = element("input", { type: "search" });
  const status = element("span", { role: "status" });
  region.before(element("label", { class: "narrow" }, "Only rows with", input, status));
  input.addEventListener("input", () => {
    const terms = wordsOf(input.value);
    const has = (row) => terms.every((term) => row.textContent.toLowerCase().includes(term));
    const left = rows.filter(has);
    for (const row of rows) row.hidden = true;
    for (const row of left) row.hidden = false;
    status.textContent = terms.length === 0 ? "" : `${left.length} of ${rows.length}`;
  });
}

startSearch();
startFilters();
for (const region of document.querySelectorAll("main .scroll")) startTable(region);
