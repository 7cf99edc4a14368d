#pragma once
// Who looked at which record: opening, editing and writing to one, never lists. Coalesced per actor, record and UTC
// day, kept in memory and written once a second, so that a look costs the one who looks nearly nothing. Thread-safe.
#include <array>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/json.hpp"
#include "records/records.hpp"

namespace probity::records {

class Reading {
 public:
  explicit Reading(Records& records);
  /// Writes what is left.
  ~Reading();
  Reading(const Reading&) = delete;

  /// Has it written every second from now on. What a kill finds unwritten, at most the last second's first looks and
  /// the last minute's repeats, is lost.
  void start();
  /// Writes what is left and goes on only when asked to.
  void stop();

  /// The actor of the context looked at that record of its entity now. The program's own looks (nil) do not count.
  void note(const Context& context, const Id& record);

  /// Writes everything noted so far, of one workspace or (empty) of all.
  Result<> flush(std::string_view workspace = {});

 private:
  struct Key {
    const Workspace* workspace;
    Id record;
    Id actor;
    Day day;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const;
  };
  struct Look {
    std::shared_ptr<Workspace> workspace;
    std::string entity;
    std::int64_t times = 0;    ///< altogether that day, once it is known what was there before
    std::int64_t unwritten = 0;
    Timestamp last_at = 0;
    Timestamp written_at = 0;  ///< 0: not since it is in memory
  };
  struct Shard {
    std::mutex mutex;
    std::unordered_map<Key, Look, KeyHash> looks;
  };
  struct Taken {
    Key key;
    Look look;
  };

  enum class Which { due, all };
  Result<> write(Which which, std::string_view workspace);
  std::vector<Taken> take(Which which, std::string_view workspace);
  void put_back(const std::vector<Taken>& taken, bool written);
  static Result<> write_rows(std::span<Taken> taken);
  void keep_writing(const std::stop_token& stop);

  Records& records_;
  std::array<Shard, 16> shards_;
  std::mutex writing_;  ///< one writes at a time, so that what is counted is counted once
  std::mutex sleeping_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

/// When somebody last looked at a record, as written; nothing: nobody has since it was made.
Result<std::optional<Timestamp>> last_look(store::Reader& reader, const Id& record);

/// The condition that somebody looked at a row of any table of records after that moment.
store::Condition looked_at_after(Timestamp at);

/// Who looked at a record, and where it is a person at what concerns them, the latest first, `limit` lines of an actor,
/// a record and a day: {"items":[{"member":{"id","name"},"entity","id","day","times","last_at"}],"more":bool}. What is
/// still in memory is not there yet: flush() first. "not_found".
Result<> write_looks(Records& records, const Context& context, const Id& id, int limit, JsonWriter& writer);

/// Takes away who looked at a record, in the plan that takes the record away. A purge does so by itself.
void forget_looks(const Id& record, store::Plan& plan);

}  // namespace probity::records
