#pragma once
// One record, without what is other people's.
#include "rights/copies/others.hpp"
#include "rights/copies/portrait.hpp"

namespace probity::copies {

class Clearing {
 public:
  /// `marks` are of everybody else the record concerns.
  Clearing(const Others& others, const records::Context& context, Marks marks) : others_(others), context_(context), marks_(std::move(marks)) {}

  /// Leaves in the item's cells only what the person may have, and says what was left out.
  void clear(Item& item) const;
  /// The same of a value as JSON, as a history keeps it; null where nothing of it may be shown.
  std::string cleared(const meta::Field& field, const JsonValue& value) const;
  std::string cleared(std::string_view text) const { return without(text, marks_); }

 private:
  bool names_others(const meta::Field& field, const Id& target) const;
  std::optional<std::string_view> clear_links(const meta::Field& field, std::vector<Cell>& cells) const;
  std::optional<std::string_view> clear_text(const meta::Field& field, std::vector<Cell>& cells) const;
  void mask_strings(JsonValue& value, JsonAllocator& allocator) const;
  const Others& others_;
  const records::Context& context_;
  Marks marks_;
};

}  // namespace probity::copies
