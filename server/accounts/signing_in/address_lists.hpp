#pragma once
// From where people and tokens may come into a workspace: kept with the workspace, and in memory, because every
// request asks. Thread-safe.
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/signing_in/networks.hpp"
#include "accounts/system_table.hpp"

namespace probity::accounts {

class AddressLists {
 public:
  explicit AddressLists(records::Records& records);
  ~AddressLists();
  AddressLists(const AddressLists&) = delete;

  Result<bool> allows(std::string_view workspace, bool by_token, std::string_view address);
  Result<AddressRules> rules(std::string_view workspace);
  /// "bad_network" (invalid), told of the field.
  Result<> set(const Id& workspace, const AddressRules& rules);

 private:
  struct Lists {
    std::vector<Network> members, tokens;
  };
  using ListsPointer = std::shared_ptr<const Lists>;
  Result<ListsPointer> load(std::string_view workspace);

  records::Changes& changes_;
  SystemTable table_;
  std::shared_mutex mutex_;
  std::map<std::string, ListsPointer, std::less<>> known_;
  std::uint64_t generation_ = 0;
  std::uint64_t listener_;
};

/// Whether one of them holds it, or there is none.
bool is_within(const std::vector<std::string>& networks, std::string_view address);

}  // namespace probity::accounts
