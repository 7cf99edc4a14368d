#include "base/id.hpp"

#include <atomic>

#include "base/crypto.hpp"
#include "base/time.hpp"

namespace probity {
namespace {

constexpr int kCounterBits = 12;
/// A millisecond starts its counter in the lower half, which leaves at least 2,048 ids before the
/// counter runs into the next millisecond (allowed by RFC 9562, section 6.2).
constexpr std::uint64_t kCounterStartMask = 0x7ff;

/// A new value per call, never the same twice: milliseconds above, counter below.
std::uint64_t next_tick(std::uint64_t random) {
  static std::atomic<std::uint64_t> last{0};
  const auto milliseconds = static_cast<std::uint64_t>(now() / kMillisecond);
  const std::uint64_t fresh = milliseconds << kCounterBits | (random & kCounterStartMask);
  std::uint64_t before = last.load(std::memory_order_relaxed);
  std::uint64_t next;
  do {
    next = std::max(before + 1, fresh);
  } while (!last.compare_exchange_weak(before, next, std::memory_order_relaxed));
  return next;
}

/// One system call fills enough for hundreds of ids.
std::uint64_t next_random() {
  constexpr std::size_t kBuffer = 4096;
  thread_local std::string buffer;
  thread_local std::size_t used = kBuffer;
  std::uint64_t random;
  if (used + sizeof random > kBuffer) {
    buffer = random_bytes(kBuffer);
    used = 0;
  }
  std::memcpy(&random, buffer.data() + used, sizeof random);
  used += sizeof random;
  return random;
}

int hex_digit(char character) {
  if (character >= '0' && character <= '9') return character - '0';
  if (character >= 'a' && character <= 'f') return character - 'a' + 10;
  if (character >= 'A' && character <= 'F') return character - 'A' + 10;
  return -1;
}

constexpr bool is_dash_position(std::size_t position) {
  return position == 8 || position == 13 || position == 18 || position == 23;
}

}  // namespace

std::string Id::text() const {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text(36, '-');
  std::size_t position = 0;
  for (const std::uint8_t byte : bytes) {
    if (is_dash_position(position)) ++position;
    text[position++] = kDigits[byte >> 4];
    text[position++] = kDigits[byte & 15];
  }
  return text;
}

Id Id::from_raw(std::string_view raw) {
  Id id;
  if (raw.size() == id.bytes.size()) std::memcpy(id.bytes.data(), raw.data(), raw.size());
  return id;
}

std::optional<Id> Id::parse(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  Id id;
  std::size_t nibble = 0;
  for (std::size_t position = 0; position < text.size(); ++position) {
    if (is_dash_position(position)) {
      if (text[position] != '-') return std::nullopt;
      continue;
    }
    const int digit = hex_digit(text[position]);
    if (digit < 0) return std::nullopt;
    id.bytes[nibble / 2] = static_cast<std::uint8_t>(id.bytes[nibble / 2] << 4 | digit);
    ++nibble;
  }
  return id;
}

Id Id::make() {
  const std::uint64_t tick = next_tick(next_random());
  const std::uint64_t random = next_random();
  Id id;
  const std::uint64_t milliseconds = tick >> kCounterBits;
  for (int byte = 0; byte < 6; ++byte) id.bytes[byte] = static_cast<std::uint8_t>(milliseconds >> (40 - 8 * byte));
  id.bytes[6] = static_cast<std::uint8_t>(0x70 | (tick >> 8 & 0x0f));
  id.bytes[7] = static_cast<std::uint8_t>(tick);
  std::memcpy(id.bytes.data() + 8, &random, sizeof random);
  id.bytes[8] = static_cast<std::uint8_t>(0x80 | (id.bytes[8] & 0x3f));
  return id;
}

}  // namespace probity
