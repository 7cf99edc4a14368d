#pragma once
// Makes the card of its lines.
#include <vector>

#include "records/formats/content_line.hpp"
#include "records/formats/vcard.hpp"

namespace probity::formats {

/// The lines between BEGIN and END, VERSION among them.
VCard build_vcard(const std::vector<ContentLine>& lines);

/// A picture, sound or key.
bool is_binary_property(const ContentLine& line);

}  // namespace probity::formats
