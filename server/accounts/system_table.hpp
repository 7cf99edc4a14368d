#pragma once
// The records of one entity of the system, as the program itself reads and writes them. Thread-safe.
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "accounts/directory.hpp"
#include "records/records.hpp"

namespace probity::accounts {

class SystemTable {
 public:
  SystemTable(records::Records& records, std::string_view entity) : records_(records), access_(program_access(records::kSystemWorkspace, "program")), entity_(entity) {}

  /// A value of a draft, by the name of its field.
  class Writer {
   public:
    Writer(const records::Context& context, records::Draft& draft) : context_(context), draft_(draft) {}
    const Id& id() const { return draft_.id; }
    const records::Context& context() const { return context_; }
    void set(std::string_view field, Cell value) const { draft_.value(*context_.entity->field(field)) = std::move(value); }
    /// As people write it, so that the field's own rules hold.
    Result<> write(std::string_view field, std::string_view text) const { return records::apply_text(context_, *context_.entity->field(field), text, draft_); }
    /// As it stands.
    std::string_view text(std::string_view field) const;
    std::int64_t number(std::string_view field) const;
    bool is_empty(std::string_view field) const;

   private:
    const Cell& cell_of(std::string_view field) const { return draft_.value(*context_.entity->field(field)); }
    const records::Context& context_;
    records::Draft& draft_;
  };
  using Fill = std::function<Result<>(const Writer&)>;

  Result<Id> add(const Fill& fill, std::optional<Id> id = {});
  /// "not_found" for one that is gone. `fill` may run several times.
  Result<> change(const Id& id, const Fill& fill);
  /// For good; one that is gone already is no error.
  Result<> purge(const Id& id);

  /// A row, by the names of its fields.
  struct Reader {
    const meta::Entity& entity;
    const Id& id;
    const Row& row;
    std::string text(std::string_view field) const { return std::string(text_of(entity, field, row)); }
    Id link(std::string_view field) const { return id_of(entity, field, row); }
    Timestamp time(std::string_view field) const { return time_of(entity, field, row); }
    std::int64_t number(std::string_view field) const { return time_of(entity, field, row); }
    Timestamp created_at() const { return row.integer(meta::kCreatedAt); }
  };
  using Use = std::function<void(const Reader&)>;
  /// Those of which the field has that value; all where none is named. Oldest first.
  Result<> each(std::string_view field, std::string_view value, const Use& use);
  Result<> one(const Id& id, const Use& use);
  /// Those whose time in that field was before; a moment that is not set is not.
  Result<> before(std::string_view field, Timestamp at, const Use& use);

 private:
  Result<> visit(const std::string& filter, const Use& use);

  records::Records& records_;
  const privacy::Access access_;
  const std::string entity_;
};

}  // namespace probity::accounts
