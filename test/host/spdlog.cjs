/**
 * Stands in for @vscode/spdlog, the native module through which VS Code writes its logs and every output channel, in a
 * VS Code installed from npm without a compiler. Same exports; writes at once, so that nothing is lost on exit.
 */
"use strict";
const {
  appendFileSync,
  existsSync,
  mkdirSync,
  renameSync,
  statSync,
} = require("node:fs");
const { dirname } = require("node:path");

const levels = ["trace", "debug", "info", "warning", "error", "critical"];

class Logger {
  #path;
  #maxSize;
  #level = 2;
  #formatted = true;

  constructor(_kind, _name, path, maxSize) {
    this.#path = path;
    this.#maxSize = maxSize;
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, "");
  }

  #write(level, message) {
    if (level < this.#level) return;
    const line = this.#formatted
      ? `${new Date().toISOString().replace("T", " ").replace("Z", "")} [${levels[level]}] ${message}\n`
      : message;
    if (existsSync(this.#path) && statSync(this.#path).size > this.#maxSize)
      renameSync(this.#path, this.#path.replace(/(\.[^.]*)?$/, ".1$1"));
    appendFileSync(this.#path, line);
  }

  trace(message) {
    this.#write(0, message);
  }
  debug(message) {
    this.#write(1, message);
  }
  info(message) {
    this.#write(2, message);
  }
  warn(message) {
    this.#write(3, message);
  }
  error(message) {
    this.#write(4, message);
  }
  critical(message) {
    this.#write(5, message);
  }
  getLevel() {
    return this.#level;
  }
  setLevel(level) {
    this.#level = level;
  }
  setPattern() {
    this.#formatted = true;
  }
  clearFormatters() {
    this.#formatted = false;
  }
  flush() {}
  drop() {}
}

const createLogger = (kind) => (name, path, maxSize) =>
  Promise.resolve(new Logger(kind, name, path, maxSize));

exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.shutdown = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = createLogger("rotating");
exports.createAsyncRotatingLogger = createLogger("rotating_async");
