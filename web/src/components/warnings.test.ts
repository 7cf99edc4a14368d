import { expect, test, vi } from "vitest";
import type { RecordData } from "~/api/records";
import { notifyWarning } from "./notify";
import { showWarnings } from "./warnings";

vi.mock("./notify", () => ({ notifyWarning: vi.fn() }));

const stored = (warnings?: unknown) => ({ id: "1", display: "Stand-up", warnings }) as unknown as RecordData;

test("each warning is said once; what says nothing is not shown", () => {
  showWarnings(stored());
  showWarnings(stored("text"));
  showWarnings(stored([{ code: "odd" }, null]));
  expect(notifyWarning).not.toHaveBeenCalled();
  showWarnings(stored([{ message: "Mara is elsewhere then." }, { message: "Mara is elsewhere then." }]));
  expect(notifyWarning).toHaveBeenCalledExactlyOnceWith("Mara is elsewhere then.", expect.any(String));
});
