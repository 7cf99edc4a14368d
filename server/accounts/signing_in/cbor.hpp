#pragma once
// Reading CBOR (RFC 8949) as authenticators write it, over libcbor.
#include <cbor.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace probity::accounts {

struct CborDrop {
  void operator()(cbor_item_t* item) const { cbor_decref(&item); }
};
using CborItem = std::unique_ptr<cbor_item_t, CborDrop>;

struct CborRead {
  CborItem map;
  std::size_t size = 0;  ///< bytes it took of the text
};
/// The map that the text begins with; nothing for anything else.
std::optional<CborRead> read_cbor_map(std::string_view bytes);

/// Members of a map by name or number; null where there is none.
const cbor_item_t* cbor_member(const cbor_item_t* map, std::string_view name);
const cbor_item_t* cbor_member(const cbor_item_t* map, int number);
std::optional<std::int64_t> cbor_number(const cbor_item_t* item);
/// Of definite length.
std::optional<std::string> cbor_bytes(const cbor_item_t* item);
std::optional<std::string> cbor_text(const cbor_item_t* item);

}  // namespace probity::accounts
