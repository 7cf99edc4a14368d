#include "http/edge/event_queue.hpp"

namespace probity::http {

bool EventQueue::send(std::string_view event, std::string_view data) {
  const std::lock_guard lock(mutex_);
  if (closed_) return false;
  const bool was_empty = waiting_.empty();
  append_event(waiting_, event, data);
  closed_ = waiting_.size() > kEventBufferBytes;
  if (was_empty || closed_) wake_();
  return !closed_;
}

bool EventQueue::take(std::string& bytes) {
  const std::lock_guard lock(mutex_);
  bytes.clear();
  if (closed_) return false;
  bytes.swap(waiting_);
  return true;
}

void EventQueue::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  waiting_ = {};
}

void append_event(std::string& bytes, std::string_view event, std::string_view data) {
  bytes.append("event: ").append(event.substr(0, event.find_first_of("\r\n"))).append("\n");
  for (;;) {
    const auto end = data.find_first_of("\r\n");
    bytes.append("data: ").append(data.substr(0, end)).append("\n");
    if (end == data.npos) break;
    const bool pair = data[end] == '\r' && end + 1 < data.size() && data[end + 1] == '\n';
    data.remove_prefix(end + (pair ? 2 : 1));
  }
  bytes.append("\n");
}

}  // namespace probity::http
