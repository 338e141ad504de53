/** The machine lacks something the tests need; the message says what to do. */
export class TestSetupError extends Error {
  override readonly name = "TestSetupError";
}
