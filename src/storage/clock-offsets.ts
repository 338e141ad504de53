import type { ClockMeasurement } from "../core/clock-offset/measurement.ts";
import type { ClockReader, ClockWrites } from "../core/clock-offset/ports.ts";
import { v7 } from "uuid";
import type { Run } from "./database.ts";

const COLUMNS = `at, source, server, offset_ms AS "offsetMs", uncertainty_ms AS "uncertaintyMs", over_limit AS "overLimit", fault`;

export function clockReads(run: Run): ClockReader {
  return {
    latest: () => run((db) => db.query<ClockMeasurement[]>(`SELECT DISTINCT ON (source) ${COLUMNS} FROM clock_measurement ORDER BY source, id DESC`)),
    history: (source, limit) => run((db) => db.query<ClockMeasurement[]>(`SELECT ${COLUMNS} FROM clock_measurement WHERE source = $1 ORDER BY id DESC LIMIT $2`, [source, limit])),
  };
}

export function clockWrites(run: Run): ClockWrites {
  return {
    addClockMeasurement: async ({ at, source, server, offsetMs, uncertaintyMs, overLimit, fault }) => {
      await run((db) => db.query("INSERT INTO clock_measurement (id, at, source, server, offset_ms, uncertainty_ms, over_limit, fault) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", [v7(), at, source, server, offsetMs, uncertaintyMs, overLimit, fault]));
    },
  };
}
