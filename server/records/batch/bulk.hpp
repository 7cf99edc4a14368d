#pragma once
// Many writes with one wait: planned against one view of the database, queued together so that they
// share a commit, and planned again one by one where somebody (or one of them) was faster. Each stands
// for itself: some may fail while others are written. For one thread.
#include <memory>

#include "records/records.hpp"

namespace probity::records {

class Bulk {
 public:
  class UnderWay;

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

  /// The first half of run(): plans what was added and queues it, so that the caller can prepare more while
  /// it is written. What is planned before the other half is done may not see it yet.
  UnderWay start();

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
  static Result<Planned> plan(Records& records, store::Reader& reader, const Item& item);

  Records& records_;
  const Context& context_;
  std::vector<Item> items_;
};

/// What was queued together. Dropping it neither waits nor takes anything back.
class Bulk::UnderWay {
 public:
  UnderWay(UnderWay&&) noexcept;
  UnderWay& operator=(UnderWay&&) noexcept;
  ~UnderWay();

  /// The second half of run(), to be called once: waits until all is on disk, plans again what somebody was
  /// faster with, and tells open pages.
  std::vector<Result<Written>> wait();

 private:
  friend class Bulk;
  struct Parts;
  explicit UnderWay(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace probity::records
