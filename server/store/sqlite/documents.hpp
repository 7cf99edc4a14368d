#pragma once
// Search documents of one write transaction, put down together at its end: the full-text index buffers
// ascending documents in memory, and would write a segment of its own for each that comes out of order.
#include <atomic>
#include <unordered_map>
#include <vector>

#include "base/id.hpp"
#include "store/sqlite/connection.hpp"

namespace probity::store::sqlite {

class Documents {
 public:
  void put(std::string_view entity, const Id& record, std::string text);
  void remove(const Id& record);
  void clear();
  /// Looks at the index of a file that was opened: what wrote it last may have left it in many segments.
  Result<> load(Connection& connection);
  Result<> store(Connection& connection);

  void merged() { changed_ = 0; }
  /// Documents put down or removed since the index was merged, as far as this process knows. Any thread.
  std::int64_t changed_since_merge() const { return changed_.load(std::memory_order_relaxed); }
  /// A tenth of all documents: merging writes all of them. Any thread.
  std::int64_t worth_merging() const { return worth_merging_.load(std::memory_order_relaxed); }

 private:
  struct Change {
    Id record;
    std::string entity;
    std::string text;
    bool removed = false;
  };
  struct Old {
    std::int64_t sequence;
    std::string text;
  };
  Change& change_of(const Id& record);
  Result<> collect(Connection& connection, std::vector<Old>& old, std::vector<const Change*>& put);

  std::vector<Change> changes_;
  std::unordered_map<Id, std::size_t> by_record_;
  std::atomic<std::int64_t> changed_{0};
  std::atomic<std::int64_t> worth_merging_{1'000};
};

}  // namespace probity::store::sqlite
