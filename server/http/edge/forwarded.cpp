#include "http/edge/forwarded.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.hpp"
#include "http/edge/target.hpp"

namespace probity::http {
namespace {

using Bytes = std::array<std::uint8_t, 16>;

/// IPv4 as mapped into IPv6, so that both compare alike.
std::optional<Bytes> parse_address(std::string_view text) {
  const std::string copy(text);
  Bytes bytes{};
  in_addr four{};
  if (inet_pton(AF_INET, copy.c_str(), &four) == 1) {
    bytes[10] = bytes[11] = 0xff;
    std::copy_n(reinterpret_cast<const std::uint8_t*>(&four), 4, bytes.begin() + 12);
    return bytes;
  }
  if (inet_pton(AF_INET6, copy.c_str(), bytes.data()) == 1) return bytes;
  return std::nullopt;
}

std::string text_of(const Bytes& bytes) {
  char space[INET6_ADDRSTRLEN] = {};
  const bool four = std::all_of(bytes.begin(), bytes.begin() + 10, [](auto byte) { return byte == 0; }) && bytes[10] == 0xff && bytes[11] == 0xff;
  inet_ntop(four ? AF_INET : AF_INET6, bytes.data() + (four ? 12 : 0), space, sizeof space);
  return space;
}

/// "192.0.2.1", "192.0.2.1:4711", "2001:db8::1", "[2001:db8::1]:4711". "unknown" and hidden names are no address.
std::optional<Bytes> address_of_node(std::string_view node) {
  node = trim(node);
  if (node.starts_with('[')) {
    const auto end = node.find(']');
    return end == node.npos ? std::nullopt : parse_address(node.substr(1, end - 1));
  }
  const auto colon = node.find(':');
  const bool with_port = colon != node.npos && node.find(':', colon + 1) == node.npos;
  return parse_address(with_port ? node.substr(0, colon) : node);
}

/// Every part of every header of that name, in the order in which proxies added them.
std::vector<std::string_view> parts_of(const Request& request, std::string_view name) {
  std::vector<std::string_view> parts;
  for (const Header& header : request.headers) {
    if (!equal_ignoring_case(header.name, name)) continue;
    for (const std::string_view part : split(header.value, ',')) parts.push_back(trim(part));
  }
  return parts;
}

/// `for` or `proto` of one element of Forwarded; empty where it is not there.
std::string_view parameter_of(std::string_view element, std::string_view name) {
  for (const std::string_view pair : split(element, ';')) {
    const auto equals = pair.find('=');
    if (equals == pair.npos || !equal_ignoring_case(trim(pair.substr(0, equals)), name)) continue;
    std::string_view value = trim(pair.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    return value;
  }
  return {};
}

/// One step back on the way of a request, nearest first.
struct Hop {
  std::string_view node;
  std::string_view scheme;  ///< empty: not said
};

std::vector<Hop> hops_of(const Request& request, TrustedProxies::Wording wording) {
  std::vector<Hop> hops;
  if (wording == TrustedProxies::Wording::forwarded) {
    const auto elements = parts_of(request, "Forwarded");
    for (auto element = elements.rbegin(); element != elements.rend(); ++element) hops.push_back({parameter_of(*element, "for"), parameter_of(*element, "proto")});
    return hops;
  }
  const auto nodes = parts_of(request, "X-Forwarded-For");
  const auto schemes = parts_of(request, "X-Forwarded-Proto");
  for (std::size_t back = 0; back < nodes.size(); ++back) {
    // Fewer schemes than addresses: the nearest proxy replaces what the others said.
    const std::size_t place = schemes.empty() ? 0 : schemes.size() - 1 - std::min(back, schemes.size() - 1);
    hops.push_back({nodes[nodes.size() - 1 - back], schemes.empty() ? std::string_view() : schemes[place]});
  }
  if (nodes.empty() && !schemes.empty()) hops.push_back({{}, schemes.back()});
  return hops;
}

}  // namespace

Result<TrustedProxies> TrustedProxies::parse(std::string_view list, Wording wording) {
  TrustedProxies proxies;
  proxies.wording_ = wording;
  std::string commas(list);
  std::ranges::replace(commas, ' ', ',');
  for (const std::string_view item : split(commas, ',')) {
    if (item.empty()) continue;
    const auto slash = item.find('/');
    const auto address = parse_address(item.substr(0, slash));
    const bool four = item.substr(0, slash).find(':') == item.npos;
    int bits = four ? 32 : 128;
    bool well = address.has_value();
    if (slash != item.npos) {
      const std::string_view digits = item.substr(slash + 1);
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
      well = well && error == std::errc() && end == digits.data() + digits.size() && bits >= 0 && bits <= (four ? 32 : 128);
    }
    if (!well) {
      return invalid("bad_proxies", fmt::format("--trusted-proxies takes numeric addresses and networks, such as 127.0.0.1, ::1 or 10.1.0.0/16; \"{}\" is none.", first_characters(item, 100)));
    }
    proxies.networks_.push_back({*address, four ? bits + 96 : bits});
  }
  return proxies;
}

bool TrustedProxies::trusts(std::string_view text) const {
  const auto address = parse_address(text.substr(0, text.find('%')));
  if (!address) return false;
  return std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
    for (int bit = 0; bit < network.bits; ++bit) {
      const auto mask = static_cast<std::uint8_t>(0x80U >> (bit % 8));
      const auto place = static_cast<std::size_t>(bit / 8);
      if (((*address)[place] & mask) != (network.address[place] & mask)) return false;
    }
    return true;
  });
}

void TrustedProxies::apply(Request& request) const {
  if (!trusts(request.peer_address)) return;
  for (const Hop& hop : hops_of(request, wording_)) {
    if (!hop.scheme.empty()) request.tls = equal_ignoring_case(hop.scheme, "https");
    const auto address = address_of_node(hop.node);
    if (!address) return;
    request.peer_address = text_of(*address);
    if (!trusts(request.peer_address)) return;
  }
}

}  // namespace probity::http
