// Builds the page into src/detente/web/page, the same bytes every time. `node build.mjs --check` builds beside it and
// says whether the committed bundle is what these sources give.
import { build } from "esbuild";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const page = join(here, "..", "src", "detente", "web", "page");
const checking = process.argv.includes("--check");
const out = checking ? mkdtempSync(join(tmpdir(), "page-")) : page;
const MOST = 250 * 1024; // gzipped, all files together

mkdirSync(out, { recursive: true });
const built = await build({
  entryPoints: { app: join(here, "main.js"), style: join(here, "style", "style.css") },
  outdir: out, absWorkingDir: here, bundle: true, minify: true, format: "esm", target: ["es2022", "chrome110", "firefox115", "safari16.4"],
  charset: "utf8", legalComments: "none", metafile: true, logLevel: "warning",
});
writeFileSync(join(out, "index.html"), readFileSync(join(here, "index.html")));
writeFileSync(join(out, "LICENSES.txt"), licences(built.metafile));

const files = readdirSync(out).filter((name) => !name.endsWith(".py")).sort();
const size = files.reduce((sum, name) => sum + gzipSync(readFileSync(join(out, name))).length, 0);
console.log(`${files.join(", ")}: ${Math.round(size / 1024)} KB gzipped`);
let wrong = size > MOST ? [`more than ${MOST / 1024} KB`] : [];
if (checking) {
  const committed = readdirSync(page).filter((name) => !name.endsWith(".py")).sort();
  wrong = wrong.concat(files.filter((name) => !committed.includes(name) || !readFileSync(join(out, name)).equals(readFileSync(join(page, name)))));
  wrong = wrong.concat(committed.filter((name) => !files.includes(name)));
  rmSync(out, { recursive: true });
}
if (wrong.length) {
  console.error(`not as built: ${wrong.join(", ")} (run \`npm run build\` in web/)`);
  process.exit(1);
}

/** The licence of every package whose code is in the bundle, one after another. */
function licences(metafile) {
  const used = new Set(Object.keys(metafile.inputs).map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]).filter(Boolean));
  const parts = [...used].sort().map((name) => {
    const folder = join(here, "node_modules", name);
    const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? readFileSync(join(folder, file), "utf8").trim() : `Licence: ${about.license}`;
    return `${name} ${about.version} (${about.license})\n\n${text}\n`;
  });
  return `Packages whose code is in app.js and style.css of this folder, each with its licence.\n\n${parts.join(`\n${"-".repeat(80)}\n\n`)}`;
}
