#include "rights/retention/explain.hpp"

#include "rights/restriction/holds.hpp"

namespace probity::retention {
namespace {

using privacy::Ground;
using privacy::RetentionRule;

std::string sentence_of(const RetentionRule& rule, const std::optional<Timestamp>& start) {
  const std::string from(privacy::words_of(rule.starts));
  if (!rule.keep) return fmt::format("The rule \"{}\": {}", rule.id, rule.reason.empty() ? "as long as it is needed." : rule.reason);
  const std::string waits = start ? "" : ", which has not begun";
  return fmt::format("The rule \"{}\" keeps it {}, counted from {}{}.", rule.id, rule.keep->in_words(), from, waits);
}

std::string sentence_of(const Floor& floor) { return fmt::format("The law has it kept for {} at least ({}).", floor.keep.in_words(), floor.law); }

/// Each hold by itself, with who keeps it and until when; a bare sentence where none of them can be found.
Result<> add_holds(const records::Context& context, store::Reader& reader, const Row& row, std::vector<Ground>& grounds) {
  PROBITY_ASSIGN(const auto holds, restriction::holds_on(context, reader, row.id(meta::kId)));
  for (const restriction::Hold& hold : holds) grounds.push_back({.kind = Ground::Kind::hold, .rule = {}, .until = hold.until, .because = in_words(hold)});
  if (holds.empty()) grounds.push_back({.kind = Ground::Kind::hold, .rule = {}, .until = std::nullopt, .because = "It is held: nothing of it may be deleted until the hold is lifted."});
  return {};
}

Result<privacy::KeptUntil> kept(const std::vector<Weight>& weights, const records::Context& context, store::Reader& reader, const Row& row) {
  std::vector<Ground> grounds;
  for (const Weight& weight : weights) {
    if (weight.floor) {
      grounds.push_back({.kind = weight.claim.kind, .rule = weight.floor->rule, .until = weight.claim.until, .because = sentence_of(*weight.floor)});
    } else if (weight.said) {
      grounds.push_back({.kind = weight.claim.kind, .rule = weight.said->rule->id, .until = weight.claim.until, .because = sentence_of(*weight.said->rule, weight.start)});
    } else {
      PROBITY_TRY(add_holds(context, reader, row, grounds));
    }
  }
  return privacy::kept_until(std::move(grounds));
}

void write_until(const std::optional<Timestamp>& until, JsonWriter& writer) {
  key(writer, "until");
  until ? put(writer, format_timestamp(*until)) : (void)writer.Null();
}

bool same(const Ground& left, const std::optional<Ground>& right) { return right && left.kind == right->kind && left.rule == right->rule && left.until == right->until && left.because == right->because; }

}  // namespace

Result<Explanation> explain(const Rules& rules, const records::Context& context, store::Reader& reader, const Row& row) {
  Explanation explanation;
  static const OfEntity kNothing;
  const OfEntity* of = rules.of(context.entity->name);
  Scale scale(rules, of ? *of : kNothing, reader);
  PROBITY_ASSIGN(const auto whole, scale.whole(row));
  PROBITY_ASSIGN(explanation.record, kept(whole, context, reader, row));
  if (!of) return explanation;
  for (const Said& said : of->parts) {
    PROBITY_ASSIGN(const auto part, scale.part(row, said));
    PROBITY_ASSIGN(auto of_part, kept(part, context, reader, row));
    explanation.parts.push_back({said.rule->categories, std::move(of_part)});
  }
  return explanation;
}

void write(const Explanation& explanation, JsonWriter& writer) {
  writer.StartObject();
  write_until(explanation.record.until, writer);
  key(writer, "because");
  put(writer, explanation.record.because);
  key(writer, "grounds");
  writer.StartArray();
  for (const Ground& ground : explanation.record.grounds) {
    writer.StartObject();
    key(writer, "kind");
    put(writer, privacy::name_of(ground.kind));
    key(writer, "rule");
    ground.rule.empty() ? (void)writer.Null() : put(writer, ground.rule);
    write_until(ground.until, writer);
    key(writer, "because");
    put(writer, ground.because);
    key(writer, "decides");
    writer.Bool(same(ground, explanation.record.decided_by));
    writer.EndObject();
  }
  writer.EndArray();
  key(writer, "parts");
  writer.StartArray();
  for (const KeptPart& part : explanation.parts) {
    writer.StartObject();
    key(writer, "categories");
    writer.StartArray();
    for (const std::string& category : part.categories) put(writer, category);
    writer.EndArray();
    write_until(part.kept.until, writer);
    key(writer, "because");
    put(writer, part.kept.because);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
}

std::string in_words(const Explanation& explanation) {
  std::string text = explanation.record.because + "\n";
  for (const Ground& ground : explanation.record.grounds) {
    text += fmt::format("  {} {:<18} {:<12} {}\n", same(ground, explanation.record.decided_by) ? "*" : " ", privacy::name_of(ground.kind),
                        ground.until ? format_day(day_of(*ground.until, {})) : "no end", ground.because);
  }
  for (const KeptPart& part : explanation.parts) {
    std::string names;
    for (const std::string& category : part.categories) names += (names.empty() ? "" : ", ") + category;
    text += fmt::format("Of it {}: {}\n", names, part.kept.because);
  }
  return text;
}

}  // namespace probity::retention
