#include "rights/erasure/places/bytes.hpp"
#include "rights/erasure/places/places.hpp"

namespace probity::erasure {
namespace {

using records::importing::Imports;

bool has_examples(const Imports::Kept& kept) {
  return std::ranges::any_of(kept.spec.columns, [](const auto& column) { return !column.samples.empty(); });
}

bool names_person(const Imports::Kept& kept, const Needles& needles) {
  return needles.in(records::importing::to_json(kept.spec)) || file_holds(kept.failed_rows, needles) || file_holds(kept.spec.file, needles);
}

/// Examples of an import that was started serve nothing any more: what they say need not be a needle.
bool goes(const Imports::Kept& kept, const Needles& needles) { return (kept.started && has_examples(kept)) || names_person(kept, needles); }

bool is_left(const Imports::Kept& kept, const Needles& needles) {
  return (kept.started && has_examples(kept)) || needles.in(records::importing::to_json(kept.spec)) || file_holds(kept.failed_rows, needles);
}

Result<std::vector<Find>> count(Imports& imports, const Target& target, bool (*counts)(const Imports::Kept&, const Needles&)) {
  PROBITY_ASSIGN(const auto all, imports.kept(target.context));
  const auto number = std::ranges::count_if(all, [&](const Imports::Kept& kept) { return counts(kept, target.needles); });
  return number == 0 ? std::vector<Find>{} : std::vector<Find>{{"import with rows or examples of its file", number}};
}

}  // namespace

Place imports_place(Imports& imports) {
  return {.name = "imports",
          .find = [&imports](const Target& target) { return count(imports, target, goes); },
          .erase = [&imports](const Target& target) -> Result<> {
            PROBITY_ASSIGN(const auto all, imports.kept(target.context));
            for (const Imports::Kept& kept : all) {
              if (goes(kept, target.needles)) PROBITY_TRY(imports.forget(target.context, kept.spec.id));
            }
            return {};
          },
          .rescan = [&imports](const Target& target) { return count(imports, target, is_left); }};
}

}  // namespace probity::erasure
