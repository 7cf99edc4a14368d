#include "promises/report.hpp"

#include "base/json.hpp"
#include "privacy/policy/publish/placeholders.hpp"
#include "promises/run_json.hpp"

namespace probity::promises {
namespace {

void write_answer(const Answer& answer, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "id");
  put(writer, answer.promise->id);
  write_evidence(answer.evidence, writer);
  writer.EndObject();
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string in_words(const privacy::Policy& policy, const Answer& answer) {
  std::string text = fmt::format("  {:<5} {}\n        {}\n", answer.promise->id, privacy::in_words(policy, *answer.promise), answer.evidence.text);
  if (!answer.evidence.waiting_for.empty()) text += fmt::format("        waits for: {}\n", joined(answer.evidence.waiting_for));
  if (!answer.evidence.figures.empty()) text += fmt::format("        {}\n", text_of(answer.evidence.figures));
  return text;
}

}  // namespace

Counts counted(const std::vector<Answer>& answers) {
  Counts counts;
  for (const Answer& answer : answers) {
    if (answer.evidence.state == State::kept) ++counts.kept;
    if (answer.evidence.state == State::broken) ++counts.broken;
    if (answer.evidence.state == State::waiting) ++counts.waiting;
  }
  return counts;
}

std::string report_json(std::string_view profile, const std::vector<Answer>& answers) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "profile");
  put(writer, profile);
  key(writer, "promises");
  writer.StartArray();
  for (const Answer& answer : answers) write_answer(answer, writer);
  writer.EndArray();
  writer.EndObject();
  return std::string(text(buffer));
}

std::string report_text(const privacy::Policy& policy, const std::vector<Answer>& answers) {
  const Counts counts = counted(answers);
  std::string text = fmt::format("{}: {} promises, {} broken, {} not in use yet, {} kept.\n", policy.label.empty() ? policy.name : policy.label, answers.size(), counts.broken, counts.waiting, counts.kept);
  for (const State state : {State::broken, State::waiting, State::kept}) {
    bool first = true;
    for (const Answer& answer : answers) {
      if (answer.evidence.state != state) continue;
      if (first) text += fmt::format("\n{}\n", words_of(state));
      first = false;
      text += in_words(policy, answer);
    }
  }
  return text;
}

}  // namespace probity::promises
