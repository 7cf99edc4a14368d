#pragma once
// Everything the HTTP side stands on, wired by main, and the one handler made of it.
#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/accounts.hpp"
#include "accounts/life_cycle/life_cycle.hpp"
#include "audit/checkpoints.hpp"
#include "files/files.hpp"
#include "http/edge/message.hpp"
#include "http/rate_limit.hpp"
#include "jobs/jobs.hpp"
#include "mail/outbox.hpp"
#include "meta/model.hpp"
#include "promises/runs.hpp"
#include "records/exporting/exports.hpp"
#include "records/importing/imports.hpp"
#include "records/records.hpp"
#include "rights/erasure/erasures.hpp"
#include "rights/governance/governance.hpp"
#include "rights/incidents/incidents.hpp"
#include "rights/consent/consents.hpp"
#include "rights/copies/copies.hpp"
#include "rights/disclosure/disclosures.hpp"
#include "rights/disclosure/processors_json.hpp"
#include "rights/retention/retention.hpp"
#include "rights/processing/record.hpp"
#include "rights/requests/requests.hpp"

namespace probity::http {

/// A name of the policy with its words for people.
struct Named {
  std::string name;
  std::string label;
};

struct Application {
  records::Records& records;
  accounts::Accounts& accounts;
  jobs::Jobs& jobs;
  files::Files& files;
  records::importing::Imports& imports;
  records::exporting::Exports& exports;
  copies::Copies& copies;
  rights::Consents& consents;
  disclosure::Disclosures& disclosures;
  requests::Requests& requests;
  mail::Outbox& outbox;
  promises::Runs& promises;
  audit::Checkpoints& checkpoints;
  records::Reading& reading;
  retention::Retention& retention;
  incidents::Incidents& incidents;
  std::shared_ptr<const meta::Model> model;  ///< the product's own, without what workspaces added
  std::vector<Named> categories;
  std::vector<Named> purposes;               ///< of the operator's policy
  std::filesystem::path web_folder;          ///< the built web app; a page says so where it is missing
  std::string version;
  /// Fills a workspace with sample data; called at first run when the owner asks for it.
  std::function<Result<>(const privacy::Access&)> fill_sample;
  /// Whether a capability that promises wait for is in use here; also the name of an integration. Not set: each is.
  std::function<bool(std::string_view capability)> in_use = {};
  /// Integrations of this program that are configured.
  disclosure::Integrations integrations;
  /// A signed-in member's browser objects to these purposes on their behalf (Global Privacy Control and the like).
  /// Asked once for each member and set of purposes while the program runs; what is known already is kept as it is.
  std::function<Result<>(const Id& member, const std::set<std::string>& purposes, std::string_view address)> object_by_signal;
  /// What protects the data, for the record of processing.
  std::function<std::vector<processing::Measure>()> measures = [] { return std::vector<processing::Measure>{}; };
  /// What stands at /.well-known/security.txt; an error where there is nothing to say.
  std::function<Result<std::string>()> security_txt;
  /// Signs one of a workspace's audit log as it is now; Checkpoints::sign, and mailed where that is set up.
  std::function<Result<audit::Checkpoints::Made>(std::string_view workspace)> make_checkpoint;
  /// How many requests one sender may make.
  RateLimits rates = {};
  /// Empty when the program can serve; else why not yet. For /readyz.
  std::function<std::string()> not_ready;
  governance::Governance* governance = nullptr;  ///< never null
  erasure::Erasures* erasures = nullptr;         ///< never null
  life_cycle::LifeCycle* life_cycle = nullptr;   ///< never null
};

/// The whole of the HTTP side: routes, middleware, handlers, static files. `application` must outlive it.
Handler make_handler(const Application& application);

/// Largest body of a request, for the edge's limits.
std::size_t largest_body(std::string_view method, std::string_view path);

}  // namespace probity::http
