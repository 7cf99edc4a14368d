#include "accounts/signing_in/cbor.hpp"

#include <span>

namespace probity::accounts {
namespace {

std::span<const cbor_pair> pairs_of(const cbor_item_t* map) {
  if (!map || !cbor_isa_map(map)) return {};
  return {cbor_map_handle(map), cbor_map_size(map)};
}

}  // namespace

std::optional<CborRead> read_cbor_map(std::string_view bytes) {
  cbor_load_result result{};
  CborItem item(cbor_load(reinterpret_cast<cbor_data>(bytes.data()), bytes.size(), &result));
  if (!item || result.error.code != CBOR_ERR_NONE || !cbor_isa_map(item.get())) return std::nullopt;
  return CborRead{std::move(item), result.read};
}

const cbor_item_t* cbor_member(const cbor_item_t* map, std::string_view name) {
  for (const cbor_pair& pair : pairs_of(map)) {
    if (cbor_text(pair.key) == name) return pair.value;
  }
  return nullptr;
}

const cbor_item_t* cbor_member(const cbor_item_t* map, int number) {
  for (const cbor_pair& pair : pairs_of(map)) {
    if (cbor_number(pair.key) == number) return pair.value;
  }
  return nullptr;
}

std::optional<std::int64_t> cbor_number(const cbor_item_t* item) {
  if (!item || !cbor_is_int(item)) return std::nullopt;
  const std::uint64_t value = cbor_get_int(item);
  if (value > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
  return cbor_isa_negint(item) ? -1 - static_cast<std::int64_t>(value) : static_cast<std::int64_t>(value);
}

std::optional<std::string> cbor_bytes(const cbor_item_t* item) {
  if (!item || !cbor_isa_bytestring(item) || !cbor_bytestring_is_definite(item)) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(cbor_bytestring_handle(item)), cbor_bytestring_length(item));
}

std::optional<std::string> cbor_text(const cbor_item_t* item) {
  if (!item || !cbor_isa_string(item) || !cbor_string_is_definite(item)) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(cbor_string_handle(item)), cbor_string_length(item));
}

}  // namespace probity::accounts
