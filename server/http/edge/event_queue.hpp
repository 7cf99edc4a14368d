#pragma once
// The waiting part of a stream of server-sent events: any thread puts in, the connection's loop takes out.
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include "http/edge/message.hpp"

namespace probity::http {

inline constexpr std::size_t kEventBufferBytes = 256 * 1024;

class EventQueue final : public EventStream {
 public:
  /// `wake` is called, under the queue's lock, when a first event arrives or the reader is cut off. It must
  /// not block, and is never called after close() has returned.
  explicit EventQueue(std::function<void()> wake) : wake_(std::move(wake)) {}

  bool send(std::string_view event, std::string_view data) override;

  /// Moves what waits into `bytes` (emptied first). False when the stream is closed.
  bool take(std::string& bytes);
  void close() override;

 private:
  std::mutex mutex_;
  std::string waiting_;
  std::function<void()> wake_;
  bool closed_ = false;
};

/// One event in the wire format (HTML Living Standard, 9.2): each line of `data` a line of its own.
void append_event(std::string& bytes, std::string_view event, std::string_view data);

}  // namespace probity::http
