// Measures a result of a million rows: reading, memory, brushing, pauses. `node bench/result.mjs PORTAL JOB` (both addresses).
import { chromium } from "playwright-core";
import { readFileSync, readdirSync } from "node:fs";

const [portal, job] = process.argv.slice(2);
if (!portal || !job) {
  console.error("usage: node bench/result.mjs http://127.0.0.1:8080/portal http://127.0.0.1:8080/tap/async/ID");
  process.exit(2);
}
const RUNS = 5;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

/** Runs in the page before its scripts: keeps the longest task, and finds elements through shadow roots. */
function prepare() {
  globalThis.tasks = [];
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => globalThis.tasks.push({ start: entry.startTime, duration: entry.duration }))).observe({ type: "longtask", buffered: true });
  globalThis.deep = (name, root = document) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.localName === name) return element;
      const inner = element.shadowRoot && globalThis.deep(name, element.shadowRoot);
      if (inner) return inner;
    }
    return null;
  };
}

/** Peak memory (VmHWM, MB) of the largest renderer that this program's browser started. */
function rendererPeak() {
  const of = (pid, file) => readFileSync(`/proc/${pid}/${file}`, "utf8");
  const isOurs = (pid) => pid === process.pid || (pid > 1 && isOurs(Number(/PPid:\s+(\d+)/.exec(of(pid, "status"))[1])));
  const peaks = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map((pid) => {
    try {
      if (!of(pid, "cmdline").includes("--type=renderer") || !isOurs(Number(pid))) return 0;
      return Number(/VmHWM:\s+(\d+)/.exec(of(pid, "status"))?.[1] ?? 0) / 1024;
    } catch {
      return 0; // Ended meanwhile.
    }
  });
  return Math.round(Math.max(...peaks));
}

const results = [];
const peaks = [];
for (let run = 0; run < RUNS; run++) {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await page.addInitScript(prepare);
  await page.goto(`${portal}/result?job=${encodeURIComponent(job)}`);
  await page.waitForFunction(() => globalThis.deep("armilla-result"), null, { polling: 20 });
  const opened = await page.evaluate(() => performance.now());
  await page.waitForFunction(() => globalThis.deep("armilla-result")?.table?.length > 0, null, { polling: 20 });
  const first = await page.evaluate(() => performance.now());
  await page.waitForFunction(() => globalThis.deep("armilla-result")?.table?.isComplete, null, { polling: 20, timeout: 60_000 });
  const measured = await page.evaluate(() => {
    const { table } = globalThis.deep("armilla-result");
    return { finished: performance.now(), rows: table.length, columns: table.fields.length };
  });
  await page.waitForFunction(() => globalThis.deep("armilla-plot")?.shadowRoot.querySelector("canvas")?.width > 100, null, { timeout: 20_000 });
  const loadTasks = await page.evaluate((from) => globalThis.tasks.splice(0).filter((task) => task.start > from).map((task) => task.duration), opened);
  const brush = await page.evaluate(async () => {
    const plot = globalThis.deep("armilla-plot");
    const stage = plot.shadowRoot.querySelector("svg");
    const times = [];
    const send = (type, x, y) => stage.dispatchEvent(new PointerEvent(type, { clientX: stage.getBoundingClientRect().x + x, clientY: stage.getBoundingClientRect().y + y, pointerId: 1, bubbles: true, button: 0 }));
    stage.setPointerCapture = () => {};
    send("pointerdown", 100, 60);
    for (let i = 0; i < 30; i++) {
      send("pointermove", 120 + i * 6, 80 + i * 5);
      const before = performance.now();
      // The selection in this frame, the paint of all plots in the next: their work, without the wait between them.
      await new Promise((done) => requestAnimationFrame(done));
      await new Promise((done) => setTimeout(done));
      times.push(performance.now() - before);
    }
    send("pointerup", 300, 230);
    return { times, selected: globalThis.deep("armilla-result").selection.count };
  });
  const brushTasks = await page.evaluate(() => globalThis.tasks.splice(0).map((task) => task.duration));
  peaks.push(rendererPeak());
  results.push({ ...measured, opened, first, loadTasks, brush, brushTasks });
  await page.close();
}
const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const longest = (lists) => Math.round(Math.max(0, ...lists.flat()));
console.log(`${results[0].rows} rows x ${results[0].columns} columns, ${RUNS} runs, Chromium ${browser.version()}`);
const seconds = (end) => (median(results.map((one) => one[end] - one.opened)) / 1000).toFixed(2);
console.log(`read, from the panel's start: median ${seconds("finished")} s, first rows ${seconds("first")} s`);
console.log(`longest task while reading and first painting: ${longest(results.map((one) => one.loadTasks))} ms`);
console.log(`brush step: median ${median(results.flatMap((one) => one.brush.times)).toFixed(1)} ms, ${results[0].brush.selected} rows selected; longest task ${longest(results.map((one) => one.brushTasks))} ms`);
console.log(`peak memory of the largest renderer: ${Math.max(...peaks)} MB`);
await browser.close();
