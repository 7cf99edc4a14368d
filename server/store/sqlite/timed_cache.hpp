#pragma once
// Answers that may be some seconds old, by a text that stands for the question. Any thread.
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/text_hash.hpp"

namespace probity::store::sqlite {

template <typename Value>
class TimedCache {
 public:
  TimedCache(std::chrono::seconds kept, std::size_t most) : kept_(kept), most_(most) {}

  std::optional<Value> find(std::string_view question) {
    const std::scoped_lock lock(mutex_);
    const auto found = entries_.find(question);
    if (found == entries_.end() || found->second.made + kept_ < Clock::now()) return std::nullopt;
    return found->second.value;
  }

  void keep(std::string question, Value value) {
    const std::scoped_lock lock(mutex_);
    if (entries_.size() >= most_) entries_.clear();
    entries_.insert_or_assign(std::move(question), Entry{std::move(value), Clock::now()});
  }

  void clear() {
    const std::scoped_lock lock(mutex_);
    entries_.clear();
  }

 private:
  using Clock = std::chrono::steady_clock;
  struct Entry {
    Value value;
    Clock::time_point made;
  };
  const std::chrono::seconds kept_;
  const std::size_t most_;
  std::mutex mutex_;
  std::unordered_map<std::string, Entry, TextHash, std::equal_to<>> entries_;
};

}  // namespace probity::store::sqlite
