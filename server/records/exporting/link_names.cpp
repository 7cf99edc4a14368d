#include "records/exporting/link_names.hpp"

#include "base/text.hpp"
#include "records/filter.hpp"
#include "records/formats/name_list.hpp"
#include "records/lookup.hpp"

namespace probity::records::exporting {
namespace {

constexpr std::size_t kMostKnown = 100'000;

}  // namespace

const meta::Field* LinkNames::naming(const meta::Field& link) const {
  const meta::Entity* linked = context_.model().find(link.to);
  if (!linked || linked->title.size() != 1) return nullptr;
  const meta::Field* field = linked->field(linked->title.front());
  return field->type->shape() == meta::Shape::text ? field : nullptr;
}

Result<std::string> LinkNames::address_of(const Id& member) {
  if (!addresses_) {
    PROBITY_ASSIGN(const auto colleagues, records_.colleagues(context_.workspace->slug()));
    addresses_.emplace();
    for (const Colleague& colleague : colleagues) addresses_->emplace(colleague.id, colleague.email);
  }
  const auto found = addresses_->find(member);
  return found == addresses_->end() ? member.text() : found->second;
}

Result<std::string> LinkNames::name_of(const meta::Field& link, const Id& id) {
  if (link.type->name() == "user" || link.type->name() == "users") return address_of(id);
  const meta::Field* field = naming(link);
  if (!field) return id.text();
  if (const auto known = known_.find(id); known != known_.end()) return known->second;
  std::string name;
  auto linked = linked_context(context_, link);
  if (!linked) return name;
  PROBITY_TRY(linked->database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_TRY(reader.one(linked->tables->all, "_id", cell(id), [&](const Row& row) {
      const bool shown = linked->sees(row) && linked->shows(*field, row);
      if (shown && !row.null(field->first_column)) name = field->type->text(*field, row, field->first_column);
      return false;
    }));
    // A name that several have says nothing to whoever reads the file back.
    if (name.empty()) return {};
    PROBITY_ASSIGN(const auto same, find_by_keys(*linked, reader, std::array{FieldKey{field, fold(name)}}, 2));
    if (same.size() > 1) name = id.text();
    return {};
  }));
  if (known_.size() >= kMostKnown) known_.clear();
  return known_.emplace(id, std::move(name)).first->second;
}

Result<std::string> LinkNames::text(const meta::Field& link, const Row& row, int column) {
  std::string text;
  if (row.null(column)) return text;
  for (const Id& id : link.type->targets(link, row, column)) {
    PROBITY_ASSIGN(std::string name, name_of(link, id));
    if (name.empty()) continue;
    if (link.type->name() == "link") return name;
    formats::append_name(text, name);
  }
  return text;
}

}  // namespace probity::records::exporting
