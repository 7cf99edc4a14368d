#include "base/json.hpp"
#include "rights/governance/governance.hpp"

namespace probity::governance {

void write_findings(const std::vector<privacy::Finding>& findings, JsonWriter& writer) {
  writer.StartArray();
  for (const privacy::Finding& finding : findings) {
    writer.StartObject();
    key(writer, "severity");
    put(writer, finding.refuses ? "refused" : "warning");
    key(writer, "where");
    put(writer, finding.where);
    if (!finding.file.empty()) {
      key(writer, "file");
      put(writer, finding.file);
      key(writer, "line");
      writer.Int(finding.line);
    }
    key(writer, "message");
    put(writer, finding.message);
    writer.EndObject();
  }
  writer.EndArray();
}

}  // namespace probity::governance
