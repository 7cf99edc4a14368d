#pragma once
// What visitors chose about cookies, kept as proof: which kinds, from which list, when, how, from which network. Nobody
// is named but a member who was signed in. The operator's own pages are written into "system"; what a workspace asks on
// its own sites, into that workspace.
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "privacy/policy/policy.hpp"
#include "records/records.hpp"

namespace probity::choices {

struct Choice {
  std::vector<privacy::CookieKind> offered;
  std::set<privacy::CookieKind> accepted;
  std::string list;            ///< mark of the list that was shown; see privacy/cookies/own.hpp
  std::string method;          ///< "banner", "page" or "site"
  std::string site;            ///< origin of the page, where it is a workspace's own site; else empty
  std::string address;         ///< as it came; kept in the form that the policy says for the log "consent"
  bool global_privacy_control = false;
  std::optional<Id> member;    ///< signed in, on the operator's pages
};

/// The id is the receipt. Written through the record service, so history, export and retention reach it.
Result<Id> record(records::Records& records, std::string_view workspace, const Choice& choice);

/// A member's browser objects to these purposes with every request (method "signal"). Kept once for the same purposes
/// under the same version of the policy.
Result<> record_signal(records::Records& records, const Id& member, const std::set<std::string>& purposes, std::string_view address);

/// Pages of other sites that may ask for a workspace: origins ("https://www.example.com"), in order.
Result<std::vector<std::string>> sites_of(const records::Workspace& workspace);
/// Replaces them. "bad_site" (invalid) for one that is no origin of https (or http on this machine), and for more than 50.
Result<> set_sites(const records::Workspace& workspace, const std::vector<std::string>& sites);

}  // namespace probity::choices
