// Parquet files of columns whose few values are known by number, and one column of measured doubles. The library that writes all
// other files looks every value of every row up in a map; here the numbers are there already, and pages are made of
// them. Headers, encodings, compression and footer are the library's.

import type { ColumnChunk, SchemaElement } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { writePageHeader } from "hyparquet-writer/src/datapage.js";
import { writeDictionaryPage } from "hyparquet-writer/src/dictionary.js";
import { writeRleBitPackedHybrid } from "hyparquet-writer/src/encoding.js";

/** A column of few distinct values. */
export interface CodedColumn {
  readonly name: string;
  readonly type: "string" | "int32" | "double";
  readonly description: string;
  readonly unit?: string;
  /** Whether row groups carry least and greatest value, so that readers can skip them. */
  readonly statistics?: boolean;
  /** The distinct values. */
  readonly values: readonly (string | number)[];
  /** Number of the value in each row. */
  readonly codes: Int32Array;
}

/** A column of doubles that hardly repeat; NaN is null. */
export interface MeasuredColumn {
  readonly name: string;
  readonly description: string;
  readonly data: Float64Array;
}

const physical = { string: "BYTE_ARRAY", int32: "INT32", double: "DOUBLE" } as const;

/**
 * Encode columns of equal length as a Parquet file.
 *
 * @param rowsPerGroup rows of a row group
 * @param keyValues key-value metadata of the file
 */
export function codedParquetBytes(
  coded: readonly CodedColumn[],
  measured: MeasuredColumn,
  rowsPerGroup: number,
  keyValues: Readonly<Record<string, string>>,
): Uint8Array {
  const elements = coded.map(
    ({ name, type }): SchemaElement => ({
      name,
      type: physical[type],
      ...(type === "string" ? { converted_type: "UTF8" as const } : {}),
      repetition_type: "REQUIRED",
    }),
  );
  const doubles: SchemaElement = { name: measured.name, type: "DOUBLE", repetition_type: "OPTIONAL" };
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({
    writer,
    schema: [{ name: "root", num_children: coded.length + 1 }, ...elements, doubles],
    kvMetadata: Object.entries(keyValues).map(([key, value]) => ({ key, value })),
    createdBy: "tiltak",
  });
  const pages = new Pages(writer, parquet.compressors.SNAPPY);
  const rows = measured.data.length;
  for (let from = 0; from < rows; from += rowsPerGroup) {
    const to = Math.min(from + rowsPerGroup, rows);
    const start = writer.offset;
    const columns = coded.map((column, c) => pages.coded(column, elements[c] as SchemaElement, from, to));
    columns.push(pages.measured(measured, from, to));
    let uncompressed = 0n;
    for (const { meta_data } of columns) uncompressed += meta_data?.total_uncompressed_size ?? 0n;
    parquet.num_rows += BigInt(to - from);
    parquet.row_groups.push({
      columns,
      total_byte_size: uncompressed,
      num_rows: BigInt(to - from),
      total_compressed_size: BigInt(writer.offset - start),
    });
  }
  void parquet.finish();
  return writer.getBytes();
}

/** Writes column chunks of one page each. */
class Pages {
  readonly #writer: ByteWriter;
  readonly #compress: (bytes: Uint8Array) => Uint8Array;
  #numbers = new Int32Array(0);

  constructor(writer: ByteWriter, compress: (bytes: Uint8Array) => Uint8Array) {
    this.#writer = writer;
    this.#compress = compress;
  }

  /** Write the rows from `from` up to, not including, `to` of a coded column; only values that occur there are listed. */
  coded(column: CodedColumn, element: SchemaElement, from: number, to: number): ColumnChunk {
    const { values, codes } = column;
    const start = this.#writer.offset;
    if (this.#numbers.length < values.length) this.#numbers = new Int32Array(values.length);
    const numbers = this.#numbers.fill(-1, 0, values.length);
    const listed: (string | number)[] = [];
    const local = new Int32Array(to - from);
    for (let row = from; row < to; row += 1) {
      const code = codes[row];
      let number = numbers[code];
      if (number < 0) {
        number = listed.push(values[code]) - 1;
        numbers[code] = number;
      }
      local[row - from] = number;
    }
    const compressors = { SNAPPY: this.#compress };
    const schemaPath = [element];
    const codec = "SNAPPY";
    const encoder = { columnName: column.name, element, schemaPath, codec, compressors, stats: false, pageSize: 0 };
    let uncompressed = writeDictionaryPage(
      this.#writer,
      encoder as unknown as Parameters<typeof writeDictionaryPage>[1],
      listed,
    );
    const page = new ByteWriter();
    // Bits of the largest number.
    const bitWidth = 32 - Math.clz32(listed.length - 1);
    page.appendUint8(bitWidth);
    writeRleBitPackedHybrid(page, local, bitWidth);
    const dataStart = this.#writer.offset;
    uncompressed += this.#page(new ByteWriter(), page, to - from, 0, "RLE_DICTIONARY");
    const chunk = this.#chunk(column.name, physical[column.type], start, dataStart, to - from, uncompressed, true);
    if (column.statistics !== true || chunk.meta_data === undefined) return chunk;
    const sorted = (listed as string[]).toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    chunk.meta_data.statistics = { min_value: sorted[0], max_value: sorted[sorted.length - 1], null_count: 0n };
    return chunk;
  }

  /** Write the rows from `from` up to, not including, `to` of the doubles. */
  measured({ name, data }: MeasuredColumn, from: number, to: number): ColumnChunk {
    const start = this.#writer.offset;
    const part = data.subarray(from, to);
    const present = new Uint8Array(part.length);
    const kept = new Float64Array(part.length);
    let count = 0;
    for (let i = 0; i < part.length; i += 1) {
      const value = part[i];
      if (Number.isNaN(value)) continue;
      present[i] = 1;
      kept[count++] = value;
    }
    const levels = new ByteWriter();
    writeRleBitPackedHybrid(levels, present, 1);
    const page = new ByteWriter();
    // Doubles of this machine's order of bytes: little-endian wherever Node runs.
    page.appendBytes(new Uint8Array(kept.buffer, 0, count * 8));
    const uncompressed = this.#page(levels, page, part.length, part.length - count, "PLAIN");
    return this.#chunk(name, "DOUBLE", start, start, part.length, uncompressed, false);
  }

  #page(
    levels: ByteWriter,
    page: ByteWriter,
    rows: number,
    nulls: number,
    encoding: "PLAIN" | "RLE_DICTIONARY",
  ): number {
    const writer = this.#writer;
    const compressed = this.#compress(page.getBytes());
    const start = writer.offset;
    writePageHeader(writer, {
      type: "DATA_PAGE_V2",
      uncompressed_page_size: levels.offset + page.offset,
      compressed_page_size: levels.offset + compressed.length,
      data_page_header_v2: {
        num_values: rows,
        num_nulls: nulls,
        num_rows: rows,
        encoding,
        definition_levels_byte_length: levels.offset,
        repetition_levels_byte_length: 0,
        is_compressed: true,
      },
    });
    const header = writer.offset - start;
    writer.appendBytes(levels.getBytes());
    writer.appendBytes(compressed);
    return header + levels.offset + page.offset;
  }

  #chunk(
    name: string,
    type: "BYTE_ARRAY" | "INT32" | "DOUBLE",
    start: number,
    dataStart: number,
    rows: number,
    uncompressed: number,
    listed: boolean,
  ): ColumnChunk {
    return {
      file_offset: BigInt(start),
      meta_data: {
        type,
        encodings: listed ? ["PLAIN", "RLE_DICTIONARY"] : ["PLAIN"],
        path_in_schema: [name],
        codec: "SNAPPY",
        num_values: BigInt(rows),
        total_compressed_size: BigInt(this.#writer.offset - start),
        total_uncompressed_size: BigInt(uncompressed),
        data_page_offset: BigInt(dataStart),
        ...(listed ? { dictionary_page_offset: BigInt(start) } : {}),
      },
    };
  }
}
