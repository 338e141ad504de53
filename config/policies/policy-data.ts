import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { localDate, text } from "../columns.ts";
import { DataFileError } from "../data-file-error.ts";
import { parseJson, readDataFile } from "../data-file.ts";
import { packageRoot } from "../package-root.ts";

const FOLDER = "config/policies";
const ASSIGNMENTS = "assignments.json";

const code = z.string().regex(/^[A-Z]\d{2}(\.[0-9A-Z]+)*$/, "is no agency code");
const id = z.string().regex(/^[a-z][a-z0-9-]{1,60}$/, "is no profile id");
const validity = { validFrom: localDate, validTo: localDate.nullable() };

const profile = z.strictObject({
  id,
  title: text,
  version: z.int().min(1),
  inherits: id.nullable(),
  ...validity,
  issuer: z.strictObject({ name: text, code: code.nullable(), closedOn: localDate.nullable(), successor: code.nullable(), note: text }).nullable(),
  source: text,
  rules: z.array(
    z.strictObject({
      rule: text,
      article: text,
      validFrom: localDate.optional(),
      validTo: localDate.optional(),
      locked: z.literal(true).optional(),
      note: text.optional(),
      /** Checked by the rule itself, where policies are built: an override is held to the same schema. */
      value: z.unknown(),
    }),
  ),
});

const assignments = z.strictObject({
  asOf: localDate,
  assignments: z.array(z.strictObject({ scope: z.union([z.literal(""), code]), profile: id, ...validity, reason: text })),
});

/** Every profile and who it is given to, as plain rows. `root` is the folder that holds `config/`. Throws DataFileError. */
export function loadPolicyData(root: string = packageRoot()) {
  const names = readdirSync(join(root, FOLDER)).filter((name) => name.endsWith(".json")).sort();
  const texts = names.map((name) => ({ file: `${FOLDER}/${name}`, name, text: readDataFile(`${FOLDER}/${name}`, root) }));
  const profiles = texts.filter(({ name }) => name !== ASSIGNMENTS).map(({ file, name, text: content }) => {
    const read = parseJson(file, content, profile);
    if (`${read.id}.json` !== name) throw new DataFileError(`${file}, field id: a profile is named like its file`, { file, field: "id" });
    return { ...read, rules: read.rules.map(({ validFrom = null, validTo = null, locked = false, note = null, ...rule }) => ({ ...rule, validFrom, validTo, locked, note })) };
  });
  const given = parseJson(`${FOLDER}/${ASSIGNMENTS}`, readDataFile(`${FOLDER}/${ASSIGNMENTS}`, root), assignments);
  const hash = createHash("sha256");
  for (const { text: content } of texts) hash.update(`${Buffer.byteLength(content)}:`).update(content);
  return { version: `${given.asOf}+${hash.digest("hex").slice(0, 12)}`, profiles, assignments: given.assignments };
}
