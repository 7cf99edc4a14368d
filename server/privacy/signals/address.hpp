#pragma once
// Network addresses (IP) as logs may keep them. Whatever keeps an address puts it through address_for_log() first.
#include <string>
#include <string_view>

#include "privacy/policy/policy.hpp"

namespace probity::privacy {

/// In one of the forms a policy names. raw: as it came. masked: the last two bytes of IPv4 and the last 80 bits of IPv6
/// are zero; "::ffff:a.b.c.d" is masked as the IPv4 address it is. anonymous: all of it is zero, so that only the family
/// is left. none: empty. What is no address gives nothing but raw.
std::string address_in_form(std::string_view address, AddressForm form);

/// As the policy says for that log ("sign_in", "request", ...). A log it does not name is masked.
std::string address_for_log(const Policy& policy, std::string_view log, std::string_view address);

}  // namespace probity::privacy
