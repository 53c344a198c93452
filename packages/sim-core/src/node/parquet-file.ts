// Parquet files in and out, by hyparquet and hyparquet-writer (pure JavaScript, permissive, streams row groups). Knows columns, not
// studies. A file carries descriptions and units of its columns in its key-value metadata, under `tiltak.columns`.

import { open, stat } from "node:fs/promises";
import { type DecodedArray, parquetMetadataAsync, parquetScan, parquetSchema, type SchemaElement } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { writeAtomically } from "./atomic-file.ts";

/** A column to be written. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: "string" | "int32" | "double";
  /** Whether values may be missing: null, or NaN in a column of doubles. */
  readonly optional?: boolean;
  readonly description: string;
  readonly unit?: string;
  /** Whether row groups carry least and greatest value, so that readers can skip them; costs most of the time of writing. */
  readonly statistics?: boolean;
  readonly data: DecodedArray;
}

/** Rows of a row group: small enough to be read in part, large enough to compress. */
export const rowsPerGroup = 50_000;

/**
 * Write columns of equal length as one Parquet file, in one step (see writeAtomically).
 *
 * @param metadata further key-value metadata of the file
 * @returns the bytes that were written
 */
export async function writeParquet(
  path: string,
  columns: readonly ParquetColumn[],
  metadata: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  const bytes = parquetBytes(columns, metadata);
  await writeAtomically(path, [bytes]);
  return bytes;
}

/** Encode columns of equal length as a Parquet file. */
export function parquetBytes(
  columns: readonly ParquetColumn[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const keyValues = { ...metadata, ...columnsNote(columns) };
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({
    writer,
    schema: [{ name: "root", num_children: columns.length }, ...columns.map(schemaOf)],
    kvMetadata: Object.entries(keyValues).map(([key, value]) => ({ key, value })),
    createdBy: "tiltak",
  });
  // Doubles seldom repeat: looking for a dictionary in them only costs time.
  void parquet.write({
    columnData: columns.map(({ name, type, optional, statistics, data }) => ({
      name,
      statistics: statistics === true,
      data: type === "double" && optional === true ? withNulls(data) : data,
      ...(name === "value" ? { encoding: "PLAIN" as const } : {}),
    })),
    rowGroupSize: rowsPerGroup,
  });
  void parquet.finish();
  return writer.getBytes();
}

/** Descriptions and units of columns, as a file keeps them. */
export function columnsNote(
  columns: readonly { readonly name: string; readonly description: string; readonly unit?: string }[],
): Record<string, string> {
  const notes = columns.map(({ name, description, unit }) => ({ name, description, unit: unit ?? null }));
  return { "tiltak.columns": JSON.stringify(notes) };
}

function schemaOf({ name, type, optional }: ParquetColumn): SchemaElement {
  const repetition_type = optional === true ? "OPTIONAL" : "REQUIRED";
  if (type === "string") return { name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type };
  return { name, type: type === "int32" ? "INT32" : "DOUBLE", repetition_type };
}

function withNulls(data: DecodedArray): DecodedArray {
  const values = data as ArrayLike<number>;
  let defined = true;
  for (let i = 0; i < values.length && defined; i += 1) defined = !Number.isNaN(values[i]);
  return defined ? data : Array.from(values, (x) => (Number.isNaN(x) ? null : x));
}

/** A Parquet file that can be read by row ranges. */
export interface ParquetReader {
  readonly rows: number;
  /** Names of its columns, in their order. */
  readonly columns: readonly string[];
  /** The file's own key-value metadata. */
  readonly metadata: Readonly<Record<string, string>>;
  /**
   * Read columns of the rows from `from` up to, not including, `to`.
   *
   * @param take is called for each run of rows, in order, with the columns asked for
   */
  read(
    columns: readonly string[],
    from: number,
    to: number,
    take: (parts: readonly DecodedArray[], firstRow: number) => void,
  ): Promise<void>;
}

/**
 * Open a Parquet file. What is read is read from disk when it is asked for, a run of rows at a time, so that memory does not grow with the
 * file. The reader holds no file open.
 *
 * @throws Error when it is no Parquet file or is damaged
 */
export async function readParquet(path: string): Promise<ParquetReader> {
  const { size } = await stat(path);
  const file = {
    byteLength: size,
    slice: (start: number, end: number = size) => bytesOf(path, start, end),
  };
  const scan = await parquetScan({
    file,
    metadata: await parquetMetadataAsync(file, { initialFetchSize: footerBytes }),
  });
  const metadata: Record<string, string> = {};
  for (const { key, value } of scan.metadata.key_value_metadata ?? []) metadata[key] = value ?? "";
  return {
    rows: Number(scan.metadata.num_rows),
    columns: parquetSchema(scan.metadata).children.map(({ element }) => element.name),
    metadata,
    async read(columns, from, to, take) {
      for (const range of scan.ranges) {
        const rowStart = Math.max(from, range.rowStart);
        const rowEnd = Math.min(to, range.rowEnd);
        if (rowStart >= rowEnd) continue;
        const parts = await Promise.all(columns.map((column) => scan.readColumn({ column, rowStart, rowEnd })));
        take(parts, rowStart);
      }
    },
  };
}

/** Enough for the footer of a chunk, so that it is read at once; a longer one is read in two steps. */
const footerBytes = 16_384;

/** Read some bytes of a file. */
async function bytesOf(path: string, start: number, end: number): Promise<ArrayBuffer> {
  const buffer = new ArrayBuffer(Math.max(0, end - start));
  const file = await open(path, "r");
  try {
    let done = 0;
    while (done < buffer.byteLength) {
      const { bytesRead } = await file.read(new Uint8Array(buffer), done, buffer.byteLength - done, start + done);
      if (bytesRead === 0) throw new Error(`${path} ends at ${start + done} bytes, before ${end}`);
      done += bytesRead;
    }
    return buffer;
  } finally {
    await file.close();
  }
}
