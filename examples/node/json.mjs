// SPDX-License-Identifier: Apache-2.0
/** Not one JSON text. */
export class NotJson extends Error {}

/** A number as it is written: JavaScript's own would round numbers above 2^53. */
export class JsonNumber {
  constructor(text) {
    this.text = text;
  }
}

/** An object as it is written: its members in order, duplicates included. */
export class JsonObject {
  members = [];
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const LITERALS = [
  ['true', true],
  ['false', false],
  ['null', null],
];
const ESCAPES = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** Values nested deeper are checked, but not kept: no value may cost more than its size. */
const KEPT_LEVELS = 64;
const UNKEPT_LIST = Object.freeze([]);
const UNKEPT_OBJECT = Object.freeze(new JsonObject());

/**
 * Reads one JSON text (RFC 8259), to its last character. JSON.parse would lose what the contract
 * needs: duplicate members, how a number is written, how deep values nest. The open values are on a
 * list, so that no nesting overflows JavaScript's stack.
 *
 * @return {{value, nesting: number, longestNumber: number}} value is null, a boolean, a string, an
 *     array, a JsonNumber or a JsonObject
 * @throws {NotJson}
 */
export function readJson(text) {
  const reader = new Reader(text);
  const open = []; // containers, from the outermost in
  const names = []; // of each open object, the name whose value comes next
  let nesting = 0;
  for (;;) {
    let value = reader.begin(open.length < KEPT_LEVELS);
    if (Array.isArray(value) || value instanceof JsonObject) {
      open.push(value);
      nesting = Math.max(nesting, open.length);
      if (!reader.accept(closing(value))) {
        names[open.length - 1] = nextName(reader, value);
        continue;
      }
      open.pop();
    }
    // A value has ended, and possibly those around it too.
    for (;;) {
      const container = open.at(-1);
      if (container === undefined) {
        reader.end();
        return { value, nesting, longestNumber: reader.longestNumber };
      }
      if (open.length <= KEPT_LEVELS) {
        if (Array.isArray(container)) container.push(value);
        else container.members.push([names[open.length - 1], value]);
      }
      if (reader.accept(',')) {
        names[open.length - 1] = nextName(reader, container);
        break;
      }
      reader.expect(closing(container));
      value = open.pop();
    }
  }
}

function closing(container) {
  return Array.isArray(container) ? ']' : '}';
}

function nextName(reader, container) {
  return Array.isArray(container) ? undefined : reader.name();
}

class Reader {
  longestNumber = 0;
  #text;
  #at = 0;

  constructor(text) {
    this.#text = text;
  }

  /** A scalar, or an object or array that has just been opened and is still empty. */
  begin(isKept) {
    this.#skipSpace();
    const c = this.#text[this.#at];
    if (c === '{' || c === '[') {
      this.#at++;
      if (!isKept) return c === '{' ? UNKEPT_OBJECT : UNKEPT_LIST;
      return c === '{' ? new JsonObject() : [];
    }
    if (c === '"') return this.#string();
    for (const [word, value] of LITERALS) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    return this.#number();
  }

  name() {
    this.#skipSpace();
    if (this.#text[this.#at] !== '"') throw new NotJson();
    const name = this.#string();
    this.expect(':');
    return name;
  }

  accept(c) {
    this.#skipSpace();
    if (this.#text[this.#at] !== c) return false;
    this.#at++;
    return true;
  }

  expect(c) {
    if (!this.accept(c)) throw new NotJson();
  }

  end() {
    this.#skipSpace();
    if (this.#at !== this.#text.length) throw new NotJson();
  }

  #skipSpace() {
    for (;;) {
      const c = this.#text.charCodeAt(this.#at);
      if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return;
      this.#at++;
    }
  }

  #number() {
    NUMBER.lastIndex = this.#at;
    const text = NUMBER.exec(this.#text)?.[0];
    if (text === undefined) throw new NotJson();
    this.#at += text.length;
    this.longestNumber = Math.max(this.longestNumber, text.length);
    return new JsonNumber(text);
  }

  #string() {
    let start = ++this.#at;
    let text = '';
    for (;;) {
      const c = this.#text.charCodeAt(this.#at);
      if (c === 0x22) {
        return text + this.#text.slice(start, this.#at++);
      }
      if (c === 0x5c) {
        text += this.#text.slice(start, this.#at) + this.#escape();
        start = this.#at;
      } else if (c >= 0x20) {
        this.#at++;
      } else {
        throw new NotJson(); // a raw control character, or NaN at the end of the text
      }
    }
  }

  #escape() {
    const letter = this.#text[this.#at + 1];
    if (letter === 'u') {
      const hex = this.#text.slice(this.#at + 2, this.#at + 6);
      if (!/^[0-9A-Fa-f]{4}$/.test(hex)) throw new NotJson();
      this.#at += 6;
      return String.fromCharCode(parseInt(hex, 16));
    }
    this.#at += 2;
    if (letter === undefined || !Object.hasOwn(ESCAPES, letter)) throw new NotJson();
    return ESCAPES[letter];
  }
}
