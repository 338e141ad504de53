import test from "ava";
import { checkSubmission } from "#src/core/policy/check-submission";
import { command, file, limits as limitsOf, MiB } from "./policies.ts";

const limits = limitsOf({ maxFileBytes: 50 * MiB, maxDocumentBytes: 60 * MiB });
const codes = (files: readonly { readonly name: string; readonly size: number }[], change: object = {}): string[] => checkSubmission(command(change), files, limits).map((problem) => `${problem.field} ${problem.code}`);

test("a PDF with an appendix passes", (t) => {
  t.deepEqual(codes([file("Công văn 123.pdf"), file("phu-luc.xlsx")]), []);
});

test("a document without any file, or whose first file is no PDF, is refused by name", (t) => {
  t.deepEqual(codes([]), ["/files file-missing"]);
  t.deepEqual(codes([file("cong-van.docx")]), ["/files/0 file-format-not-allowed"]);
});

test("every problem is reported at once", (t) => {
  t.deepEqual(codes([file("a.pdf", 0), file("b.exe"), file("c:d.pdf"), file("con.pdf"), file("lon.zip", 51 * MiB), file("A.PDF")], { secrecy: "mat" }), [
    "/secrecy secret-content-forbidden",
    "/files/0 field-invalid",
    "/files/1 file-format-not-allowed",
    "/files/2 file-name-invalid",
    "/files/3 file-name-invalid",
    "/files/4 file-too-large",
    "/files/5 file-name-invalid",
  ]);
});

test("the sum of all files has its own limit", (t) => {
  t.deepEqual(codes([file("a.pdf", 40 * MiB), file("b.pdf", 40 * MiB)]), ["/files file-too-large"]);
});

test("metadata that speaks of a file which is not there is refused", (t) => {
  t.deepEqual(codes([file("a.pdf")], { files: [{ name: "b.pdf", description: "Phụ lục" }] }), ["/files/0/name file-missing"]);
});

for (const name of ["..", "a/../b.pdf", "a\\b.pdf", "\u202Efdp.exe.pdf", "x\u0000.pdf", "nul.pdf", ".pdf", "kh ông", `${"a".repeat(250)}.pdf`]) {
  test(`the file name ${JSON.stringify(name.slice(0, 30))} is refused`, (t) => {
    t.true(codes([file("a.pdf"), file(name)]).length > 0);
  });
}
