// How long a page takes, and how smoothly it goes on: figures to read. Nothing here fails, as a busy machine would fail it.

/** A page of its own, logged in as that one, with nothing in its cache. */
export async function measured(page) {
  const context = await page.context().browser().newContext({ viewport: { width: 1280, height: 900 }, storageState: await page.context().storageState() });
  await context.addInitScript(watch);
  return { context, figures: { drawn, panned, changed } };
}

/** In the page, before anything of it. */
function watch() {
  const seen = (globalThis.seen = { tasks: [], sources: [], frames: [] });
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => seen.tasks.push(duration))).observe({ type: "longtask", buffered: true });
  new MutationObserver((_, observer) => {
    if (!document.querySelector(".react-flow__node")) return;
    observer.disconnect();
    seen.nodes = performance.now();
    requestAnimationFrame(() => setTimeout(() => { seen.painted = performance.now(); }));
  }).observe(document, { childList: true, subtree: true });
  globalThis.EventSource = class extends EventSource {
    constructor(url) {
      super(url);
      seen.sources.push(this);
    }
  };
  /** Frames and tasks until the function that this gives is called. */
  globalThis.framed = () => {
    seen.tasks.length = 0;
    const times = [];
    let going = true;
    const frame = (time) => {
      times.push(time);
      if (going) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    return () => {
      going = false;
      const took = times.slice(1).map((time, index) => time - times[index]).sort((one, other) => one - other);
      const at = (share) => `${took[Math.floor((took.length - 1) * share)].toFixed(0)} ms`;
      const long = seen.tasks.length === 0 ? "no task over 50 ms" : `${seen.tasks.length} tasks over 50 ms, the longest ${Math.max(...seen.tasks).toFixed(0)} ms`;
      return `a frame every ${at(0.5)}, 95 % within ${at(0.95)}, all within ${at(1)}; ${long}`;
    };
  };
}

/** All times since the address was asked for. */
async function drawn(page) {
  await page.waitForFunction(() => globalThis.seen.painted);
  return page.evaluate(() => {
    const resources = performance.getEntriesByType("resource");
    const ended = (wanted) => Math.max(...resources.filter(({ name }) => wanted.test(name)).map(({ responseEnd }) => responseEnd)).toFixed(0);
    return `scripts read after ${ended(/\.js$/)} ms, the document after ${ended(/api\/executions\/[^/]+$/)} ms, stages there after ${seen.nodes.toFixed(0)} ms and seen after ${seen.painted.toFixed(0)} ms`;
  });
}

/** By pointer, 720 pixels to the left within a second. */
async function panned(page) {
  const { x, y, width, height } = await page.locator(".react-flow__pane").boundingBox();
  await page.mouse.move(x + width - 100, y + height / 2);
  await page.evaluate(() => { globalThis.stop = framed(); });
  await page.mouse.down();
  for (let moved = 1; moved <= 60; moved++) await page.mouse.move(x + width - 100 - 12 * moved, y + height / 2 + (moved % 20));
  await page.mouse.up();
  return page.evaluate(() => globalThis.stop());
}

/** Snapshots handed to the page as its live connection hands them over: three stages begin and three end with each. */
function changed(page, address) {
  return page.evaluate(async (path) => {
    const source = seen.sources.find(({ url }) => url.endsWith(`${path}/events`));
    const execution = await (await fetch(path)).json();
    const change = (number, status, at) => Object.assign(execution.stages[number] ?? {}, { status, [at]: new Date().toISOString() });
    const stop = framed();
    for (let round = 0; round < 40; round++) {
      for (let each = 0; each < 3; each++) {
        change(3 * round + each, "Running", "startedAt");
        change(3 * (round - 10) + each, "Succeeded", "endedAt");
      }
      source.dispatchEvent(new MessageEvent("snapshot", { data: JSON.stringify(execution) }));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return stop();
  }, address);
}
