// parse.mjs TOOLS FOLDER: parses each .mmd, .dbml and .d2 of a folder with the parser of its own project, installed in TOOLS by
// scripts/setup; prints a line for each that is refused, and ends with status 1 if there is one.
import { createRequire } from 'node:module';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [tools, folder] = process.argv.slice(2);
const require = createRequire(join(tools, 'package.json'));
// `require.resolve` finds the build for CommonJS, of which D2's is broken.
const load = path => import(pathToFileURL(join(tools, 'node_modules', path)));

// Mermaid cleans labels with a library that needs a document, even to parse.
async function mermaid() {
  const { JSDOM } = require('jsdom');
  const { window } = new JSDOM('');
  Object.assign(globalThis, { window, document: window.document, Element: window.Element });
  const { default: mermaid } = await load('mermaid/dist/mermaid.core.mjs');
  mermaid.initialize({ maxEdges: 5000 });
  return async text => { await mermaid.parse(text); };
}

async function dbml() {
  const { Parser } = require('@dbml/core');
  return text => { new Parser().parse(text, 'dbmlv2'); };
}

async function d2() {
  const { D2 } = await load('@terrastruct/d2/dist/node-esm/index.js');
  const d2 = new D2();
  return async text => { await d2.compile({ fs: { index: text }, options: { layout: 'dagre' } }); };
}

// D2 first: where there is a window it would wait for a browser's worker, for ever.
const makers = { d2, dbml, mmd: mermaid };
let refused = 0;
for (const [language, make] of Object.entries(makers)) {
  const names = readdirSync(folder).filter(name => name.endsWith(`.${language}`)).sort();
  if (!names.length) continue;
  const parse = await make();
  for (const name of names) {
    try {
      await parse(readFileSync(join(folder, name), 'utf8'));
    } catch (error) {
      refused += 1;
      console.log(`${name}: ${error.message ?? JSON.stringify(error.diags ?? error)}`);
    }
  }
}
process.exit(refused ? 1 : 0);
