import { parquetWriteBuffer } from "hyparquet-writer";
import type { Column, Table } from "./export-tables.ts";

/** The same rows give the same bytes. */
export function printParquet({ columns, rows }: Table): Uint8Array {
  const columnData = columns.map(({ name, type }, index) => ({
    name,
    data: rows.map((row) => row[index] ?? null),
    type: types[type],
    nullable: true,
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

const types = { text: "STRING", number: "INT32", boolean: "BOOLEAN" } as const satisfies Record<Column["type"], string>;
