#pragma once
// Search documents of one write transaction, put down together at its end: the full-text index buffers
// ascending documents in memory, and would write a segment of its own for each that comes out of order.
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
  Result<> store(Connection& connection);

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
};

}  // namespace probity::store::sqlite
