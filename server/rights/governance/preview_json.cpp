#include "rights/governance/preview_json.hpp"

namespace probity::governance {

void write_preview(const Preview& preview, JsonWriter& writer) {
  key(writer, "changes");
  privacy::write_changes(preview.changes, writer);
  key(writer, "problems");
  write_findings(preview.findings, writer);
  key(writer, "told");
  writer.Int64(preview.told);
  key(writer, "cannot_be_told");
  writer.Int64(preview.cannot_be_told);
  key(writer, "not_told_because");
  preview.not_told_because.empty() ? void(writer.Null()) : put(writer, preview.not_told_because);
  key(writer, "waits");
  writer.Bool(preview.waits);
  key(writer, "effective");
  put(writer, format_timestamp(preview.effective));
}

}  // namespace probity::governance
