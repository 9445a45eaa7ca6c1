// The script of the report page. It reads the lines of JSON in the element with the id "report" and fills the page.
//
// Whatever a payload says stays text: nodes are copies of the page's templates, or made by name, and what they show is
// put in as text. Nothing here reads markup.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);

  // ---------------------------------------------------------------- Words

  const number = (value) => Number(value || 0).toLocaleString("en");
  const count = (value, one, many = `${one}s`) => `${number(value)} ${value === 1 ? one : many}`;

  const verdicts = [
    { id: "nonconforming", key: "nonconforming", name: "nonconforming" },
    { id: "unreadable", key: "unreadable", name: "unreadable" },
    { id: "error-response", key: "errorResponse", name: "error response" },
    { id: "not-a-fault", key: "notAFault", name: "not a fault" },
    { id: "conforming", key: "conforming", name: "conforming" },
  ];
  const levels = [
    { id: "error", key: "errors", name: "error" },
    { id: "warning", key: "warnings", name: "warning" },
    { id: "note", key: "notes", name: "note" },
  ];
  const rank = (list, id) => {
    const index = list.findIndex((item) => item.id === id);
    return index < 0 ? list.length : index;
  };
  const nameOf = (list, id) => list.find((item) => item.id === id)?.name ?? String(id);
  // Classes come from these lists alone.
  const kind = (list, id) => (rank(list, id) < list.length ? id : "other");

  // ---------------------------------------------------------------- Nodes

  /** Characters that would not be seen, or would turn the direction of what is around them. */
  const odd = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/;
  const oddParts = new RegExp(`(${odd.source})`);
  const oddAll = new RegExp(odd.source, "g");

  /** Text for where no element can stand: options, attributes, the title. */
  const plain = (text) => String(text ?? "").replace(oddAll, "\ufffd");

  /** Adds text to a node; characters of the odd kind are named and not used. */
  function say(node, text) {
    text = String(text ?? "");
    if (!odd.test(text)) {
      if (text) node.append(document.createTextNode(text));
      return node;
    }
    for (const part of text.split(oddParts)) {
      if (!part) continue;
      if (!odd.test(part)) {
        node.append(document.createTextNode(part));
        continue;
      }
      const mark = make("span", "odd");
      mark.textContent = `U+${part.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
      node.append(mark);
    }
    return node;
  }

  function make(name, className, text) {
    const node = document.createElement(name);
    if (className) node.className = className;
    return text === undefined ? node : say(node, text);
  }

  const copy = (id) => byId(id).content.firstElementChild.cloneNode(true);

  function chip(list, id, text, className) {
    return make("span", `${className} ${kind(list, id)}`, text);
  }

  // ---------------------------------------------------------------- The report

  const list = (value) => (Array.isArray(value) ? value : []);

  /** Reads the lines. What a later version adds is passed over, and what is not there is done without. */
  function read(text) {
    const report = { records: [], program: {}, summary: {}, page: {}, rules: new Map(), broken: 0 };
    for (const line of text.split("\n")) {
      if (!line || !line.trim()) continue;
      // Texts are read when they are shown.
      if (line.startsWith('{"payload":')) {
        const last = report.records.at(-1);
        if (last) last.payload = line;
        continue;
      }
      let item;
      try {
        item = JSON.parse(line);
      } catch {
        report.broken += 1;
        continue;
      }
      if (item.faultlint) report.program = item.faultlint;
      if (item.summary) report.summary = item.summary;
      if (item.page) report.page = item.page;
      for (const rule of list(item.rules)) report.rules.set(rule.id, rule);
      if (item.source) report.records.push(record(item, report.records.length));
    }
    group(report.records);
    return report;
  }

  function record(result, index) {
    const findings = list(result.findings);
    const tally = { error: 0, warning: 0, note: 0 };
    for (const finding of findings) if (Object.hasOwn(tally, finding.level)) tally[finding.level] += 1;
    const source = result.source;
    const name = source.member ? `${source.path}/${source.member}` : String(source.path ?? "");
    const hasFault = Boolean(result.fault);
    const isRead = result.verdict !== "unreadable";
    return {
      index, result, findings, suppressed: list(result.suppressed), tally, name, payload: null, group: name,
      verdict: String(result.verdict),
      isClean: findings.length === 0 && isRead,
      profiles: list(result.profiles).map(String),
      code: hasFault ? codeName(result.fault) : "",
      reason: list(result.fault?.reason).map((reason) => String(reason.text ?? "")).join(" / "),
      content: hasFault || !isRead ? "" : result.content ?? (result.soap ? "SOAP message without a Fault" : "unclear: see its findings"),
      trouble: result.error ?? "",
      line: source.line ?? (source.entry ?? 0) + 1,
      words: null,
    };
  }

  /** The codes of a fault by their local names, and behind a new line what has to be said of the first one's namespace. */
  function codeName(fault) {
    if (!fault.code) return "Fault without a code";
    const { local, namespace, text } = fault.code;
    const names = [local ?? (text || "empty"), ...list(fault.subcodes).map((code) => code.local ?? code.text ?? "")].join(" › ");
    if (local == null) return `${names}\nnames nothing`;
    // SOAP's own namespace is left out.
    return namespace === undefined ? names : `${names}\n${namespace || "in no namespace"}`;
  }

  /** Shows a name, and what stands behind its new line less prominently. */
  function sayName(node, name) {
    const [first, ...rest] = name.split("\n");
    say(node, first);
    if (rest.length) node.append(" ", make("small", "", rest.join(" ")));
  }

  /** The folder that all names begin with, with its slash. */
  function folderOfAll(names) {
    const all = [...names];
    let folder = all.length > 1 ? all[0].slice(0, all[0].lastIndexOf("/") + 1) : "";
    while (folder && !all.every((name) => `${name}/`.startsWith(folder) && name.length >= folder.length)) {
      folder = folder.slice(0, folder.lastIndexOf("/", folder.length - 2) + 1);
    }
    return folder === "/" ? "" : folder;
  }

  /** Sources are files if there are few, otherwise folders. */
  function group(records) {
    const names = new Set(records.map((item) => item.name));
    if (names.size <= 12) return;
    for (const item of records) {
      const end = item.name.lastIndexOf("/");
      item.group = end < 0 ? "." : item.name.slice(0, end) || "/";
    }
  }

  const report = read(byId("report").textContent);
  const { records, summary, rules } = report;
  const commonFolder = folderOfAll(new Set(records.map((item) => item.group)));
  const whole = (key, fallback) => (typeof summary[key] === "number" ? summary[key] : fallback);

  // ---------------------------------------------------------------- What is chosen

  const none = { search: "", verdict: "", level: "", rule: "", code: "", profile: "", source: "", content: "", sort: "", clean: "" };
  const state = { ...none };
  const opened = new Set();

  /** What can be chosen of a record, by the names in `state`. */
  const values = {
    verdict: (item) => [item.verdict],
    level: (item) => levels.map((level) => level.id).filter((id) => item.tally[id] > 0),
    rule: (item) => [...new Set(item.findings.map((finding) => String(finding.rule)))],
    code: (item) => [item.code],
    profile: (item) => (item.profiles.length ? item.profiles : [""]),
    source: (item) => [item.group],
    content: (item) => [item.content],
  };
  // An empty value is one too ("no fault"), so a choice is written with a mark before it.
  const choice = (value) => `=${value}`;

  function wordsOf(item) {
    item.words ??= [
      item.name, item.code, item.reason, item.content, item.verdict, item.trouble, JSON.stringify(item.result.source.id ?? ""),
      JSON.stringify(item.result.exchange ?? ""), ...list(item.result.fault?.detail),
      ...[...item.findings, ...item.suppressed].flatMap((finding) => [finding.rule, finding.message, finding.path, ...list(finding.also)]),
    ].join("\n").toLowerCase();
    return item.words;
  }

  function isChosen(item, words) {
    for (const name in values) {
      if (state[name] && !values[name](item).some((value) => choice(value) === state[name])) return false;
    }
    return words.every((word) => wordsOf(item).includes(word));
  }

  const orders = {
    verdict: (a, b) => rank(verdicts, a.verdict) - rank(verdicts, b.verdict),
    name: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
    code: (a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
    findings: (a, b) => a.tally.error - b.tally.error || a.tally.warning - b.tally.warning || a.tally.note - b.tally.note,
  };
  const orderNames = {
    "": "Order of the input", verdict: "Verdict, worst first", "-findings": "Findings, most first", name: "Path", code: "Fault code",
  };

  let shown = [];
  let folded = 0;

  function choose() {
    const words = state.search.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = records.filter((item) => isChosen(item, words));
    const mayFold = !state.clean && !state.verdict && !state.content && !words.length && chosen.some((item) => !item.isClean);
    shown = mayFold ? chosen.filter((item) => !item.isClean) : chosen;
    folded = chosen.length - shown.length;
    const isDown = state.sort.startsWith("-");
    const name = isDown ? state.sort.slice(1) : state.sort;
    // The address may name anything.
    const order = Object.hasOwn(orders, name) ? orders[name] : null;
    if (order) shown = [...shown].sort((a, b) => (isDown ? -order(a, b) : order(a, b)) || a.index - b.index);
  }

  // ---------------------------------------------------------------- Head

  function showHead() {
    const payloads = whole("payloads", records.length);
    const tally = (id) => records.filter((item) => item.verdict === id).length;
    const counts = Object.fromEntries(verdicts.map(({ id, key }) => [id, whole(key, tally(id))]));
    const faults = counts.conforming + counts.nonconforming;
    let headline;
    if (!payloads) headline = "Nothing was checked";
    else if (counts.nonconforming) headline = `${number(counts.nonconforming)} of ${count(payloads, "payload")} ${counts.nonconforming === 1 ? "does" : "do"} not conform`;
    else if (counts.unreadable) headline = `Nothing is wrong with what could be read, but ${count(counts.unreadable, "payload")} could not`;
    else if (counts.conforming) headline = counts.conforming === 1 ? "The fault conforms" : `All ${number(faults)} faults conform`;
    else headline = payloads === 1 ? "The payload is not a fault" : `None of ${number(payloads)} payloads is a fault`;
    byId("headline").textContent = headline;
    document.title = `${headline} · faultlint`;
    const { version, libxml2 } = report.program;
    byId("version").textContent = plain(libxml2 ? `${version} with libxml2 ${libxml2}` : version);

    const sentences = [];
    const errors = whole("errors", 0), warnings = whole("warnings", 0), notes = whole("notes", 0);
    if (payloads && !errors && !warnings && !notes) sentences.push("There are no findings.");
    if (!payloads) sentences.push("There was no payload in what was given.");
    const taken = whole("known", 0) + whole("suppressed", 0);
    if (taken) sentences.push(`${count(taken, "finding")} ${taken === 1 ? "is" : "are"} not counted: ${suppressedIn(whole("known", 0), whole("suppressed", 0))}.`);
    const profiles = [...tallyOf("profile").entries()].filter(([name]) => name);
    if (profiles.length) sentences.push(`Judged by ${profiles.sort().map(([name]) => name).join(", ")}.`);
    if (summary.skipped) sentences.push(`${count(summary.skipped, "file")} in folders ${summary.skipped === 1 ? "was" : "were"} left out because ${summary.skipped === 1 ? "it is not a capture" : "they are not captures"}.`);
    say(byId("subline"), sentences.join(" "));
    byId("partial").hidden = !summary.partial;

    const leftOut = [];
    if (report.page.resultsLeftOut) leftOut.push(`The counts above are of all ${number(payloads)} payloads. To keep the page quick, the list and the charts leave out ${number(report.page.resultsLeftOut)} of them, clean ones first; they have the other ${number(records.length)}.`);
    if (report.page.payloadsLeftOut) leftOut.push(`The texts of ${count(report.page.payloadsLeftOut, "payload")} are left out, because the page has as many as it can hold. Their findings are all here.`);
    if (report.broken) leftOut.push(`${count(report.broken, "line")} of this report cannot be read: the file was changed or cut off.`);
    for (const text of leftOut) byId("left-out").append(make("li", "", text));
    byId("left-out").hidden = !leftOut.length;

    const tile = (parent, filter, listOf, { id, name }, value) => {
      const node = copy("tile");
      const button = node.firstElementChild;
      button.classList.add(kind(listOf, id));
      button.querySelector("b").textContent = number(value);
      button.querySelector(".name").textContent = name;
      button.disabled = !value;
      button.dataset.filter = filter;
      button.dataset.value = choice(id);
      parent.append(node);
    };
    if (!payloads) return;
    for (const verdict of verdicts) {
      // Not every version knows all of them.
      if (verdict.id !== "error-response" || counts[verdict.id]) tile(byId("verdicts"), "verdict", verdicts, verdict, counts[verdict.id]);
    }
    const numbers = { error: errors, warning: warnings, note: notes };
    for (const level of levels) {
      const value = numbers[level.id];
      tile(byId("levels"), "level", levels, { id: level.id, name: value === 1 ? level.name : `${level.name}s` }, value);
    }
  }

  // ---------------------------------------------------------------- Charts

  /** How often each value occurs, and with which verdicts; of rules, how often at which level. */
  function tallyOf(name) {
    const tally = new Map();
    const row = (value) => {
      if (!tally.has(value)) tally.set(value, { total: 0, payloads: 0, pieces: new Map() });
      return tally.get(value);
    };
    const add = (value, piece) => {
      const found = row(value);
      found.total += 1;
      found.pieces.set(piece, (found.pieces.get(piece) ?? 0) + 1);
    };
    for (const item of records) {
      for (const value of values[name](item)) {
        row(value).payloads += 1;
        if (name !== "rule") add(value, item.verdict);
      }
      if (name === "rule") for (const finding of item.findings) add(String(finding.rule), finding.level);
    }
    return tally;
  }

  const labels = {
    verdict: (value) => nameOf(verdicts, value),
    level: (value) => `with ${nameOf(levels, value)}s`,
    rule: (value) => value,
    code: (value) => value || "no fault",
    profile: (value) => value || "no profile",
    source: (value) => value,
    content: (value) => value || "a fault",
  };

  const svg = (name, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  };

  function bar(pieces, listOf, most) {
    const width = 1000;
    const node = svg("svg", { viewBox: `0 0 ${width} 8`, preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" });
    node.append(svg("rect", { class: "track", x: 0, y: 0, width, height: 8 }));
    let x = 0;
    for (const [id, value] of pieces) {
      // One of thousands is seen as well.
      const length = Math.max(width * value / most, 6);
      node.append(svg("rect", { class: `piece ${kind(listOf, id)}`, x, y: 0, width: length, height: 8 }));
      x += length;
    }
    return node;
  }

  const rowsOfChart = 6;

  function chart(name, title, hint, tally) {
    const rows = [...tally.entries()].sort(([, a], [, b]) => b.total - a.total);
    if (!rows.length) return;
    const isRule = name === "rule";
    const listOf = isRule ? levels : verdicts;
    const most = rows[0][1].total;
    const node = copy("chart");
    node.id = `chart-${name}`;
    node.querySelector("h2").textContent = title;
    node.querySelector(".hint").textContent = hint;
    const bars = node.querySelector(".bars");
    const fill = (from, to) => {
      for (const [value, { total, payloads, pieces }] of rows.slice(from, to)) {
        const row = copy("chart-row");
        const button = row.firstElementChild;
        const label = button.querySelector(".label");
        const text = isRule && rules.get(value)?.title ? `${value}\n${rules.get(value).title}` : labels[name](value);
        sayName(label, name === "source" ? text.slice(commonFolder.length) || text : text);
        label.title = plain(text).replaceAll("\n", ": ");
        const sorted = [...pieces].sort(([a], [b]) => rank(listOf, a) - rank(listOf, b));
        const said = sorted.map(([id, n]) => (isRule ? count(n, nameOf(levels, id)) : `${number(n)} ${nameOf(verdicts, id)}`));
        button.querySelector(".value").textContent = isRule ? `${number(total)} in ${count(payloads, "payload")}` : number(total);
        button.append(bar(sorted, listOf, most));
        button.dataset.filter = name;
        button.dataset.value = choice(value);
        button.title = said.join(", ");
        button.setAttribute("aria-label", `${label.title}: ${said.join(", ")}${isRule ? `, in ${count(payloads, "payload")}` : ""}`);
        bars.append(row);
      }
      showChoices();
    };
    byId("charts").append(node);
    fill(0, rowsOfChart);
    const all = node.querySelector(".all");
    if (rows.length > rowsOfChart) {
      // Thousands of bars are no chart.
      const last = Math.min(rows.length, 200);
      all.textContent = last < rows.length ? `Show the first ${last} of ${number(rows.length)}` : `Show all ${number(rows.length)}`;
      all.hidden = false;
      all.addEventListener("click", () => {
        const first = rowsOfChart;
        fill(first, last);
        all.remove();
        bars.children[first].firstElementChild.focus();
      });
    }
  }

  function showCharts() {
    const word = "How many payloads, by verdict";
    chart("rule", "Findings by rule", "How many, by level", tallyOf("rule"));
    chart("profile", "Verdicts by profile", word, tallyOf("profile"));
    chart("code", "Verdicts by fault code", word, tallyOf("code"));
    chart("source", "Verdicts by source", commonFolder ? `${word}, in ${plain(commonFolder)}` : word, tallyOf("source"));
    const contents = tallyOf("content");
    contents.delete("");
    chart("content", "What came instead of faults", word, contents);
  }

  /** The rules that nothing could be said of, and why: a report without findings is not to look like more than it is. */
  function showNotRun() {
    const all = [...list(summary.notRun)].sort((a, b) => b.payloads - a.payloads);
    byId("not-run").hidden = !all.length;
    byId("not-run").querySelector("summary").textContent = `${count(all.length, "rule")} not run for some payloads, because something is not known`;
    for (const { rule, reason, payloads } of all) {
      const entry = make("li");
      entry.append(ruleLink(rule), make("span", "", `: ${reason} · ${count(payloads, "payload")}`));
      byId("not-run").querySelector("ul").append(entry);
    }
  }

  // ---------------------------------------------------------------- Filters

  const selects = ["verdict", "level", "rule", "code", "profile", "source"];
  const mostOptions = 500;

  function option(value, text) {
    const node = document.createElement("option");
    node.value = value;
    node.textContent = text;
    return node;
  }

  function fillFilters() {
    for (const name of selects) {
      const rows = [...tallyOf(name).entries()].sort(([a], [b]) => (a < b ? -1 : 1));
      if (name === "verdict") rows.sort(([a], [b]) => rank(verdicts, a) - rank(verdicts, b));
      if (name === "level") rows.sort(([a], [b]) => rank(levels, a) - rank(levels, b));
      byId(name).append(option("", name === "level" ? "any" : "all"));
      for (const [value, { payloads }] of rows.slice(0, mostOptions)) {
        const label = plain(labels[name](value)).replaceAll("\n", " ");
        byId(name).append(option(choice(value), `${label.length > 60 ? `${label.slice(0, 59)}…` : label} (${number(payloads)})`));
      }
      if (rows.length < 2) byId(name).closest("label").hidden = true;
    }
    for (const [value, label] of Object.entries(orderNames)) byId("sort").append(option(value, label));
  }

  /** Shows in all controls what is chosen. */
  function showChoices() {
    byId("search").value = state.search;
    byId("search").classList.toggle("set", Boolean(state.search));
    for (const name of selects) {
      const select = byId(name);
      // Not every value is offered, but each can be chosen in a chart or by an address.
      if (state[name] && ![...select.options].some((item) => item.value === state[name])) {
        select.append(option(state[name], plain(labels[name](state[name].slice(1)))));
      }
      select.value = state[name];
      select.classList.toggle("set", Boolean(state[name]));
      if (state[name]) select.closest("label").hidden = false;
    }
    byId("sort").value = Object.hasOwn(orderNames, state.sort) ? state.sort : "";
    byId("clear").hidden = !Object.keys(none).some((name) => name !== "sort" && state[name]);
    for (const button of document.querySelectorAll("[data-filter]")) {
      button.setAttribute("aria-pressed", String(state[button.dataset.filter] === button.dataset.value));
    }
    for (const head of document.querySelectorAll("th[data-sort]")) {
      const isUp = state.sort === head.dataset.sort, isDown = state.sort === `-${head.dataset.sort}`;
      if (isUp || isDown) head.setAttribute("aria-sort", isUp ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    }
  }

  /** Takes a choice over into the page and its address, where it can be kept and sent. */
  function apply(changes) {
    Object.assign(state, changes);
    showChoices();
    showRows();
    saveAddress();
  }

  function saveAddress() {
    const address = new URLSearchParams();
    for (const name in none) if (state[name]) address.set(name, state[name]);
    if (opened.size) address.set("open", [...opened].slice(-20).join(","));
    try {
      history.replaceState(null, "", `#${address}`);
    } catch {
      // Some places forbid it; the page does without.
    }
  }

  function readAddress() {
    const address = new URLSearchParams(location.hash.slice(1));
    Object.assign(state, none);
    for (const name in none) if (address.has(name)) state[name] = address.get(name);
    opened.clear();
    for (const index of (address.get("open") ?? "").split(",")) if (index && records[index]) opened.add(Number(index));
  }

  // ---------------------------------------------------------------- Rows

  const rowsAtOnce = 100;
  let rendered = 0;

  function showRows() {
    choose();
    rendered = 0;
    byId("rows").replaceChildren();
    byId("table").hidden = !shown.length;
    const empty = byId("empty");
    empty.hidden = shown.length > 0;
    empty.textContent = records.length ? "No payload fits what is chosen." : "There is no payload to show.";
    renderMore();
  }

  function renderMore() {
    const fragment = document.createDocumentFragment();
    for (const item of shown.slice(rendered, rendered + rowsAtOnce)) {
      const row = rowOf(item);
      fragment.append(row);
      if (opened.has(item.index)) open(item, row);
    }
    rendered = Math.min(shown.length, rendered + rowsAtOnce);
    byId("rows").append(fragment);
    const rest = shown.length - rendered;
    byId("more").hidden = !rest;
    byId("more").textContent = `Show ${number(Math.min(rest, rowsAtOnce))} more`;
    byId("unfold").hidden = !folded;
    byId("unfold").textContent = `Show ${count(folded, "clean payload")} too`;
    byId("open-all").hidden = byId("close-all").hidden = !shown.length;
    const total = shown.length + folded;
    let text = total === records.length ? count(total, "payload") : `${number(total)} of ${count(records.length, "payload")}`;
    const parts = [];
    if (rest) parts.push(`the first ${number(rendered)} ${folded ? `of ${number(shown.length)} with findings ` : ""}are shown`);
    if (folded) parts.push(`${number(folded)} without findings ${folded === 1 ? "is" : "are"} folded`);
    if (parts.length) text += `: ${parts.join(", ")}`;
    byId("shown").textContent = text;
  }

  function rowOf(item) {
    const row = copy("row");
    row.dataset.index = item.index;
    const verdict = row.querySelector(".verdict");
    verdict.classList.add(kind(verdicts, item.verdict));
    say(verdict, nameOf(verdicts, item.verdict));
    const path = row.querySelector(".path");
    const end = item.name.lastIndexOf("/") + 1;
    path.append(make("span", "folder", item.name.slice(0, end)), make("span", "file", item.name.slice(end)));
    const { source } = item.result;
    const entry = [];
    if (source.entry || item.line > 1 || source.id != null) entry.push(`entry ${number(source.entry)}`, `line ${number(item.line)}`);
    if (source.id != null) entry.push(`id ${typeof source.id === "string" ? source.id : JSON.stringify(source.id)}`.slice(0, 200));
    say(row.querySelector(".entry"), entry.join(" · "));
    sayName(row.querySelector(".fault .code"), item.code || item.content || "");
    say(row.querySelector(".fault .reason"), (item.reason || item.trouble).trim().slice(0, 400));
    const counts = row.querySelector(".counts");
    for (const level of levels) {
      if (item.tally[level.id]) counts.append(chip(levels, level.id, count(item.tally[level.id], level.name), "level"), " ");
    }
    if (!counts.childElementCount) counts.append(make("span", "none", "none"));
    if (item.suppressed.length) counts.append(" ", make("span", "none", `+ ${number(item.suppressed.length)} not held against it`));
    return row;
  }

  const detailId = (item) => `detail-${item.index}`;

  function open(item, row) {
    const detail = detailOf(item);
    row.after(detail);
    row.classList.add("is-open");
    const button = row.querySelector(".open");
    button.setAttribute("aria-expanded", "true");
    button.setAttribute("aria-controls", detailId(item));
    opened.add(item.index);
  }

  function close(item, row) {
    byId(detailId(item))?.remove();
    row.classList.remove("is-open");
    const button = row.querySelector(".open");
    button.setAttribute("aria-expanded", "false");
    button.removeAttribute("aria-controls");
    opened.delete(item.index);
  }

  function toggle(row, wanted) {
    const item = records[row.dataset.index];
    const isOpen = row.classList.contains("is-open");
    if (wanted === isOpen) return;
    if (isOpen) close(item, row);
    else open(item, row);
  }

  // ---------------------------------------------------------------- One payload

  function detailOf(item, isForPrint = false) {
    const detail = copy("detail");
    const body = detail.querySelector(".detail-body");
    if (!isForPrint) {
      detail.id = detailId(item);
      body.setAttribute("aria-label", plain(item.name));
      showFacts(body.querySelector(".facts"), item);
    }
    const pins = new Map();
    const text = item.payload && !isForPrint ? payloadOf(item) : null;
    if (text) for (const pin of text.pins) pins.set(pin[0], pin);

    const found = body.querySelector(".found");
    found.querySelector("h3").textContent = count(item.findings.length, "finding");
    found.hidden = !item.findings.length;
    for (const [index, finding] of item.findings.entries()) {
      found.querySelector(".findings").append(findingOf(item, finding, index, pins.has(index)));
    }
    showSuppressed(body.querySelector(".suppressed"), item);
    const block = body.querySelector(".text");
    const hint = block.querySelector(".hint");
    if (isForPrint) block.remove();
    else if (text) showText(block.querySelector(".code-block"), hint, item, text);
    else {
      block.querySelector(".code-block").remove();
      hint.textContent = item.verdict === "unreadable" ? "It could not be read." : "Its text is not in this report.";
    }
    return detail;
  }

  // What is not held against a payload: it is in the baseline, or the configuration says so.
  const isKnown = (finding) => finding.by === "baseline";

  function suppressedIn(known, suppressed) {
    return [known && `${number(known)} in the baseline`, suppressed && `${number(suppressed)} suppressed by the configuration`].filter(Boolean).join(", ");
  }

  function showSuppressed(node, item) {
    const known = item.suppressed.filter(isKnown).length;
    node.hidden = !item.suppressed.length;
    node.querySelector("summary").textContent = `Not held against it: ${suppressedIn(known, item.suppressed.length - known)}`;
    for (const finding of item.suppressed) {
      const entry = findingOf(item, finding, null, false);
      const standing = entry.querySelector(".standing");
      standing.hidden = false;
      say(standing, `${isKnown(finding) ? "Known" : "Suppressed"}: ${finding.reason}`);
      node.querySelector(".findings").append(entry);
    }
  }

  /** A text of megabytes is not for reading. */
  const longestFact = 4000;
  const cut = (text, length) => (text.length > length ? `${text.slice(0, length)}… (${number(text.length - length)} more)` : text);

  function showFacts(node, item) {
    const { result } = item;
    const add = (name, value, note) => {
      if (value == null || value === "") return;
      const fact = make("dd", "", cut(String(value), longestFact));
      if (note) fact.append(" ", make("small", "", note));
      fact.dir = "auto";
      node.append(make("dt", "", name), fact);
    };
    add("Why it was not read", item.trouble);
    add("It is", result.content);
    add("What to do", result.advice);
    const exchange = result.exchange;
    if (exchange && typeof exchange === "object") {
      add("Exchange", [exchange.method, exchange.url].filter(Boolean).join(" "), exchange.status && `answered with status ${exchange.status}`);
    }
    const fault = result.fault;
    if (fault) {
      const soap = (code) => (code.local != null && code.namespace === undefined ? `of SOAP ${result.soap}` : code.local == null && "names nothing");
      const qualified = (code) => (code.local == null ? code.text : code.namespace ? `{${code.namespace}}${code.local}` : code.local);
      if (fault.code) add("Code", qualified(fault.code), soap(fault.code));
      for (const code of list(fault.subcodes)) add("Subcode", qualified(code), soap(code));
      for (const reason of list(fault.reason)) add("Reason", reason.text, reason.lang);
      add("Actor", fault.actor);
      add("Node", fault.node);
      add("Role", fault.role);
      const entries = list(fault.detail).map((entry) => (typeof entry === "string" ? entry : entry?.name));
      if (entries.length) add("Detail", entries.join("\n"));
      if (fault.cut) add("Cut", "Not all of the fault is shown here.");
    }
    add("SOAP", result.soap);
    add("Judged by", item.profiles.join(", "));
    const { entry } = result.source;
    add("Stands in", item.name, item.line > 1 || entry ? `entry ${number(entry)}, line ${number(item.line)}` : "");
  }

  function ruleLink(id) {
    const button = make("button", "link rule", id);
    button.type = "button";
    button.dataset.rule = id;
    return button;
  }

  const placeOf = (finding) => `line ${number(finding.line)}, column ${number(finding.column)}`;
  const pinId = (item, index) => `pin-${item.index}-${index}`;

  function findingOf(item, finding, index, isPinned) {
    const node = copy("finding");
    node.classList.add(kind(levels, finding.level));
    const level = node.querySelector(".level");
    level.classList.add(kind(levels, finding.level));
    say(level, finding.level);
    say(node.querySelector(".said"), finding.message);
    const goto = node.querySelector(".goto");
    if (isPinned) {
      goto.dataset.goto = pinId(item, index);
      goto.textContent = placeOf(finding);
    } else {
      // What is in a head has no pin in the text, and stands at the start.
      const isInHead = item.payload && !finding.path && finding.line === 1 && finding.column === 1;
      goto.replaceWith(make("span", "", isInHead ? "in the head of the HTTP message" : placeOf(finding)));
    }
    let xpath = finding.path || "";
    if (finding.captureLine) xpath += `${xpath ? "  ·  " : ""}line ${finding.captureLine}${finding.captureColumn ? `, column ${finding.captureColumn}` : ""} of the capture`;
    say(node.querySelector(".xpath"), xpath);
    const rule = node.querySelector(".rule");
    say(rule, finding.rule);
    rule.dataset.rule = finding.rule;
    say(node.querySelector(".reference"), finding.reference);
    const also = list(finding.also);
    if (also.length) {
      const line = node.querySelector(".also");
      line.hidden = false;
      for (const [at, id] of also.entries()) line.append(at ? ", " : "", ruleLink(id));
    }
    return node;
  }

  // ---------------------------------------------------------------- The text of a payload

  function payloadOf(item) {
    try {
      const { payload } = JSON.parse(item.payload);
      return { bytes: payload.bytes, parts: list(payload.parts), pins: list(payload.pins) };
    } catch {
      return null;
    }
  }

  /** The tokens of XML as far as it is XML: [start, end, kind], in order, without gaps between tags and texts. */
  function tokensOf(text) {
    const tokens = [];
    const add = (end, type) => {
      if (end > at) tokens.push([at, end, type]);
      at = Math.max(at, end);
    };
    const until = (mark, from) => {
      const found = text.indexOf(mark, from);
      return found < 0 ? text.length : found + mark.length;
    };
    const inTag = /\s+|\/?>|=|"[^"<]*"?|'[^'<]*'?|[^\s=\/>"'<]+|\//y;
    let at = 0;
    while (at < text.length) {
      const next = text.indexOf("<", at);
      if (next < 0) {
        addText(text.length);
        break;
      }
      addText(next);
      if (text.startsWith("\x3c!--", at)) add(until("-->", at + 4), "comment");
      else if (text.startsWith("<![CDATA[", at)) add(until("]]>", at + 9), "cdata");
      else if (text.startsWith("<?", at)) add(until("?>", at + 2), "pi");
      else if (text.startsWith("<!", at)) {
        const close = text.indexOf(">", at), subset = text.indexOf("[", at);
        add(subset >= 0 && subset < close ? until(">", until("]", subset)) : until(">", at), "doctype");
      } else if (/[^\s<>=\/!?"']/.test(text[at + 1] === "/" ? text[at + 2] ?? " " : text[at + 1] ?? " ")) {
        const isEnd = text[at + 1] === "/";
        let end = at + (isEnd ? 2 : 1);
        while (end < text.length && !/[\s\/>="'<]/.test(text[end])) end += 1;
        tokens.push([at, end, "tag", isEnd ? "end" : "start"]);
        at = end;
        while (at < text.length && text[at] !== "<") {
          inTag.lastIndex = at;
          const part = inTag.exec(text)?.[0] ?? text[at];
          const isClose = part.endsWith(">") && part.length < 3;
          const first = part[0];
          if (isClose) tokens.push([at, at + part.length, "tag", part === "/>" ? "empty" : "close"]);
          else tokens.push([at, at + part.length, first === '"' || first === "'" ? "value" : first === "=" || first === "/" ? "tag" : "name"]);
          at += part.length;
          if (isClose) break;
        }
      } else add(at + 1, "text");
    }
    return tokens;

    function addText(end) {
      // References stand out of the text.
      const reference = /&(?:#?[\w:.-]{1,64});/g;
      reference.lastIndex = at;
      for (let found = reference.exec(text); found && found.index < end; found = reference.exec(text)) {
        add(found.index, "text");
        add(found.index + found[0].length, "entity");
      }
      add(end, "text");
    }
  }

  /** Longer lines are broken before tags. */
  const longLine = 140;

  /** The lines to show: [start, end, number or null, depth]. A long one is several, without a number from the second on. */
  function linesOf(text, tokens, first) {
    const lines = [];
    const breaks = new Map();
    let depth = 0, close = -1;
    for (const [start, end, , role] of tokens) {
      if (role === "end") depth = Math.max(0, depth - 1);
      // Between two tags, and not after a text.
      if ((role === "start" || role === "end") && close === start) breaks.set(start, depth);
      if (role === "start") depth += 1;
      if (role === "empty") depth = Math.max(0, depth - 1);
      if (role === "close" || role === "empty") close = end;
    }
    const spots = [...breaks.keys()];
    let number = first, start = 0, spot = 0;
    while (start <= text.length) {
      const found = text.indexOf("\n", start);
      const end = found < 0 ? text.length : found;
      while (spot < spots.length && spots[spot] <= start) spot += 1;
      let from = start, shownNumber = number, depthOf = 0;
      if (end - start > longLine) {
        for (; spot < spots.length && spots[spot] < end; spot += 1) {
          lines.push([from, spots[spot], shownNumber, depthOf]);
          from = spots[spot];
          depthOf = Math.min(breaks.get(from), 16);
          shownNumber = null;
        }
      }
      lines.push([from, end, shownNumber, depthOf]);
      if (found < 0) break;
      start = found + 1;
      number += 1;
    }
    // What ends with a new line has no line after it.
    if (lines.length > 1 && text.endsWith("\n")) lines.pop();
    return lines;
  }

  function showText(block, hint, item, { bytes, parts, pins }) {
    const size = (value) => (value < 1024 ? count(value, "byte") : value < 1 << 20 ? `${(value / 1024).toFixed(1)} KB` : `${(value / (1 << 20)).toFixed(1)} MB`);
    const gap = (length) => {
      if (length > 0) block.append(make("div", "gap", `${size(length)} not shown`));
    };
    let reached = 0, left = 0;
    for (const [index, part] of parts.entries()) {
      gap(part.offset - reached);
      left += part.offset - reached;
      reached = part.offset + part.bytes;
      showPart(block, item, String(part.text ?? ""), part.line, pins.filter((pin) => pin[1] === index));
    }
    gap(bytes - reached);
    left += bytes - reached;
    hint.textContent = left > 0
      ? `${size(bytes)}, of which ${size(left)} are not shown: the beginning is here, and what is around the findings.`
      : size(bytes);
  }

  function showPart(block, item, text, firstLine, pins) {
    const tokens = tokensOf(text);
    const ranges = pins
      .map(([finding, , start, length]) => ({ finding, start, end: start + length }))
      .sort((a, b) => a.start - b.start);
    const levelOf = (range) => item.findings[range.finding]?.level;
    let token = 0;
    for (const [start, end, number, depth] of linesOf(text, tokens, firstLine)) {
      const line = make("div", "code-line");
      line.append(make("span", "number", number ?? ""));
      const content = make("span", "content");
      content.dir = "ltr";
      if (depth) content.style.paddingLeft = `${2 * depth}ch`;
      // A pin at the end of a line is behind its last character.
      const here = ranges.filter((pin) => pin.start < end && pin.end > start || pin.start === pin.end && pin.start >= start && pin.start <= end || pin.start === end && text[end] === "\n" );
      while (token > 0 && tokens[token - 1][1] > start) token -= 1;
      while (token < tokens.length && tokens[token][1] <= start) token += 1;
      const cuts = new Set([start, end]);
      for (const pin of here) for (const cut of [pin.start, pin.end]) if (cut > start && cut < end) cuts.add(cut);
      for (let index = token; index < tokens.length && tokens[index][0] < end; index += 1) {
        for (const cut of tokens[index]) if (cut > start && cut < end) cuts.add(cut);
      }
      const sorted = [...cuts].sort((a, b) => a - b);
      let target = content, current = "";
      for (let index = 0; index + 1 < sorted.length; index += 1) {
        const [from, to] = [sorted[index], sorted[index + 1]];
        while (token < tokens.length && tokens[token][1] <= from) token += 1;
        const type = token < tokens.length && tokens[token][0] <= from ? tokens[token][2] : "text";
        const covering = here.filter((pin) => pin.start <= from && pin.end >= to);
        const key = covering.map((pin) => pin.finding).join(" ");
        if (key !== current) {
          current = key;
          target = covering.length ? markOf(content, item, covering) : content;
        }
        target.append(make("span", `t-${type}`, text.slice(from, to)));
      }
      // What is at no character of its own: the end of a line or of the text.
      const behind = here.filter((pin) => pin.start === pin.end || pin.start === end);
      if (behind.length) markOf(content, item, behind).classList.add("at-end");
      line.append(content);
      if (here.length) line.classList.add("marked");
      block.append(line);
      for (const pin of here.filter((pin) => pin.start >= start)) {
        const finding = item.findings[pin.finding];
        if (!finding) continue;
        const note = copy("annotation");
        note.classList.add(kind(levels, finding.level));
        const level = note.querySelector(".level");
        level.classList.add(kind(levels, finding.level));
        say(level, finding.level);
        say(note.querySelector(".said"), finding.message);
        const rule = note.querySelector(".rule");
        say(rule, finding.rule);
        rule.dataset.rule = finding.rule;
        block.append(note);
      }
    }

    function markOf(parent, item, covering) {
      const worst = covering.reduce((a, b) => (rank(levels, levelOf(b)) < rank(levels, levelOf(a)) ? b : a));
      const mark = make("mark", kind(levels, levelOf(worst)));
      mark.tabIndex = -1;
      const first = covering.find((pin) => !byIdIn(block, pinId(item, pin.finding)));
      if (first) mark.id = pinId(item, first.finding);
      mark.dataset.pins = covering.map((pin) => pin.finding).join(" ");
      parent.append(mark);
      return mark;
    }
  }

  // A part of the page that is not in it yet has no getElementById.
  const byIdIn = (node, id) => node.querySelector(`#${CSS.escape(id)}`);

  function goTo(id, from) {
    const [, record, finding] = id.split("-");
    const block = from.closest(".detail-body");
    const mark = byId(id) ?? [...block.querySelectorAll("mark")].find((node) => node.dataset.pins.split(" ").includes(finding));
    if (!mark || record === undefined) return;
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
  }

  // ---------------------------------------------------------------- Rules

  function showRule(id) {
    const rule = rules.get(id);
    const dialog = byId("rule-dialog");
    byId("rule-id").replaceChildren();
    say(byId("rule-id"), id);
    const level = byId("rule-level");
    level.replaceChildren();
    level.className = rule?.level ? `level ${kind(levels, rule.level)}` : "";
    say(level, rule?.level ?? "");
    byId("rule-title").replaceChildren();
    say(byId("rule-title"), rule?.title ?? "There is no explanation of this rule here");
    const body = byId("rule-body");
    body.replaceChildren();
    const paragraph = (heading, text) => {
      if (!text) return;
      body.append(make("h3", "", heading));
      for (const part of String(text).split("\n\n")) body.append(make("p", "", part));
    };
    paragraph("Why it matters", rule?.rationale);
    paragraph("How to fix it", rule?.remedy);
    const references = list(rule?.references);
    if (references.length) {
      body.append(make("h3", "", "Where it is stated"));
      const items = make("ul");
      for (const { text, address } of references) {
        const item = make("li");
        // Only addresses of the web become links.
        if (/^https?:\/\//.test(address ?? "")) {
          const link = make("a", "", text);
          link.href = address;
          link.target = "_blank";
          link.rel = "noopener noreferrer";
          item.append(link);
        } else say(item, text);
        items.append(item);
      }
      body.append(items);
    }
    const assertions = list(rule?.assertions);
    if (assertions.length) {
      const ids = [...new Set(assertions.map((assertion) => assertion.id))];
      const of = (id) => assertions.filter((assertion) => assertion.id === id).map((assertion) => assertion.profile).join(", ");
      paragraph("WS-I test assertions", ids.map((id) => `${id} (${of(id)})`).join(", "));
    }
    const levelsOf = Object.entries(rule?.levels ?? {}).map(([profile, level]) => `${level} under ${profile}`);
    if (levelsOf.length) paragraph("Level", levelsOf.join(", "));
    const filter = byId("rule-filter");
    const affected = records.filter((item) => item.findings.some((finding) => finding.rule === id)).length;
    filter.hidden = !affected;
    filter.textContent = `Show only the ${count(affected, "payload")} with it`;
    filter.dataset.filterRule = id;
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    byId("rule-title").focus();
  }

  // ---------------------------------------------------------------- What people do

  function listen() {
    document.addEventListener("click", (event) => {
      const target = event.target.closest("button, a, summary, tr.payload");
      if (!target) return;
      if (target.dataset.filter) {
        const { filter, value } = target.dataset;
        apply({ [filter]: state[filter] === value ? "" : value });
      } else if (target.dataset.rule) showRule(target.dataset.rule);
      else if (target.dataset.goto) goTo(target.dataset.goto, target);
      else if (target.closest("th[data-sort]")) {
        const name = target.closest("th").dataset.sort;
        const turns = name === "findings" ? [`-${name}`, name, ""] : [name, `-${name}`, ""];
        apply({ sort: turns[(turns.indexOf(state.sort) + 1) % 3] });
      } else if (target.matches("button.open, tr.payload")) {
        // To select text is not to open.
        if (target.matches("tr") && String(getSelection())) return;
        toggle(target.closest("tr"));
        saveAddress();
      } else if (target.matches(".skip")) {
        event.preventDefault();
        byId("payloads-heading").focus();
        byId("payloads-heading").scrollIntoView();
      }
    });

    byId("rows").addEventListener("keydown", (event) => {
      if (!event.target.matches("button.open")) return;
      const buttons = [...byId("rows").querySelectorAll("button.open")];
      const at = buttons.indexOf(event.target);
      const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
      if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      buttons[Math.max(0, Math.min(next, buttons.length - 1))].focus();
    });

    let waiting;
    byId("search").addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => apply({ search: byId("search").value }), records.length > 2000 ? 150 : 0);
    });
    for (const name of [...selects, "sort"]) byId(name).addEventListener("change", () => apply({ [name]: byId(name).value }));
    byId("filters").addEventListener("submit", (event) => event.preventDefault());
    byId("filters").addEventListener("reset", (event) => {
      event.preventDefault();
      apply({ ...none, sort: state.sort });
      byId("search").focus();
    });
    byId("more").addEventListener("click", () => {
      const first = rendered;
      renderMore();
      byId("rows").querySelector(`tr.payload[data-index="${shown[first].index}"] .open`).focus();
    });
    byId("unfold").addEventListener("click", () => {
      apply({ clean: "shown" });
      byId("rows").querySelector(".open")?.focus();
    });
    byId("open-all").addEventListener("click", () => {
      for (const row of document.querySelectorAll("tr.payload")) toggle(row, true);
      saveAddress();
    });
    byId("close-all").addEventListener("click", () => {
      for (const row of document.querySelectorAll("tr.payload")) toggle(row, false);
      opened.clear();
      saveAddress();
    });

    const dialog = byId("rule-dialog");
    byId("rule-close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    byId("rule-filter").addEventListener("click", () => {
      dialog.close();
      apply({ ...none, sort: state.sort, rule: choice(byId("rule-filter").dataset.filterRule) });
      byId("payloads-heading").focus();
      byId("payloads-heading").scrollIntoView();
    });

    const themes = ["system", "light", "dark"];
    byId("theme").addEventListener("click", () => {
      const next = themes[(themes.indexOf(document.documentElement.dataset.theme ?? "system") + 1) % themes.length];
      if (next === "system") delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = next;
      byId("theme-name").textContent = next;
    });

    addEventListener("hashchange", () => {
      readAddress();
      showChoices();
      showRows();
    });

    // On paper nothing can be opened, so each row has its findings under it.
    const added = [];
    addEventListener("beforeprint", () => {
      while (rendered < Math.min(shown.length, 500)) renderMore();
      for (const row of document.querySelectorAll("tr.payload:not(.is-open)")) {
        const item = records[row.dataset.index];
        if (!item.findings.length && !item.suppressed.length) continue;
        const detail = detailOf(item, true);
        detail.querySelector(".suppressed").open = true;
        row.after(detail);
        added.push(detail);
      }
    });
    addEventListener("afterprint", () => {
      for (const node of added.splice(0)) node.remove();
    });
  }

  showHead();
  fillFilters();
  readAddress();
  showCharts();
  showNotRun();
  showChoices();
  showRows();
  listen();
  byId("charts").hidden = !records.length;
  byId("payloads").hidden = !records.length;
  byId("app").hidden = false;
})();
