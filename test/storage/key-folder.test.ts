import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { mendKeyFolders } from "#src/storage/key-folder";

async function folderOf(names: readonly string[]): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "lienthong-keys-"));
  for (const name of names) {
    await mkdir(join(directory, name));
    await writeFile(join(directory, name, "key.pem"), name);
  }
  return directory;
}

for (const { left, signs, why } of [
  { left: ["H48", "H48.next", "H48.replaced-20261101T080000000Z"], signs: "H48", why: "the key in use stays where it is" },
  { left: ["H48.next", "H48.replaced-20261101T080000000Z"], signs: "H48.next", why: "died while the next key was about to be used: it is used" },
  { left: ["H48.draft", "H48.replaced-20261101T080000000Z"], signs: "H48.draft", why: "died while a key was imported over another: the imported one is used" },
  { left: ["H48.replaced-20261101T080000000Z", "H48.replaced-20251101T080000000Z"], signs: "H48.replaced-20261101T080000000Z", why: "nothing new is there: the last one comes back" },
]) {
  test(`a replacement of a signing key that was cut off leaves no agency without one: ${why}`, async (t) => {
    const directory = await folderOf(left);
    t.teardown(() => rm(directory, { recursive: true }));
    await mendKeyFolders(directory);
    t.is(await readFile(join(directory, "H48", "key.pem"), "utf8"), signs);
    const once = await readdir(directory);
    await mendKeyFolders(directory);
    t.deepEqual(await readdir(directory), once, "there is nothing more to mend");
  });
}

test("no keys, nothing to mend", async (t) => {
  await t.notThrowsAsync(mendKeyFolders(join(tmpdir(), "lienthong-no-such-folder")));
});
