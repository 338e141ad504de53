import type { MigrationInterface, QueryRunner } from "typeorm";

/** What a sender asks about a document a QLVB has (thu hồi, lấy lại) waits at the axis door as the envelope that asked it. Expands only. */
export class AxisDoorRequests1763800000010 implements MigrationInterface {
  readonly name = "AxisDoorRequests1763800000010";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `ALTER TABLE axis_packet
    ADD incoming_id uuid REFERENCES incoming_document DEFERRABLE INITIALLY DEFERRED,
    DROP CONSTRAINT axis_packet_kind_check,
    ADD CONSTRAINT axis_packet_kind_check CHECK (kind IN ('document', 'request', 'status'))`,
  `CREATE INDEX axis_packet_requests ON axis_packet (agency_code, id) WHERE kind = 'request' AND state <> 'done'`,
];
const DOWN = [
  `DELETE FROM axis_packet WHERE kind = 'request'`,
  `ALTER TABLE axis_packet DROP incoming_id, DROP CONSTRAINT axis_packet_kind_check, ADD CONSTRAINT axis_packet_kind_check CHECK (kind IN ('document', 'status'))`,
];
