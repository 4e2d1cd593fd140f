// Bytes that a phone fetches before the reader has touched anything.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { gzipSync } from "node:zlib";
import { dist, pageTypes } from "./support.mjs";

const FIRST_VIEW = 40_000;
const SCRIPT = 15_000;
const gzip = (path) => gzipSync(readFileSync(join(dist, path)), { level: 9 }).length;

test("the first view is at most 40 KB and its script at most 15 KB, gzipped", (t) => {
  for (const [type, path] of Object.entries(pageTypes())) {
    const html = readFileSync(join(dist, path), "utf8");
    const linked = (pattern) => [...html.matchAll(pattern)].map((match) => posix.join(posix.dirname(path), match[1]));
    const styles = linked(/<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"/g).concat(linked(/<link[^>]+href="([^"]+\.css)"[^>]+rel="stylesheet"/g));
    const scripts = linked(/<script[^>]+src="([^"]+)"/g);
    const images = linked(/<img[^>]+src="([^":]+)"/g);
    const script = scripts.reduce((sum, one) => sum + gzip(one), 0);
    const all = gzip(path) + [...styles, ...images].reduce((sum, one) => sum + gzip(one), 0) + script;
    t.diagnostic(`${type.padEnd(10)} ${String(all).padStart(6)} B, script ${script} B`);
    assert.ok(all <= FIRST_VIEW, `${type} ${path}: ${all} B`);
    assert.ok(script <= SCRIPT, `${type}: script ${script} B`);
  }
  assert.ok(dirname(dist));
});
