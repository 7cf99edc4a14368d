#include "records/importing/existing.hpp"

#include "base/text.hpp"
#include "records/importing/reference.hpp"

namespace probity::records::importing {

Error left_alone(const meta::Field& field) {
  return {.kind = ErrorKind::conflict, .code = "left_alone",
          .message = fmt::format("This row was left alone: data with the same {} is here already and may not be used now. Ask an administrator.", lower_ascii(field.label)),
          .field = field.name};
}

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
  if (match.count == 0) {
    PROBITY_ASSIGN(const bool withheld, is_withheld(context, reader, FieldKey{&field, existing.key}));
    if (withheld) existing.problem = left_alone(field);
  }
  if (match.count > 1) {
    const std::string problem = fmt::format("{} records have this {}. Choose a key that each has for itself.", counted(match.count), lower_ascii(field.label));
    existing.problem = Error{.kind = ErrorKind::conflict, .code = "ambiguous_key", .message = problem, .field = field.name};
  }
  return existing;
}

}  // namespace probity::records::importing
