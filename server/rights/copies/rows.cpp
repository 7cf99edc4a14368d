#include "rights/copies/rows.hpp"

namespace probity::copies {

Entry entry_in(const records::Context& copies, const Row& row) {
  const auto column = [&](std::string_view field) { return copies.entity->field(field)->first_column; };
  const auto text = [&](std::string_view field) { return std::string(row.text(column(field))); };
  return {.workspace = copies.workspace->slug(), .id = row.id(meta::kId), .person = row.id(column("person")), .state = text("state"), .kind = text("kind"), .link_hash = text("link_hash"),
          .size = row.integer(column("size")), .expires_at = row.integer(column("expires_at")), .fetched_at = row.integer(column("fetched_at"))};
}

privacy::Access program_in(std::string_view workspace) {
  static const auto grants = privacy::Grants::make({.role = "program", .administrator = true});
  return {.actor = {}, .workspace = std::string(workspace), .purpose = std::string(privacy::kLegalObligation), .grants = grants, .origin = "copies"};
}

records::Context at_copies(const records::Context& context) { return records::by_program(context, *context.model().find(kCopy)); }

void set(records::Draft& draft, std::string_view field, Cell value) { draft.value(*draft.entity->field(field)) = std::move(value); }

}  // namespace probity::copies
