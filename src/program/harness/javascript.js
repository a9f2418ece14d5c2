// Loads a learner's file and answers sqrtd's requests with its function, one line each.
//
// node harness.js MARK FILE OPERATION NAMES
//
// Requests and replies are those of harness.py. Whatever the learner's code prints goes to standard error, where a line MARK ends a case.
"use strict";

const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");
const { pathToFileURL } = require("url");
const readline = require("readline");

const [mark, file, operation, names] = process.argv.slice(2);
const { outputs } = JSON.parse(names);
process.argv.splice(1, process.argv.length, file);

// Prints go to standard error; the protocol writes to the descriptor itself.
const print = (...args) => process.stderr.write(...args);
process.stdout.write = print;
globalThis.console = new console.Console(process.stderr, process.stderr);

function write(fd, text) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += fs.writeSync(fd, bytes, at);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

function reply(what) {
  try {
    write(2, mark + "\n");
  } catch {}
  write(1, mark + JSON.stringify(what) + "\n");
}

// What went wrong, and the line of the learner's file where it did.
function described(error) {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const what = { error: text.slice(0, 400) };
  const stack = String((error && error.stack) || "");
  const at = stack.indexOf(file + ":");
  const line = at < 0 ? NaN : parseInt(stack.slice(at + file.length + 1), 10);
  if (line > 0) {
    const source = fs.readFileSync(file, "utf8").split("\n")[line - 1] || "";
    Object.assign(what, { line, file: path.basename(file), source: source.trim().slice(0, 120) });
  }
  if (error instanceof RangeError && /allocation failed/.test(text)) what.kind = "memory";
  return what;
}

async function load() {
  const source = fs.readFileSync(file, "utf8");
  const module = { exports: {} };
  const pick = (exported) => (typeof exported === "function" ? exported : exported && (exported[operation] || exported.default));
  let run;
  try {
    const vm = require("vm");
    // On the first line, so that lines keep their numbers.
    const text = `(function (exports, require, module, __filename, __dirname) { ${source}\n;return typeof ${operation} === "function" ? ${operation} : undefined; })`;
    run = vm.runInThisContext(text, { filename: file });
  } catch (error) {
    if (!(error instanceof SyntaxError) || !/^\s*(import|export)\b/m.test(source)) throw error;
    const copy = path.join(process.cwd(), path.basename(file, path.extname(file)) + ".mjs");
    fs.writeFileSync(copy, source);
    return pick(await import(pathToFileURL(copy).href));
  }
  return run.call(module.exports, module.exports, createRequire(file), module, file, path.dirname(file)) || pick(module.exports);
}

const SPECIAL = { nan: NaN, inf: Infinity, "-inf": -Infinity };

function fromJson(value) {
  if (Array.isArray(value)) return value.map(fromJson);
  return typeof value === "string" && value in SPECIAL ? SPECIAL[value] : value;
}

// What was returned can't be the outputs; holds the reply.
class Unreadable extends Error {
  constructor(reply) {
    super();
    this.reply = reply;
  }
}

// The outputs by name.
function named(got, name0 = outputs[0]) {
  if (got === undefined || got === null) throw new Unreadable({ kind: "nothing", names: outputs.join(", ") });
  if (typeof got === "object" && !Array.isArray(got) && !ArrayBuffer.isView(got)) {
    const missing = outputs.filter((name) => !(name in got));
    if (missing.length) throw new Unreadable({ kind: "lacks", names: missing.join(", "), has: Object.keys(got).join(", ") });
    return Object.fromEntries(outputs.map((name) => [name, plain(got[name], name)]));
  }
  if (outputs.length === 1) return { [name0]: plain(got, name0) };
  if (!Array.isArray(got)) throw new Unreadable({ kind: "one", has: typeof got, names: outputs.join(", ") });
  if (got.length !== outputs.length) throw new Unreadable({ kind: "count", has: String(got.length), names: outputs.join(", ") });
  return Object.fromEntries(outputs.map((name, at) => [name, plain(got[at], name)]));
}

// Nested lists of numbers, whatever they were.
function plain(value, name) {
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return Array.from(value, (item) => plain(item, name));
  if (typeof value === "boolean") return value;
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "number") throw new Error(`${name} holds ${value === null ? "null" : typeof value}, which is no number`);
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return value;
}

async function main() {
  let learners;
  try {
    learners = await load();
  } catch (error) {
    return reply(described(error));
  }
  if (typeof learners !== "function") return reply({ error: operation, kind: "missing" });
  reply({ ready: true });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    const inputs = Object.fromEntries(Object.entries(request.input).map(([name, value]) => [name, fromJson(value)]));
    let got;
    let seconds;
    try {
      const start = process.hrtime.bigint();
      got = await learners(inputs);
      seconds = Number(process.hrtime.bigint() - start) / 1e9;
    } catch (error) {
      reply(described(error));
      continue;
    }
    let output;
    try {
      output = named(got);
    } catch (error) {
      reply(error instanceof Unreadable ? error.reply : { error: error.message, kind: "output" });
      continue;
    }
    reply({ output, seconds });
  }
}

main();
