import test from "ava";
import { array, assert, nat, property } from "fast-check";
import { amqpReader, axisReader, postgresReader } from "./crossings.ts";

function message(letter: string, body: string): Buffer {
  const payload = Buffer.from(body);
  const head = Buffer.alloc(5);
  head.write(letter);
  head.writeUInt32BE(payload.length + 4, 1);
  return Buffer.concat([head, payload]);
}

const STARTUP = Buffer.concat([Buffer.from([0, 0, 0, 8]), Buffer.from("user")]);
const TRANSACTION = Buffer.concat([
  message("Q", "START TRANSACTION\0"),
  message("P", '\0INSERT INTO "journal"(kind) VALUES ($1)\0\0\0'),
  message("P", "\0SELECT id FROM outbox FOR UPDATE SKIP LOCKED\0\0\0"),
  message("P", "\0UPDATE outbox SET turn = 1\0\0\0"),
  message("P", '\0WITH a AS (INSERT INTO status_record (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET id = $1), b AS (DELETE FROM outbox) SELECT\0\0\0'),
  message("Q", "COMMIT\0"),
]);

test("a COMMIT is named by what its transaction wrote, however the bytes are cut", (t) => {
  assert(
    property(array(nat(TRANSACTION.length), { maxLength: 12 }), (cuts) => {
      const reader = postgresReader();
      reader.asked(STARTUP);
      const places = [0, ...cuts.sort((a, b) => a - b), TRANSACTION.length];
      const names = places.slice(1).flatMap((end, index) => [...reader.asked(TRANSACTION.subarray(places[index], end))]);
      t.deepEqual(names, ["write journal", "write outbox", "write outbox+status_record", "commit journal+outbox+status_record"]);
    }),
  );
});

test("PostgreSQL has answered when it is ready for the next question", (t) => {
  const reader = postgresReader();
  t.false(reader.answered(message("C", "INSERT 0 1\0")));
  t.true(reader.answered(message("Z", "I")));
});

test("a call of the axis is named by its operation", (t) => {
  t.deepEqual(axisReader().asked(Buffer.from("POST /XrdAdapter/RestService/sendEdoc?x=1 HTTP/1.1\r\nHost: a\r\n\r\n")), ["axis sendEdoc"]);
});

test("publishing and acknowledging are seen among the frames of a broker", (t) => {
  const frame = (type: number, body: Buffer): Buffer => {
    const head = Buffer.alloc(7);
    head.writeUInt8(type);
    head.writeUInt16BE(1, 1);
    head.writeUInt32BE(body.length, 3);
    return Buffer.concat([head, body, Buffer.from([0xce])]);
  };
  const reader = amqpReader();
  t.deepEqual(reader.asked(Buffer.concat([Buffer.from("AMQP\0\0\u0009\u0001"), frame(1, Buffer.from([0, 60, 0, 40, 0, 0])), frame(8, Buffer.alloc(0)), frame(1, Buffer.from([0, 60, 0, 80]))])), ["broker publish", "broker ack"]);
});
