#include "http/events.hpp"

#include "base/json.hpp"
#include "base/time.hpp"

namespace probity::http {
namespace {

std::string event_data(const records::Change& change) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "entity");
  put(writer, change.entity);
  key(writer, "id");
  change.id.is_nil() ? (void)writer.Null() : put(writer, change.id.text());
  key(writer, "operation");
  put(writer, change.operation);
  writer.EndObject();
  return std::string(text(buffer));
}

}  // namespace

Events::Events(records::Changes& changes, MayBeTold may_be_told, std::atomic<std::int64_t>& open_streams)
    : changes_(changes), may_be_told_(std::move(may_be_told)), open_streams_(open_streams) {
  listener_ = changes_.listen([this](const records::Change& change) {
    if (change.workspace == "system") {
      end_what_may_be_over(change);
    } else {
      pass_on(change);
      if (change.entity == "role" || change.entity == "team") end_all(change.workspace);
    }
  });
}

Events::~Events() { changes_.forget(listener_); }

void Events::open(const privacy::Access& access, Id session, std::shared_ptr<EventStream> stream) {
  const std::lock_guard lock(mutex_);
  readers_[access.workspace].push_back({session, access, std::move(stream)});
  ++open_streams_;
}

template <typename Over>
void Events::drop(Readers& readers, Over over) {
  open_streams_ -= static_cast<std::int64_t>(std::erase_if(readers, over));
}

void Events::pass_on(const records::Change& change) {
  const std::lock_guard lock(mutex_);
  const auto found = readers_.find(change.workspace);
  if (found == readers_.end()) return;
  const std::string data = event_data(change);
  drop(found->second, [&](const Reader& reader) {
    if (reader.access.until != 0 && reader.access.until <= now()) {
      reader.stream->close();
      return true;
    }
    const bool may_see = (change.only_for.is_nil() || change.only_for == reader.access.actor) && may_be_told_(reader.access, change);
    return may_see && !reader.stream->send("change", data);
  });
  if (found->second.empty()) readers_.erase(found);
}

void Events::end_all(const std::string& workspace) {
  const std::lock_guard lock(mutex_);
  const auto found = readers_.find(workspace);
  if (found == readers_.end()) return;
  drop(found->second, [](const Reader& reader) {
    reader.stream->close();
    return true;
  });
  readers_.erase(found);
}

void Events::end_what_may_be_over(const records::Change& change) {
  const bool of_session = change.entity == "session";
  if (of_session && (change.operation == "create" || change.operation == "update")) return;
  if (!of_session && change.entity != "token" && change.entity != "membership" && change.entity != "member") return;
  const std::lock_guard lock(mutex_);
  for (auto& [workspace, readers] : readers_) {
    drop(readers, [&](const Reader& reader) {
      const bool concerned = of_session ? change.id.is_nil() || reader.session == change.id : change.entity != "token" || reader.session.is_nil();
      if (concerned) reader.stream->close();
      return concerned;
    });
  }
}

}  // namespace probity::http
