#include "rights/governance/versions.hpp"

namespace probity::governance {
namespace {

constexpr std::string_view kEntity = "policy_version";

Cell text_cell(std::string_view text) { return text.empty() ? Cell{} : cell(text); }
Cell time_cell(Timestamp at) { return at == 0 ? Cell{} : Cell{at}; }

Version version_of(const meta::Entity& entity, const Row& row) {
  const auto text = [&](std::string_view field) { return text_in(entity, row, field); };
  return {.id = row.id(meta::kId),
          .number = integer_in(entity, row, "number"),
          .profile = text("profile"),
          .state = text("state"),
          .since = integer_in(entity, row, "since"),
          .until = integer_in(entity, row, "until"),
          .created_at = row.integer(meta::kCreatedAt),
          .by = row.id(meta::kCreatedBy),
          .note = text("note"),
          .overrides = text("overrides"),
          .changes = text("changes"),
          .document = text("document"),
          .widened = text("widened")};
}

}  // namespace

Result<records::Context> enter(records::Records& records, std::string_view workspace, const Id& actor, std::string_view entity, privacy::Access& access) {
  static const auto grants = privacy::Grants::make({.role = "program", .administrator = true, .everything = {}, .entities = {}});
  access = {.actor = actor, .workspace = std::string(workspace), .purpose = "service", .grants = grants, .origin = "policy", .address = {}};
  PROBITY_ASSIGN(const records::Context context, records.enter(access));
  return records::by_program(context, *context.model().find(entity));
}

Cell& cell_of(records::Draft& draft, std::string_view field) { return draft.value(*draft.entity->field(field)); }
std::string text_in(const meta::Entity& entity, const Row& row, std::string_view field) { return std::string(row.text(entity.field(field)->first_column)); }
std::int64_t integer_in(const meta::Entity& entity, const Row& row, std::string_view field) {
  const int column = entity.field(field)->first_column;
  return row.null(column) ? 0 : row.integer(column);
}
Id id_in(const meta::Entity& entity, const Row& row, std::string_view field) { return row.id(entity.field(field)->first_column); }

Result<std::vector<Version>> Versions::list(std::string_view workspace) {
  privacy::Access access;
  PROBITY_ASSIGN(const records::Context context, enter(records_, workspace, {}, kEntity, access));
  std::vector<Version> versions;
  PROBITY_TRY(records_.each(context, "", [&](const Id&, const Row& row) -> Result<> {
    versions.push_back(version_of(*context.entity, row));
    return {};
  }));
  std::ranges::sort(versions, std::greater{}, &Version::number);
  return versions;
}

Result<Version> Versions::find(std::string_view workspace, std::int64_t number) {
  PROBITY_ASSIGN(std::vector<Version> versions, list(workspace));
  const auto found = std::ranges::find(versions, number, &Version::number);
  if (found == versions.end()) return fail(ErrorKind::not_found, "no_such_version", "There is no such version of the policy.");
  return std::move(*found);
}

Result<> Versions::add(std::string_view workspace, const Id& by, const Version& version, const store::Plan& also) {
  privacy::Access access;
  PROBITY_ASSIGN(const records::Context context, enter(records_, workspace, by, kEntity, access));
  PROBITY_TRY(records_.create_by(context, {.id = version.id, .allow_duplicate = true}, [&](store::Reader&, records::Draft& draft) -> Result<> {
    cell_of(draft, "number") = version.number;
    cell_of(draft, "profile") = cell(version.profile);
    cell_of(draft, "state") = cell(version.state);
    cell_of(draft, "since") = time_cell(version.since);
    cell_of(draft, "note") = text_cell(version.note);
    cell_of(draft, "overrides") = text_cell(version.overrides);
    cell_of(draft, "changes") = text_cell(version.changes);
    cell_of(draft, "document") = cell(version.document);
    cell_of(draft, "widened") = text_cell(version.widened);
    draft.also = also;
    return {};
  }));
  return {};
}

Result<> Versions::change(std::string_view workspace, const Version& version, const store::Plan& also) {
  privacy::Access access;
  PROBITY_ASSIGN(const records::Context context, enter(records_, workspace, {}, kEntity, access));
  PROBITY_TRY(records_.alter(context, version.id, records::Verb::update, {}, [&](store::Reader&, records::Draft& draft) -> Result<> {
    cell_of(draft, "state") = cell(version.state);
    cell_of(draft, "since") = time_cell(version.since);
    cell_of(draft, "until") = time_cell(version.until);
    draft.also = also;
    return {};
  }));
  return {};
}

}  // namespace probity::governance
