import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { Instant } from "../../parts/instant.tsx";

/** Vì sao chưa tới? One sentence: the cause, since when, who must act, and when the next try is. */
export function WhyNotYet({ dispatch, transmission }: { readonly dispatch: Schemas["Dispatch"]; readonly transmission: Schemas["Transmission"] | undefined }): ReactNode {
  const sentence = reasonOf(dispatch, transmission);
  if (sentence === null) return null;
  return (
    <div className="why">
      <strong>Vì sao chưa tới?</strong> {sentence}
      {transmission?.lastFault !== null && transmission?.lastFault !== undefined && (
        <div className="card-foot">
          Lần thử {transmission.attempts}, lúc <Instant at={transmission.lastFault.at} />: {transmission.lastFault.reason}
        </div>
      )}
      {transmission?.nextAttemptAt !== null && transmission?.nextAttemptAt !== undefined && (
        <div className="card-foot">
          Cổng tự thử lại lúc <Instant at={transmission.nextAttemptAt} />.
        </div>
      )}
    </div>
  );
}

function reasonOf({ state, instants, receiver }: Schemas["Dispatch"], transmission: Schemas["Transmission"] | undefined): ReactNode {
  switch (state) {
    case "held":
      return "Văn bản đang bị tạm giữ; người có trách nhiệm phải quyết định cho đi tiếp hay hủy.";
    case "queued":
      return (transmission?.attempts ?? 0) > 0 ? "Lần gửi trước chưa thành công, cổng sẽ tự gửi lại." : "Văn bản đang chờ tới lượt gửi; không cần làm gì.";
    case "sending":
      return "Cổng đang gửi; không cần làm gì.";
    case "unknown":
      return "Chưa rõ lần gửi trước đã tới hay chưa; cổng đang hỏi lại để không gửi hai lần.";
    case "failed":
      return "Gửi hỏng; văn thư sửa nguyên nhân rồi bấm “Gửi lại”.";
    case "expired":
      return "Đã thử đến hết hạn mà chưa gửi được; văn thư bấm “Gửi lại” khi đường truyền trở lại.";
    case "sent":
      return (
        <>
          Văn bản đã rời cổng từ <Instant at={instants.enteredAt ?? instants.leftAt} /> nhưng {receiver.name} chưa lấy về. Nếu lâu, hãy liên hệ nơi nhận.
        </>
      );
    case "withdrawn":
    case "arrived":
    case "accepted":
    case "refused":
    case "assigned":
    case "processing":
    case "completed":
      return null;
  }
}
