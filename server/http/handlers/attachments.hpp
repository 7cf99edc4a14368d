#pragma once
// Files that records hold: taken over from uploads when a record is written, destroyed with the record.
#include <set>

#include "http/call.hpp"

namespace probity::http::handlers {

/// The files a write takes over. Unless settled, they are given back when it goes out of scope.
class Attachments {
 public:
  Attachments(Call& call, const records::Context& context) : call_(call), context_(context) {}
  Attachments(const Attachments&) = delete;
  ~Attachments();

  /// Replaces each file named in `object` (an id, {"upload":id} or {"id":id}) by what is known of it. Only
  /// complete uploads of the caller, or what the record holds already: "unknown_file" (422).
  Result<> take(JsonDocument& object, const records::Written* before);
  void settle() { taken_.clear(); }

 private:
  Result<> take_one(const meta::Field& field, JsonValue& value, JsonAllocator& allocator, const records::Written* before);

  Call& call_;
  const records::Context& context_;
  std::vector<Id> taken_;
};

bool has_files(const meta::Entity& entity);
/// "files_one_by_one" (422) where the object names a file: a batch cannot take uploads over.
Result<> refuse_files(const meta::Entity& entity, const JsonValue& object);
/// Every file the record holds, or held at any time its history tells of, whoever may see the field.
Result<std::set<Id>> files_of(const Call& call, const meta::Entity& entity, const Id& id);
/// Destroys them; a failure is told in the log.
void destroy_files(const Call& call, const std::set<Id>& files);

}  // namespace probity::http::handlers
