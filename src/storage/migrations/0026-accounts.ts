import type { MigrationInterface, QueryRunner } from "typeorm";

/** People beside the API keys of systems: accounts, their sessions, tries to sign in, and the first operator's token. Expands only. */
export class Accounts1763800000026 implements MigrationInterface {
  readonly name = "Accounts1763800000026";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX journal_audit, journal_of_person; DROP TABLE setup_token, sign_in_try, session, account`);
  }
}

const UP = [
  `CREATE TABLE account (
    id uuid PRIMARY KEY,
    user_name text NOT NULL UNIQUE CHECK (user_name = lower(user_name)),
    full_name text NOT NULL,
    roles text[] NOT NULL CHECK (roles <@ ARRAY['clerk', 'leader', 'supervisor', 'operator', 'auditor']),
    agencies text[] NOT NULL,
    supervises text[] NOT NULL,
    password_hash text CHECK (password_hash LIKE '$argon2id$%'),
    must_change_password boolean NOT NULL,
    password_until timestamptz(3),
    second_factor text,
    pending_second_factor text,
    last_code_step bigint,
    recovery_hashes text[] NOT NULL,
    sign_on_name text UNIQUE,
    locked jsonb,
    decision text,
    created_at timestamptz(3) NOT NULL,
    created_by text NOT NULL,
    last_sign_in_at timestamptz(3)
  )`,
  `CREATE TABLE session (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account,
    token_hash sha256_hex NOT NULL UNIQUE,
    opened_at timestamptz(3) NOT NULL,
    last_seen_at timestamptz(3) NOT NULL,
    ended_at timestamptz(3),
    address text NOT NULL,
    agent text NOT NULL,
    means text NOT NULL CHECK (means IN ('password', 'sign-on', 'setup'))
  )`,
  `CREATE INDEX session_open ON session (account_id, last_seen_at DESC) WHERE ended_at IS NULL`,
  `CREATE TABLE sign_in_try (user_name text PRIMARY KEY, tries integer NOT NULL, last_at timestamptz(3) NOT NULL)`,
  `CREATE TABLE setup_token (hash sha256_hex PRIMARY KEY, made_at timestamptz(3) NOT NULL)`,
  // A small part of the journal, newest first, also when most of it tells of documents.
  `CREATE INDEX journal_audit ON journal (position DESC) WHERE actor->>'kind' IN ('person', 'operator') OR kind LIKE 'account.%' OR kind LIKE 'session.%' OR kind LIKE 'access.%'`,
  `CREATE INDEX journal_of_person ON journal ((actor->>'accountId'), position DESC) WHERE actor->>'kind' = 'person'`,
];
