#include "records/importing/existing.hpp"

#include "base/text.hpp"
#include "records/importing/reference.hpp"

namespace probity::records::importing {

Result<Existing> find_existing(const Context& context, store::Reader& reader, const Spec& spec, const RowReader::Values& values) {
  Existing existing;
  const meta::Field& field = *context.entity->field(spec.key);
  Draft draft = start_draft(context, Id{});
  if (auto applied = RowReader::apply(context, values, draft); !applied) {
    existing.problem = applied.error();
    return existing;
  }
  existing.key = lookup_key(field, CellRow(draft.after), field.first_column);
  if (existing.key.empty()) return existing;
  PROBITY_ASSIGN(const Match match, find_match(context, reader, std::array{FieldKey{&field, existing.key}}));
  existing.record = match.record;
  if (match.count > 1) {
    const std::string problem = fmt::format("{} records have this {}. Choose a key that each has for itself.", counted(match.count), lower_ascii(field.label));
    existing.problem = Error{.kind = ErrorKind::conflict, .code = "ambiguous_key", .message = problem, .field = field.name};
  }
  return existing;
}

}  // namespace probity::records::importing
