#pragma once
// Identifiers: UUID version 7 (RFC 9562), so that ids made later sort later.
#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace probity {

struct Id {
  std::array<std::uint8_t, 16> bytes{};

  auto operator<=>(const Id&) const = default;
  bool is_nil() const { return *this == Id{}; }
  /// 16 raw bytes, as stored. Valid while this Id lives.
  std::string_view raw() const { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
  /// Canonical lower-case text, 36 characters.
  std::string text() const;

  /// From 16 raw bytes; nil for any other length.
  static Id from_raw(std::string_view raw);
  /// From canonical text of any case; nothing else is accepted.
  static std::optional<Id> parse(std::string_view text);
  /// A new UUIDv7 of the program's clock; strictly increasing within a process. Thread-safe.
  static Id make();
};

}  // namespace probity

template <>
struct std::hash<probity::Id> {
  std::size_t operator()(const probity::Id& id) const noexcept {
    std::uint64_t low;
    std::memcpy(&low, id.bytes.data() + 8, sizeof low);
    return static_cast<std::size_t>(low);
  }
};
