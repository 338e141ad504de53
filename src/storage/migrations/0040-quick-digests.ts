import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * A digest is looked at without a regular expression: a document has some twenty, and the machine of an expression with sixty-four steps is built anew for
 * each of them. What is there was looked at by the expression. Expands only.
 */
export class QuickDigests1763800000040 implements MigrationInterface {
  readonly name = "QuickDigests1763800000040";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER DOMAIN sha256_hex DROP CONSTRAINT sha256_hex_check`);
    await runner.query(`ALTER DOMAIN sha256_hex ADD CONSTRAINT sha256_hex_check CHECK (length(VALUE) = 64 AND translate(VALUE, '0123456789abcdef', '') = '') NOT VALID`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER DOMAIN sha256_hex DROP CONSTRAINT sha256_hex_check`);
    await runner.query(`ALTER DOMAIN sha256_hex ADD CONSTRAINT sha256_hex_check CHECK (VALUE ~ '^[0-9a-f]{64}$') NOT VALID`);
  }
}
