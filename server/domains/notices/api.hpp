#pragma once
// What members are told: that they were mentioned, that a record is theirs now, that something falls due. A
// notification is written in the same transaction as what it tells of, so that neither is there without the
// other; nobody is told of what they did themselves.
#include <optional>
#include <string>
#include <string_view>

#include "records/records.hpp"

namespace probity::notices {

/// The hooks that model/ names: "notices.mentioned" for entities with a field `mentions`, "notices.assigned" for
/// those with an `owner` or `assignee`. `hooks` must stay where it is.
void add_hooks(records::Hooks& hooks);

struct Notice {
  Id member;              ///< whom it is for
  std::string_view kind;  ///< a choice of notification.kind
  std::string text;
  Id record = {};         ///< what to open; nil: nothing
  Id from = {};           ///< who brought it about; nil: the program
};

/// The program's own hand on notifications, in the workspace of `context`, whoever is at work there. `access` is filled
/// and must outlive what is returned.
records::Context enter(const records::Context& context, privacy::Access& access);

/// Fills a new notification.
void fill(const Notice& notice, records::Draft& draft);

/// Adds one to the write of `draft`. Of the same `id` there is never a second.
Result<> add(const records::Hooks& hooks, const records::Context& context, store::Reader& reader, const Notice& notice,
             records::Draft& draft, std::optional<Id> id = {});

}  // namespace probity::notices
