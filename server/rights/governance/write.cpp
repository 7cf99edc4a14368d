#include "base/json.hpp"
#include "rights/governance/governance.hpp"

namespace probity::governance {
namespace {

void write_time(JsonWriter& writer, std::string_view name, Timestamp at) {
  key(writer, name);
  at == 0 ? (void)writer.Null() : put(writer, format_timestamp(at));
}

void write_json(JsonWriter& writer, std::string_view name, const std::string& json) {
  key(writer, name);
  json.empty() ? (void)writer.Null() : raw(writer, json, rapidjson::kObjectType);
}

}  // namespace

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

void write_version(const Version& version, bool with_document, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "version");
  writer.Int64(version.number);
  key(writer, "profile");
  put(writer, version.profile);
  key(writer, "state");
  put(writer, version.state);
  write_time(writer, "since", version.since);
  write_time(writer, "until", version.until);
  write_time(writer, "announced_at", version.created_at);
  key(writer, "by");
  version.by.is_nil() ? (void)writer.Null() : put(writer, version.by.text());
  key(writer, "note");
  put(writer, version.note);
  write_json(writer, "overrides", version.overrides);
  write_json(writer, "changes", version.changes.empty() ? "[]" : version.changes);
  if (with_document) write_json(writer, "document", version.document);
  writer.EndObject();
}

void write_versions(const std::vector<Version>& versions, JsonWriter& writer) {
  writer.StartArray();
  for (const Version& version : versions) write_version(version, false, writer);
  writer.EndArray();
}

}  // namespace probity::governance
