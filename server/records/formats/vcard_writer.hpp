#pragma once
#include <string>

#include "records/formats/vcard.hpp"

namespace probity::formats {

/// Appends the card as vCard 4.0 (RFC 6350): CRLF, folded at 75 bytes. A card without a formatted name gets
/// one made of what it has, because version 4.0 requires it. What is written reads back exactly with
/// VCardReader, as long as text is trimmed, has no control characters and types are single words.
void append_vcard(std::string& out, const VCard& card);

}  // namespace probity::formats
