#pragma once
// Many writes with one wait: planned against one view of the database, queued together so that they
// share a commit, and planned again one by one where somebody (or one of them) was faster. Each stands
// for itself: some may fail while others are written. For one thread.
#include "records/records.hpp"

namespace probity::records {

class Bulk {
 public:
  Bulk(Records& records, const Context& context) : records_(records), context_(context) {}

  /// As Records::create_by, but that the role was asked before (may()). `fill` must outlive run().
  void create(CreateOptions options, Records::Alter fill);
  /// As Records::alter.
  void alter(Id id, Verb verb, UpdateOptions options, Records::Alter change);
  /// The same at another entity of the same workspace; `context` must outlive run().
  void alter_at(const Context& context, Id id, Verb verb, UpdateOptions options, Records::Alter change);
  std::size_t size() const { return items_.size(); }

  /// Writes all that was added, in that order, and forgets it. One result for each. A few hundred at a
  /// time make full use of a commit.
  std::vector<Result<Written>> run();

 private:
  struct Item {
    const Context* context;
    bool creates;
    Id id;
    Verb verb;
    CreateOptions create_options;
    UpdateOptions update_options;
    Records::Alter change;
  };
  Result<Planned> plan(store::Reader& reader, const Item& item) const;
  Result<Written> alone(const Item& item) const;

  Records& records_;
  const Context& context_;
  std::vector<Item> items_;
};

}  // namespace probity::records
