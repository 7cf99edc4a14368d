#include "store/merkle.hpp"

#include <bit>
#include <cstring>

namespace probity::store {
namespace {

constexpr std::string_view kLeafPrefix{"\0", 1};
constexpr std::size_t kHashSize = sizeof(Hash);

}  // namespace

Hash leaf_hash(std::string_view entry) { return sha256(kLeafPrefix, entry); }

Hash node_hash(const Hash& left, const Hash& right) {
  std::array<char, 1 + 2 * kHashSize> bytes;
  bytes[0] = 1;
  std::memcpy(bytes.data() + 1, left.data(), kHashSize);
  std::memcpy(bytes.data() + 1 + kHashSize, right.data(), kHashSize);
  return sha256({bytes.data(), bytes.size()});
}

void Frontier::append(const Hash& leaf) {
  Hash joined = leaf;
  // Each trailing one bit of the size is a perfect subtree that the new leaf completes to the next size.
  for (std::uint64_t rest = size_; rest & 1; rest >>= 1) {
    joined = node_hash(peaks_.back(), joined);
    peaks_.pop_back();
  }
  peaks_.push_back(joined);
  ++size_;
}

Hash Frontier::root() const {
  if (peaks_.empty()) return sha256({});
  Hash root = peaks_.back();
  for (auto peak = peaks_.rbegin() + 1; peak != peaks_.rend(); ++peak) root = node_hash(*peak, root);
  return root;
}

std::string Frontier::bytes() const {
  std::string bytes;
  bytes.reserve(peaks_.size() * kHashSize);
  for (const Hash& peak : peaks_) bytes.append(bytes_of(peak));
  return bytes;
}

std::optional<Frontier> Frontier::from_bytes(std::uint64_t size, std::string_view bytes) {
  const auto peaks = static_cast<std::size_t>(std::popcount(size));
  if (bytes.size() != peaks * kHashSize) return std::nullopt;
  Frontier frontier;
  frontier.size_ = size;
  frontier.peaks_.resize(peaks);
  for (std::size_t i = 0; i < peaks; ++i) std::memcpy(frontier.peaks_[i].data(), bytes.data() + i * kHashSize, kHashSize);
  return frontier;
}

}  // namespace probity::store
