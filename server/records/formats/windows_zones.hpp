#pragma once
#include <string_view>

namespace probity::formats {

/// The IANA name of a time zone as Outlook calls it ("W. Europe Standard Time" -> "Europe/Berlin"); empty
/// for an unknown name. From the Unicode CLDR, windowsZones, territory 001.
std::string_view iana_zone_of(std::string_view windows_zone);

}  // namespace probity::formats
