#include "accounts/signing_in/address_lists.hpp"

#include <mutex>

#include "base/text.hpp"

namespace probity::accounts {
namespace {

constexpr std::size_t kMost = 200;

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (const std::string_view line : split(text, '\n')) {
    if (!trim(line).empty()) lines.emplace_back(trim(line));
  }
  return lines;
}

std::vector<Network> parsed(const std::vector<std::string>& lines) {
  std::vector<Network> networks;
  for (const std::string& line : lines) {
    if (const auto network = Network::parse(line)) networks.push_back(*network);
  }
  return networks;
}

bool is_in(const std::vector<Network>& networks, std::string_view address) {
  return networks.empty() || std::ranges::any_of(networks, [&](const Network& network) { return network.holds(address); });
}

Result<std::string> checked(std::string_view field, const std::vector<std::string>& lines) {
  const auto refuse = [&](std::string message) {
    Error error{.kind = ErrorKind::invalid, .code = "bad_network", .message = message, .field = std::string(field)};
    error.fields.push_back({error.field, error.code, std::move(message)});
    return fail(std::move(error));
  };
  if (lines.size() > kMost) return refuse(fmt::format("At most {} networks can be listed. Nothing was changed.", kMost));
  for (const std::string& line : lines) {
    if (!Network::parse(line)) return refuse(fmt::format("\"{}\" is no network. It looks like 192.0.2.0/24, 2001:db8::/32 or one address. Nothing was changed.", first_characters(line, 60)));
  }
  return fmt::format("{}", fmt::join(lines, "\n"));
}

}  // namespace

bool is_within(const std::vector<std::string>& networks, std::string_view address) { return is_in(parsed(networks), address); }

AddressLists::AddressLists(records::Records& records) : changes_(records.changes()), table_(records, "workspace") {
  listener_ = changes_.listen([this](const records::Change& change) {
    if (change.workspace != records::kSystemWorkspace || change.entity != "workspace") return;
    const std::lock_guard lock(mutex_);
    ++generation_;
    known_.clear();
  });
}

AddressLists::~AddressLists() { changes_.forget(listener_); }

Result<AddressLists::ListsPointer> AddressLists::load(std::string_view workspace) {
  std::uint64_t generation = 0;
  {
    const std::shared_lock lock(mutex_);
    generation = generation_;
  }
  PROBITY_ASSIGN(const AddressRules written, rules(workspace));
  const auto lists = std::make_shared<const Lists>(Lists{parsed(written.members), parsed(written.tokens)});
  const std::lock_guard lock(mutex_);
  if (generation == generation_) known_.insert_or_assign(std::string(workspace), lists);
  return lists;
}

Result<bool> AddressLists::allows(std::string_view workspace, bool by_token, std::string_view address) {
  ListsPointer lists;
  {
    const std::shared_lock lock(mutex_);
    const auto found = known_.find(workspace);
    if (found != known_.end()) lists = found->second;
  }
  if (!lists) {
    PROBITY_ASSIGN(lists, load(workspace));
  }
  return is_in(by_token ? lists->tokens : lists->members, address);
}

Result<AddressRules> AddressLists::rules(std::string_view workspace) {
  AddressRules found;
  PROBITY_TRY(table_.each("slug", workspace, [&](const SystemTable::Reader& row) { found = {lines_of(row.text("member_networks")), lines_of(row.text("token_networks"))}; }));
  return found;
}

Result<> AddressLists::set(const Id& workspace, const AddressRules& rules) {
  PROBITY_ASSIGN(const std::string members, checked("members", rules.members));
  PROBITY_ASSIGN(const std::string tokens, checked("tokens", rules.tokens));
  return table_.change(workspace, [&](const SystemTable::Writer& row) -> Result<> {
    row.set("member_networks", members.empty() ? Cell{} : cell(members));
    row.set("token_networks", tokens.empty() ? Cell{} : cell(tokens));
    return {};
  });
}

}  // namespace probity::accounts
