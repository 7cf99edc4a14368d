#include "store/leaf.hpp"

namespace probity::store {
namespace {

constexpr char kEncodingVersion = 1;
enum Tag : char { kNull = 0, kInteger = 1, kText = 3, kBytes = 4 };

void append_number(std::string& out, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>(number >> shift));
}

void append_bytes(std::string& out, Tag tag, std::string_view bytes) {
  out.push_back(tag);
  append_number(out, bytes.size());
  out.append(bytes);
}

void append_cell(std::string& out, const Cell& cell) {
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
    out.push_back(kInteger);
    append_number(out, static_cast<std::uint64_t>(*integer));
  } else if (const auto* text = std::get_if<std::string>(&cell)) {
    append_bytes(out, kText, *text);
  } else if (const auto* blob = std::get_if<Blob>(&cell)) {
    append_bytes(out, kBytes, blob->bytes);
  } else {
    out.push_back(kNull);
  }
}

}  // namespace

std::string leaf_entry(std::span<const Cell> cells) {
  std::string entry(1, kEncodingVersion);
  entry.reserve(192);
  for (const Cell& cell : cells) append_cell(entry, cell);
  return entry;
}

std::string head_seal(std::string_view key, const Frontier& frontier) {
  std::string sealed = "probity audit head 1\n";
  append_number(sealed, frontier.size());
  sealed.append(bytes_of(frontier.root()));
  sealed.append(frontier.bytes());
  return std::string(bytes_of(keyed_hash(key, sealed)));
}

}  // namespace probity::store
