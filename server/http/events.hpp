#pragma once
// Live changes for open pages: what the record service tells is passed on to everyone who may read the
// entity, as ids only. Thread-safe.
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http/edge/message.hpp"
#include "privacy/access.hpp"
#include "records/changes.hpp"

namespace probity::http {

class Events {
 public:
  /// `open_streams` counts them.
  using MayBeTold = std::function<bool(const privacy::Access&, const records::Change&)>;
  Events(records::Changes& changes, MayBeTold may_be_told, std::atomic<std::int64_t>& open_streams);
  ~Events();
  Events(const Events&) = delete;

  /// `event: change`, `data: {"entity","id","operation"}` until the reader goes or may no longer: the session
  /// (nil for a token) ended, or somebody's membership, role or team changed. Then the stream is closed; a reader who still
  /// may comes back by itself.
  void open(const privacy::Access& access, Id session, std::shared_ptr<EventStream> stream);

 private:
  struct Reader {
    Id session;
    privacy::Access access;
    std::shared_ptr<EventStream> stream;
  };
  using Readers = std::vector<Reader>;
  void pass_on(const records::Change& change);
  void end_what_may_be_over(const records::Change& change);
  /// What anybody may do there may be another thing now.
  void end_all(const std::string& workspace);
  template <typename Over>
  void drop(Readers& readers, Over over);

  records::Changes& changes_;
  MayBeTold may_be_told_;
  std::atomic<std::int64_t>& open_streams_;
  std::mutex mutex_;
  std::map<std::string, Readers, std::less<>> readers_;  ///< by workspace
  std::uint64_t listener_;
};

}  // namespace probity::http
