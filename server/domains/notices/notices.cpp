#include "base/text.hpp"
#include "domains/notices/api.hpp"
#include "records/beside.hpp"

namespace probity::notices {
namespace {

/// Of notification.text.
constexpr std::size_t kLongestText = 500;

}  // namespace

records::Context enter(const records::Context& context, privacy::Access& access) {
  access = context.access;
  // Theirs is the assignment or the comment; the notification is the program's, so that their undo leaves it.
  access.actor = Id{};
  access.origin = "notices";
  return by_program(for_access(context, access), *context.model().find("notification"));
}

void fill(const Notice& notice, records::Draft& draft) {
  const auto value = [&](std::string_view field) -> Cell& { return draft.value(*draft.entity->field(field)); };
  value("user") = cell(notice.member);
  value("kind") = cell(notice.kind);
  value("text") = cell(first_characters(notice.text, kLongestText));
  if (!notice.record.is_nil()) value("record") = cell(notice.record);
  if (!notice.from.is_nil()) value("from") = cell(notice.from);
}

Result<> add(const records::Hooks& hooks, const records::Context& context, store::Reader& reader, const Notice& notice, records::Draft& draft, std::optional<Id> id) {
  privacy::Access access;
  const records::Context notifications = enter(context, access);
  const records::CreateOptions options{.id = id, .allow_duplicate = true, .group = draft.group};
  return records::create_beside(hooks, notifications, reader, options, [&](store::Reader&, records::Draft& other) -> Result<> {
    fill(notice, other);
    return {};
  }, draft);
}

}  // namespace probity::notices
