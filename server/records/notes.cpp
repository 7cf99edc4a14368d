#include "records/notes.hpp"

namespace probity::records {
namespace {

/// The link field for records of that entity: the one made for it, else the one for any.
const meta::Field* link_to(const meta::Entity& notes, const std::string& entity) {
  const meta::Field* any = nullptr;
  for (const meta::Field& field : notes.fields) {
    if (field.type->name() != "links") continue;
    if (field.to == entity) return &field;
    if (field.to == "*") any = &field;
  }
  return any;
}

}  // namespace

Result<std::optional<ImportedNotes>> imported_notes(Records& records, const Context& about) {
  const meta::Entity* entity = about.model().find("note");
  if (!entity || entity == about.entity) return std::nullopt;
  PROBITY_ASSIGN(Context context, records.enter(about.access, "note"));
  const ImportedNotes notes{context, entity->field("text"), entity->field("kind"), link_to(*entity, about.entity->name)};
  if (!notes.text || !notes.kind || !notes.link) return std::nullopt;
  return notes;
}

Result<> fill_imported_note(const ImportedNotes& notes, const Id& about, std::string_view text, Draft& draft) {
  PROBITY_TRY(apply_text(notes.context, *notes.text, text, draft));
  PROBITY_TRY(apply_text(notes.context, *notes.kind, "imported", draft));
  return apply_text(notes.context, *notes.link, about.text(), draft);
}

}  // namespace probity::records
