#include "records/cursor.hpp"

#include "base/crypto.hpp"

namespace probity::records {
namespace {

std::string encode(const Cell& cell) {
  std::string bytes(1, static_cast<char>(cell.index()));
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) bytes.append(reinterpret_cast<const char*>(integer), sizeof *integer);
  if (const auto* real = std::get_if<double>(&cell)) bytes.append(reinterpret_cast<const char*>(real), sizeof *real);
  if (const auto* text = std::get_if<std::string>(&cell)) bytes += *text;
  if (const auto* blob = std::get_if<Blob>(&cell)) bytes += blob->bytes;
  return bytes;
}

template <typename Number>
Cell number(std::string_view bytes) {
  Number value{};
  if (bytes.size() == sizeof value) std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

/// Only ever called on bytes whose seal was right.
Cell decode(std::string_view bytes) {
  const std::string_view rest = bytes.substr(1);
  switch (bytes[0]) {
    case 1: return number<std::int64_t>(rest);
    case 2: return number<double>(rest);
    case 3: return std::string(rest);
    case 4: return Blob{std::string(rest)};
    default: return {};
  }
}

}  // namespace

std::string Cursors::write(const store::Position& position, std::string_view list) const {
  const std::string key = encode(position.key);
  const auto key_length = static_cast<std::uint32_t>(key.size());
  std::string payload(reinterpret_cast<const char*>(&key_length), sizeof key_length);
  payload += key;
  payload += encode(position.tie);
  return base64url(seal(key_, payload, list));
}

Result<store::Position> Cursors::read(std::string_view cursor, std::string_view list) const {
  const auto bad = [] { return invalid("bad_cursor", "This cursor was not made for this list. Start again without one.", "cursor"); };
  std::string standard(cursor);
  std::ranges::replace(standard, '-', '+');
  std::ranges::replace(standard, '_', '/');
  const auto sealed = decode_base64(standard);
  if (!sealed) return bad();
  const auto payload = unseal(key_, *sealed, list);
  if (!payload) return bad();
  std::uint32_t key_length = 0;
  std::memcpy(&key_length, payload->data(), sizeof key_length);
  const std::string_view cells = std::string_view(*payload).substr(sizeof key_length);
  return store::Position{decode(cells.substr(0, key_length)), decode(cells.substr(key_length))};
}

}  // namespace probity::records
