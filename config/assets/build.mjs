// Makes config/static/look from the sources here. For developers:  npm ci && npm run build
//
// Two sheets: public.css for residents (small: the first page fits in one round trip) and staff.css
// (tables, tags, navigation). Each is: the theme's colours, the parts of Designsystemet we use with
// what we do not use cut away, and our own layer. Nothing here runs where Lotsen runs.

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { transform, browserslistToTargets } from "lightningcss";
import postcss from "postcss";
import { coloursOf, scales } from "./theme.mjs";

const OUT = "../static/look";
const PARTS = "node_modules/@digdir/designsystemet-css/dist/src";
const FONT = "node_modules/@fontsource-variable/source-sans-3";
const SCRIPTS = ["lotsen.js", "proof.js", "code.js", "sending.js", "standard.js", "desk.js"];
const FORMS = ["button", "fieldset", "field", "input", "validation-message", "error-summary", "alert"];

const SHEETS = {
  public: { size: "md", parts: FORMS, own: ["page", "parts", "public", "print"] },
  staff: {
    size: "sm",
    parts: [...FORMS, "table", "tag", "breadcrumbs"],
    own: ["font", "page", "parts", "staff", "print"],
  },
};

// Selectors for what we never write: their scripts' elements, switches, affixes, chips …
const UNUSED = [
  /u-summary|clickdelegate|click-delegate|ds-field-affix|role=switch|data-fullwidth|data-icon\b/,
  /\[data-size=|data-position|data-variant=outline|data-weight|aria-disabled|aria-readonly|aria-busy/,
  /data-field=|:indeterminate|moz-read-only|read-only:not|skiplink|:open\b|moz-placeholder/,
  /::placeholder|:lang\(n|>caption|(?<!,)tfoot|data-sticky-header|data-zebra|aria-sort|:is\(img,svg\)/,
  /:focus-visible(?![^{]*\bhover)|\[readonly\].*:before|\[role=button\]|:active$/,
  /data-color=(?:success|info|warning)\]$(?<=validation-message.*)/,
];

function cut(css) {
  const root = postcss.parse(css);
  root.walkRules((rule) => {
    if (rule.parent.name === "keyframes") return;
    rule.selectors = rule.selectors.filter((one) => !UNUSED.some((pattern) => pattern.test(one)));
    if (!rule.selector) rule.remove();
  });
  root.walkAtRules("supports", (rule) => /round\(|webkit-hyphens/.test(rule.params) && rule.remove());
  root.walkDecls((decl) => {
    const old = /^-(moz|webkit)-(?!mask|appearance|print)|^animation$/.test(decl.prop) || /-moz-fit/.test(decl.value);
    if (old || decl.prop === "--_ds--focus" || /--_ds-(data|aria|field)/.test(decl.prop + decl.value)) decl.remove();
  });
  root.walkAtRules("keyframes", (rule) => rule.remove());
  return tidy(root);
}

function tidy(root) {
  for (let before = -1, now = 0; before !== now; ) {
    before = now = 0;
    root.walk((node) => {
      before += 1;
      if (node.nodes && !node.nodes.length) node.remove();
    });
    root.walk(() => (now += 1));
  }
  return root.toString();
}

// A part's own setting that is given once and never changed is written out where it is used.
function inline(css) {
  const root = postcss.parse(css);
  for (let changed = true; changed; ) {
    changed = false;
    const given = new Map();
    root.walkDecls(/^--_?dsc?-|^--_/, (decl) => {
      given.set(decl.prop, [...(given.get(decl.prop) ?? []), decl]);
    });
    for (const [name, decls] of given) {
      const used = new RegExp(`var\\(${name}(,[^()]*)?\\)`, "g");
      if (name.startsWith("--ds-color")) continue;
      let uses = 0;
      root.walkDecls((decl) => void (uses += decl.value.includes(name) ? 1 : 0));
      if (uses && decls.length > 1) continue;
      if (uses) root.walkDecls((decl) => (decl.value = decl.value.replace(used, () => decls[0].value)));
      for (const decl of decls) decl.remove();
      changed = true;
    }
  }
  return tidy(root);
}

function build(name, { size, parts, own }) {
  const theirs = parts.map((part) => cut(readFileSync(`${PARTS}/${part}.css`, "utf8")));
  const ours = own.map((part) => readFileSync(`own/${part}.css`, "utf8"));
  const known = scales(size);
  const plain = [...theirs, ...ours].join("\n").replace(/var\((--ds-[\w-]+)(,[^()]*)?\)/g, (all, key) => known[key] ?? all);
  const css = inline(plain);
  const { code } = transform({
    filename: `${name}.css`,
    code: Buffer.from(coloursOf(readFileSync("theme/tallsunda.css", "utf8"), css) + css),
    minify: true,
    targets: browserslistToTargets(["chrome 111", "firefox 121", "safari 15.4"]),
  });
  writeFileSync(`${OUT}/${name}.css`, code);
  return code;
}

// The same sum is made by tests/architecture/test_look_is_built.py: sources and output belong together.
function sums() {
  const files = (folder) => readdirSync(folder).map((file) => `${folder}/${file}`);
  const sources = ["build.mjs", "theme.mjs", "package.json", "package-lock.json", "designsystemet.config.json"]
    .concat("theme/tallsunda.css", ...SCRIPTS, files("own"), files(OUT))
    .sort();
  const line = (path) => `${createHash("sha256").update(readFileSync(path)).digest("hex")}  ${path}`;
  writeFileSync("look.sha256", sources.map(line).join("\n") + "\n");
}

mkdirSync(OUT, { recursive: true });
for (const [name, sheet] of Object.entries(SHEETS)) {
  const code = build(name, sheet);
  console.log(`${name}.css  ${code.length} bytes, ${brotliCompressSync(code).length} with brotli`);
}
cpSync(`${FONT}/files/source-sans-3-latin-wght-normal.woff2`, `${OUT}/source-sans-3.woff2`);
cpSync(`${FONT}/LICENSE`, `${OUT}/source-sans-3-OFL.txt`);
// Comments and indents are for readers here; no text of ours spans lines.
for (const name of SCRIPTS)
  writeFileSync(`${OUT}/${name}`, readFileSync(name, "utf8").replace(/^\s*\/\/.*\n|^\s+/gm, ""));
sums();
