#include "promises/run_json.hpp"

#include "records/record_json.hpp"

namespace probity::promises {
namespace {

constexpr State kStates[] = {State::kept, State::broken, State::waiting};

void write_counts(const Run& run, JsonWriter& writer) {
  writer.StartObject();
  for (const State state : kStates) {
    key(writer, name_of(state));
    writer.Int64(run.in_state(state));
  }
  writer.EndObject();
}

std::string member(const JsonValue& object, std::string_view name) {
  const JsonValue* value = find(object, name);
  return value && value->IsString() ? std::string(view(*value)) : std::string();
}

Timestamp time_member(const JsonValue& object, std::string_view name) { return parse_timestamp(member(object, name)).value_or(0); }

Finding finding_of(const JsonValue& object) {
  Finding finding{.id = member(object, "id"), .text = member(object, "text"), .section = member(object, "section"), .evidence = {}, .since = time_member(object, "since")};
  const std::string state = member(object, "state");
  finding.evidence.state = state == "kept" ? State::kept : state == "waiting" ? State::waiting : State::broken;
  finding.evidence.text = member(object, "evidence");
  if (const JsonValue* figures = find(object, "figures"); figures && figures->IsArray()) {
    for (const JsonValue& figure : figures->GetArray()) finding.evidence.figures.push_back({member(figure, "name"), member(figure, "value")});
  }
  if (const JsonValue* names = find(object, "waiting_for"); names && names->IsArray()) {
    for (const JsonValue& name : names->GetArray()) finding.evidence.waiting_for.emplace_back(name.IsString() ? view(name) : std::string_view());
  }
  return finding;
}

}  // namespace

void write_evidence(const Evidence& evidence, JsonWriter& writer) {
  key(writer, "state");
  put(writer, name_of(evidence.state));
  key(writer, "evidence");
  put(writer, evidence.text);
  key(writer, "figures");
  writer.StartArray();
  for (const Figure& figure : evidence.figures) {
    writer.StartObject();
    key(writer, "name");
    put(writer, figure.name);
    key(writer, "value");
    put(writer, figure.value);
    writer.EndObject();
  }
  writer.EndArray();
  key(writer, "waiting_for");
  writer.StartArray();
  for (const std::string& name : evidence.waiting_for) put(writer, name);
  writer.EndArray();
}

std::int64_t Run::in_state(State state) const {
  return std::ranges::count_if(findings, [&](const Finding& finding) { return finding.evidence.state == state; });
}

void write(const Run& run, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "policy");
  put(writer, run.policy);
  key(writer, "label");
  put(writer, run.label);
  key(writer, "version");
  writer.Int64(run.version);
  key(writer, "checked_at");
  records::write_time(writer, run.at);
  key(writer, "counts");
  write_counts(run, writer);
  key(writer, "promises");
  writer.StartArray();
  for (const Finding& finding : run.findings) {
    writer.StartObject();
    key(writer, "id");
    put(writer, finding.id);
    key(writer, "text");
    put(writer, finding.text);
    key(writer, "section");
    put(writer, finding.section);
    write_evidence(finding.evidence, writer);
    key(writer, "since");
    records::write_time(writer, finding.since);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
}

std::string text_of(const Run& run) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  write(run, writer);
  return std::string(text(buffer));
}

std::optional<Run> run_of(std::string_view json) {
  const auto parsed = parse_json(json);
  if (!parsed || !parsed->IsObject()) return std::nullopt;
  Run run{.policy = member(*parsed, "policy"), .label = member(*parsed, "label"), .version = 0, .at = time_member(*parsed, "checked_at"), .findings = {}};
  if (const JsonValue* version = find(*parsed, "version"); version && version->IsInt64()) run.version = version->GetInt64();
  const JsonValue* promises = find(*parsed, "promises");
  if (!promises || !promises->IsArray()) return std::nullopt;
  for (const JsonValue& promise : promises->GetArray()) run.findings.push_back(finding_of(promise));
  return run;
}

}  // namespace probity::promises
