import { chromium } from "playwright-core";
const base = process.env.BASE ?? "http://127.0.0.1:8307/portal";
const only = process.argv.slice(2);
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--disable-gpu","--disable-background-networking","--disable-quic","--no-first-run"] });
const pages = [
 ["home","/"],["sky","/sky?pos=149.15,1.75&fov=0.3"],["images","/images?pos=149.15,1.75&size=0.5"],["object","/object?table=jplus.MagABDualObj&id=7022800003190"],
 ["cone","/cone?ra=149.15&dec=1.75&sr=0.1&table=jplus.MagABDualObj"],["list","/list"],
 ["query","/query?q="+encodeURIComponent("SELECT TOP 2000 number, alpha_j2000, delta_j2000, MAG_AUTO[jplus::gSDSS] - MAG_AUTO[jplus::rSDSS] AS g_r, MAG_AUTO[jplus::rSDSS] AS r\nFROM jplus.MagABDualObj\nWHERE MAG_AUTO[jplus::rSDSS] BETWEEN 14 AND 20")],
 ["jobs","/jobs"],["help","/help"],["services","/services"],["account","/account"]];
for (const [name, path] of pages) {
  if (only.length && !only.includes(name)) continue;
  for (const [kind, opt] of [["light",{viewport:{width:1280,height:900}}],["dark",{viewport:{width:1280,height:900},colorScheme:"dark"}],["phone",{viewport:{width:390,height:844}}]]) {
    const c = await b.newContext(opt); const p = await c.newPage();
    p.on("console", m => { if (m.type()==="error") console.log(name, kind, m.text()); });
    p.on("pageerror", e => console.log(name, kind, String(e)));
    await p.goto(base+path); await p.waitForTimeout(3500);
    if (name==="query") { const run = p.getByRole("button",{name:/^Run( |$|⌘|\()/ }).first(); await run.click({timeout:3000}).catch(()=>console.log("no run")); await p.waitForTimeout(4000); }
    await p.screenshot({ path: `/tmp/shots/${name}-${kind}.png`, fullPage: kind!=="phone" });
    await c.close();
  }
}
await b.close();
