/* look.cjs OUT - open every page below OUT/html in a browser: axe's errors, what is wider than the screen, and pictures. */
"use strict";
const fs = require("fs"), http = require("http"), path = require("path");
const puppeteer = require("puppeteer-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const out = process.argv[2], html = path.join(out, "html");
const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json",
  ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".xml": "application/xml" };
const screens = [["phone", { width: 390, height: 844, isMobile: true, hasTouch: true, deviceScaleFactor: 1 }],
  ["desktop", { width: 1280, height: 800 }]];
const pictures = fs.readFileSync(path.join(__dirname, "pictures"), "utf8").split("\n").filter(line => line && line[0] !== "#");

/* What minima keeps as Jekyll has it: the roles that kramdown gives footnotes. Our own themes take them out. */
const kept = { "sample-minima": ["aria-deprecated-role", "aria-allowed-role"] };

/* Each site at the root of a server of its own, as it is served for real. */
function serve(dir) {
  const server = http.createServer((request, reply) => {
    let name = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    if (name.endsWith("/")) name += "index.html";
    const file = path.join(dir, path.normalize(name));
    if (!fs.existsSync(file) || fs.statSync(file).isDirectory()) {
      reply.writeHead(404);
      return reply.end();
    }
    reply.writeHead(200, { "content-type": types[path.extname(file)] || "application/octet-stream" });
    fs.createReadStream(file).pipe(reply);
  });
  return new Promise(done => server.listen(0, "127.0.0.1", () => done(server)));
}

function pages(dir, below = "") {
  return fs.readdirSync(path.join(dir, below), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap(entry => {
    const name = path.posix.join(below, entry.name);
    return entry.isDirectory() ? pages(dir, name) : name.endsWith(".html") ? [name] : [];
  });
}

/* What of the page makes it wider than the screen, and what is fetched from elsewhere. */
function measure() {
  const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
  const who = wide ? [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > innerWidth + 1) : [];
  return { wide, who: who.slice(0, 3).map(e => e.outerHTML.slice(0, 80)) };
}

/* What there is to read must not need a script. */
async function check_without_scripts(tab, where, url, say) {
  const read = () => tab.evaluate(() => document.body.innerText.replace(/\s+/g, " ").length);
  await tab.goto(url, { waitUntil: "load" });
  const with_scripts = await read();
  await tab.setJavaScriptEnabled(false);
  await tab.goto(url, { waitUntil: "load" });
  const without = await read();
  await tab.setJavaScriptEnabled(true);
  if (without < with_scripts) say(`needs JavaScript: ${where}: ${without} of ${with_scripts} characters without it`);
}

async function check(tab, site, page, url, say) {
  await check_without_scripts(tab, `${site}/${page}`, url, say);
  for (const [screen, viewport] of screens) {
    await tab.setViewport(viewport);
    for (const scheme of ["light", "dark"]) {
      await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await tab.goto(url, { waitUntil: "load" });
      const where = `${site}/${page} (${screen}, ${scheme})`;
      await tab.evaluate(axe);
      const found = await tab.evaluate(() => axe.run({ resultTypes: ["violations"] }));
      for (const error of found.violations.filter(error => !(kept[site] || []).includes(error.id)))
        say(`axe: ${where}: ${error.id}: ${error.help}: ${error.nodes.slice(0, 3).map(n => n.html.replace(/\s+/g, " ").slice(0, 120)).join(" | ")}`);
      const size = await tab.evaluate(measure);
      if (size.wide) say(`wider than the screen: ${where}: ${size.who.join(" | ")}`);
      if (pictures.includes(`${site}/${page}`))
        await tab.screenshot({ path: path.join(out, `${site}-${page.replace(/[^a-z0-9]+/gi, "-")}-${screen}-${scheme}.png`), fullPage: true });
    }
  }
}

async function main() {
  const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--hide-scrollbars"] });
  let errors = 0, count = 0;
  const say = text => { errors++; console.log(text); };
  for (const site of fs.readdirSync(html).sort()) {
    const server = await serve(path.join(html, site)), base = `http://127.0.0.1:${server.address().port}/`;
    const tab = await browser.newPage();
    tab.on("request", request => { if (!request.url().startsWith(base) && !request.url().startsWith("data:")) say(`from elsewhere: ${site}: ${request.url()}`); });
    tab.on("pageerror", error => say(`script: ${site}: ${error.message}`));
    for (const page of pages(path.join(html, site))) {
      count++;
      await check(tab, site, page, base + page.split("/").map(encodeURIComponent).join("/"), say);
    }
    await tab.close();
    server.close();
  }
  await browser.close();
  console.log(`look: ${count} pages, ${errors} errors`);
  process.exit(errors > 0 || count === 0 ? 1 : 0);
}

main();
