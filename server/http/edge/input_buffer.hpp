#pragma once
// The bytes of one connection that were received and not yet understood.
#include <algorithm>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace probity::http {

class InputBuffer {
 public:
  /// Never holds more than `maximum` bytes.
  explicit InputBuffer(std::size_t maximum) : maximum_(maximum) {}

  std::string_view bytes() const { return {storage_.get() + begin_, end_ - begin_}; }
  bool empty() const { return begin_ == end_; }
  bool full() const { return end_ - begin_ == maximum_; }

  /// Room for what comes next, at least one byte unless full(); at least `wanted` where that is allowed.
  std::span<char> space(std::size_t wanted) {
    wanted = std::min(wanted, maximum_ - (end_ - begin_));
    if (capacity_ - end_ < wanted) move_to_front(std::max(end_ - begin_ + wanted, kSmallest));
    return {storage_.get() + end_, capacity_ - end_};
  }
  void received(std::size_t count) { end_ += count; }
  void consume(std::size_t count) {
    begin_ += count;
    if (begin_ == end_) begin_ = end_ = 0;
  }
  /// Gives back what one large request needed.
  void shrink() {
    if (capacity_ > kSmallest && empty()) *this = InputBuffer(maximum_);
  }

 private:
  static constexpr std::size_t kSmallest = 4096;

  void move_to_front(std::size_t wanted) {
    const std::size_t held = end_ - begin_;
    if (wanted > capacity_) {
      capacity_ = std::min(std::max(wanted, capacity_ * 2), std::max(maximum_, kSmallest));
      auto larger = std::make_unique_for_overwrite<char[]>(capacity_);
      if (held > 0) std::memcpy(larger.get(), storage_.get() + begin_, held);
      storage_ = std::move(larger);
    } else {
      std::memmove(storage_.get(), storage_.get() + begin_, held);
    }
    begin_ = 0;
    end_ = held;
  }

  std::size_t maximum_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::unique_ptr<char[]> storage_;
};

}  // namespace probity::http
