import type { MigrationInterface, QueryRunner } from "typeorm";

/** Notices on their way by e-mail, and the order in which registers of a whole tree are read. Expands only. */
export class NoticeMail1763800000020 implements MigrationInterface {
  readonly name = "NoticeMail1763800000020";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX incoming_document_effective, dispatch_unsuccessful;
      DROP TABLE notice_mail`);
  }
}

const UP = [
  `CREATE TABLE notice_mail (
    id uuid PRIMARY KEY,
    notice_id uuid NOT NULL REFERENCES notice,
    about text NOT NULL CHECK (about IN ('issued', 'ended')),
    name text NOT NULL,
    address text NOT NULL,
    state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'failed')),
    attempts integer NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    settled_at timestamptz,
    last_fault text,
    UNIQUE (notice_id, about, address)
  )`,
  `CREATE INDEX notice_mail_due ON notice_mail (due_at) WHERE state = 'queued'`,
  `CREATE INDEX incoming_document_effective ON incoming_document (effective_at, id)`,
  `CREATE INDEX dispatch_unsuccessful ON dispatch (submitted_at, id) WHERE state IN ('failed', 'expired', 'refused')`,
];
