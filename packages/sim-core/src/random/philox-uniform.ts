// The two uniforms of a Philox block, as fast as the engine can: a WebAssembly function of 900 bytes, assembled here at load, whose
// 64-bit multiplication makes it three to four times faster than JavaScript's 16-bit halves. Where WebAssembly is missing or
// forbidden (a page's content security policy), plain JavaScript gives the same numbers; a test holds the two against each other.
import { philox4x32 } from "./philox.ts";
import { uniformOfWords } from "./source.ts";

/** The uniforms of one block: the first is returned, the second is left in `second[0]` until the next call. */
export interface PhiloxUniforms {
  first(c0: number, c1: number, c2: number, c3: number, k0: number, k1: number): number;
  readonly second: Float64Array;
}

/**
 * Make the uniforms in plain JavaScript.
 *
 * @returns the function and the place of the second uniform
 */
export function plainPhiloxUniforms(): PhiloxUniforms {
  const block = new Uint32Array(4);
  const second = new Float64Array(1);
  return {
    first: (c0, c1, c2, c3, k0, k1) => {
      philox4x32(c0, c1, c2, c3, k0, k1, block);
      second[0] = uniformOfWords(block[2] as number, block[3] as number);
      return uniformOfWords(block[0] as number, block[1] as number);
    },
    second,
  };
}

/**
 * Make the uniforms in WebAssembly.
 *
 * @returns the function and the place of the second uniform; undefined where WebAssembly may not run
 */
export function wasmPhiloxUniforms(): PhiloxUniforms | undefined {
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assemble()));
    const { first, memory } = exports;
    if (typeof first !== "function" || !(memory instanceof WebAssembly.Memory)) return undefined;
    return { first: first as PhiloxUniforms["first"], second: new Float64Array(memory.buffer, 0, 1) };
  } catch {
    return undefined;
  }
}

// The binary format is that of the WebAssembly core specification 1.0, chapter 5.
const i32 = 0x7f;
const i64 = 0x7e;
const f64 = 0x7c;
const localGet = 0x20;
const localSet = 0x21;
const f64Store = 0x39;
const i32Const = 0x41;
const i64Const = 0x42;
const f64Const = 0x44;
const i32Add = 0x6a;
const i32Xor = 0x73;
const i32ShiftRight = 0x76;
const i64Multiply = 0x7e;
const i64ShiftRight = 0x88;
const f64Add = 0xa0;
const f64Multiply = 0xa2;
const i32OfI64 = 0xa7;
const i64OfI32 = 0xad;
const f64OfI32 = 0xb8;
const end = 0x0b;

/** Parameters 0 to 5 are counter and key, locals 6 and 7 the two products. */
function philoxBody(): number[] {
  const code: number[] = [];
  for (let round = 0; round < 10; round++) {
    for (const [word, factor, product] of [
      [0, 0xd2511f53n, 6],
      [2, 0xcd9e8d57n, 7],
    ] as const) {
      code.push(localGet, word, i64OfI32, i64Const, ...signed(factor), i64Multiply, localSet, product);
    }
    for (const [word, product, other, key] of [
      [0, 7, 1, 4],
      [2, 6, 3, 5],
    ] as const) {
      code.push(localGet, product, i64Const, 32, i64ShiftRight, i32OfI64);
      code.push(localGet, other, localGet, key, i32Xor, i32Xor, localSet, word);
    }
    code.push(localGet, 7, i32OfI64, localSet, 1, localGet, 6, i32OfI64, localSet, 3);
    for (const [key, step] of [
      [4, -0x61c88647n],
      [5, -0x4498517bn],
    ] as const) {
      code.push(localGet, key, i32Const, ...signed(step), i32Add, localSet, key);
    }
  }
  // Address 0 for the store of the second uniform, then the first as the result; f64 stores align to 2^3 bytes.
  code.push(i32Const, 0, ...uniform(2, 3), f64Store, 3, 0, ...uniform(0, 1), end);
  return code;
}

/** The same operations in the same order as `uniformOfWords`. */
function uniform(high: number, low: number): number[] {
  return [
    ...[localGet, high, f64OfI32, f64Const, ...bytesOf(1048576), f64Multiply],
    ...[localGet, low, i32Const, 12, i32ShiftRight, f64OfI32, f64Add],
    ...[f64Const, ...bytesOf(0.5), f64Add, f64Const, ...bytesOf(2.220446049250313e-16), f64Multiply],
  ];
}

function assemble(): Uint8Array<ArrayBuffer> {
  const oneGroupOfTwoLocals = [1, 2, i64];
  const body = [...oneGroupOfTwoLocals, ...philoxBody()];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 6, i32, i32, i32, i32, i32, i32, 1, f64]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [2, ...name("first"), 0, 0, ...name("memory"), 2, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function name(text: string): number[] {
  return [text.length, ...Array.from(text, (letter) => letter.charCodeAt(0))];
}

function bytesOf(x: number): number[] {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, x, true);
  return [...bytes];
}

/** LEB128 of a whole number from 0. */
function unsigned(x: number): number[] {
  const bytes: number[] = [];
  for (; x >= 128; x = Math.floor(x / 128)) bytes.push((x % 128) + 128);
  return [...bytes, x];
}

/** LEB128 of a whole number of either sign. */
function signed(x: bigint): number[] {
  const bytes: number[] = [];
  for (; x < -64n || x > 63n; x >>= 7n) bytes.push(Number(x & 127n) + 128);
  return [...bytes, Number(x & 127n)];
}
