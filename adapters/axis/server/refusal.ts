import { AdapterError } from "../../errors.ts";
import { headerText } from "../plain-ascii.ts";

/**
 * Why an operation says FAIL. The codes are those of the one published provincial table, for want of one of the axis;
 * the texts are without marks because official clients cannot read others (A4).
 */
const REFUSALS = {
  "file-too-large": { errorCode: "10", text: "File qua lon, dung luong toi da" },
  credentials: { errorCode: "15", text: "Sai systemid hoac secretkey" },
  receiver: { errorCode: "18", text: "Don vi nhan khong ton tai" },
  sender: { errorCode: "19", text: "Don vi gui" },
  system: { errorCode: "20", text: "Loi he thong" },
  hash: { errorCode: "21", text: "Ma bam hash-file khong khop" },
  envelope: { errorCode: "22", text: "Goi tin edXML khong hop le" },
  repeated: { errorCode: "24", text: "Van ban da gui truoc do" },
  "not-found": { errorCode: "25", text: "Khong tim thay" },
  request: { errorCode: "26", text: "Tham so khong hop le" },
  operation: { errorCode: "27", text: "Khong co chuc nang" },
  "not-allowed": { errorCode: "28", text: "Khong duoc phep" },
  busy: { errorCode: "29", text: "He thong dang ban" },
} as const satisfies Record<string, { errorCode: string; text: string }>;

export type RefusalReason = keyof typeof REFUSALS;

/** What is answered as FAIL; thrown inside an operation, caught where the answer is written. */
export class AxisRefusal extends AdapterError {
  readonly reason: RefusalReason;
  readonly errorCode: string;
  readonly errorDesc: string;

  /** `detail` follows the standing text of the reason. */
  constructor(reason: RefusalReason, detail: string) {
    const errorDesc = headerText(`${REFUSALS[reason].text} ${detail}`, 300);
    super("partner-refused", errorDesc, { reason });
    this.reason = reason;
    this.errorCode = REFUSALS[reason].errorCode;
    this.errorDesc = errorDesc;
  }
}

/** Ends the operation with FAIL. `detail` follows the standing text. */
export function refuse(reason: RefusalReason, detail = ""): never {
  throw new AxisRefusal(reason, detail);
}
