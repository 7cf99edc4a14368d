#include "records/subject/explain.hpp"

namespace probity::records {
namespace {

using privacy::Purpose;

std::shared_ptr<const privacy::Grants> all_grants() {
  static const auto grants = privacy::Grants::make({.role = "all", .administrator = true});
  return grants;
}

/// What stands against using the row for the purpose at all.
std::vector<std::string> against(const Purpose& purpose, const privacy::Decision& decision, privacy::SubjectState state, std::int64_t version) {
  std::vector<std::string> reasons;
  const privacy::SubjectState forbidden = state & decision.forbidden_state;
  if (forbidden & privacy::kRestricted) reasons.emplace_back("The use of this data is restricted: it is kept and not used, but for duties under the law.");
  if (forbidden & privacy::kMinor) reasons.emplace_back("It concerns a minor, and no parent has agreed.");
  if (forbidden & privacy::objected_to(purpose.id)) reasons.emplace_back("Somebody it concerns has objected to this purpose.");
  if ((state & decision.required_state) != decision.required_state) reasons.emplace_back("This purpose needs the consent of everybody it concerns, and that was not given.");
  if (decision.since_version == privacy::kNoVersion) {
    reasons.emplace_back("None of its personal fields is meant for this purpose.");
  } else if (version < decision.since_version) {
    reasons.push_back(fmt::format("It was collected under version {} of the policy; the purpose may use it since version {} only.", version, decision.since_version));
  }
  return reasons;
}

struct CategoryUse {
  bool used = false;
  std::string because;
};

/// Of the fields of a category, one that is shown is enough.
CategoryUse use_of(const Context& context, const Purpose& purpose, const privacy::Decision& decision, std::string_view category, std::int64_t version) {
  if (!purpose.covers(category)) return {false, "The policy does not let this purpose use it."};
  CategoryUse use{false, "No field of it is for this purpose."};
  for (const meta::Field& field : context.entity->fields) {
    if (field.category != category || !decision.readable[static_cast<std::size_t>(field.position)]) continue;
    if (decision.shows(field.position, version)) return {true, {}};
    use.because = fmt::format("It was collected under version {} of the policy; the purpose may use it since version {} only.", version,
                              decision.shown_since[static_cast<std::size_t>(field.position)]);
  }
  return use;
}

std::vector<std::string> categories_of(const meta::Entity& entity) {
  std::vector<std::string> categories;
  for (const meta::Field& field : entity.fields) {
    if (field.category != "none" && std::ranges::find(categories, field.category) == categories.end()) categories.push_back(field.category);
  }
  std::ranges::sort(categories);
  return categories;
}

void write_purpose(const Context& context, const Purpose& purpose, const Row& row, JsonWriter& writer) {
  const privacy::Access access{.workspace = context.access.workspace, .purpose = purpose.name, .grants = all_grants()};
  const auto decision = context.decisions.decide(access, *context.policy, context.model(), *context.entity);
  const std::int64_t version = row.integer(meta::kPolicyVersion);
  const auto reasons = against(purpose, *decision, row.integer(meta::kSubjectState), version);
  writer.StartObject();
  key(writer, "name");
  put(writer, purpose.name);
  key(writer, "label");
  put(writer, purpose.label);
  key(writer, "basis");
  put(writer, privacy::name_of(purpose.basis));
  key(writer, "used");
  writer.Bool(reasons.empty());
  key(writer, "because");
  writer.StartArray();
  for (const std::string& reason : reasons) put(writer, reason);
  writer.EndArray();
  key(writer, "categories");
  writer.StartArray();
  for (const std::string& name : categories_of(*context.entity)) {
    const privacy::Category* category = context.policy->policy->category(name);
    const CategoryUse use = use_of(context, purpose, *decision, name, version);
    writer.StartObject();
    key(writer, "name");
    put(writer, name);
    key(writer, "label");
    put(writer, category ? category->label : name);
    key(writer, "used");
    writer.Bool(use.used && reasons.empty());
    key(writer, "because");
    put(writer, use.because);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
}

}  // namespace

Result<> write_purposes(Records& records, const Context& context, const Id& id, JsonWriter& writer) {
  PROBITY_ASSIGN(const auto cells, records.cells(context, id));
  writer.StartObject();
  key(writer, "purposes");
  writer.StartArray();
  for (const Purpose& purpose : context.policy->policy->purposes) write_purpose(context, purpose, CellRow(cells), writer);
  writer.EndArray();
  writer.EndObject();
  return {};
}

}  // namespace probity::records
