import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { TestSetupError } from "./setup-error.ts";

const run = promisify(execFile);
const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** A program from Debian that tests compare with: taken as it is installed, else installed where that is possible. `probe`: works when it is there. */
export async function needDebian(packageName: string, probe: readonly [string, ...string[]]): Promise<void> {
  if (await works(probe)) return;
  if (process.getuid?.() === 0) {
    const options = { env: { PATH, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" } };
    const install = async (): Promise<unknown> => await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", packageName], options);
    await install()
      .catch(async () => {
        await run("apt-get", ["update", "-q"], options);
        await install();
      })
      .catch(() => undefined);
  }
  if (await works(probe)) return;
  throw new TestSetupError(`this test needs ${packageName}: install it (Debian: \`sudo apt-get install ${packageName}\`)`);
}

async function works([program, ...parameters]: readonly [string, ...string[]]): Promise<boolean> {
  return await run(program, parameters, { env: { PATH } }).then(
    () => true,
    () => false,
  );
}
