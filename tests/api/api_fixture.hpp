#pragma once
// One server for all API tests of the program: two workspaces, members in every role, their tokens and
// a browser session. No socket; requests go to the handler as the edge would give them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "domains/calendar/api.hpp"
#include "http/application.hpp"
#include "records/test_workspace.hpp"
#include "rights/incidents/incidents.hpp"
#include "rights/restriction/restrictions.hpp"
#include "rights/consent/consents.hpp"
#include "rights/copies/copies.hpp"
#include "rights/erasure/places/places.hpp"
#include "rights/erasure/erasures.hpp"

namespace probity::api {

using records::expect_value;

inline constexpr const char* kPassword = "correct horse battery";

/// What came back.
struct Reply {
  int status = 0;
  std::vector<http::Header> headers;
  std::string text;       ///< the body, or what the file held
  JsonDocument json;      ///< of the body, null where it is no JSON
  http::Response raw;     ///< for streams

  std::string_view header(std::string_view name) const;
  /// A member by its path: "items.0.first_name". Null for none.
  const JsonValue& at(std::string_view path) const;
  std::string text_at(std::string_view path) const;
  std::string code() const { return text_at("code"); }
};

/// A request in the making.
struct Ask {
  std::string method;
  std::string target;  ///< path, with "?query" where there is one
  std::string body = {};
  std::vector<http::Header> headers = {};
  std::string peer = "127.0.0.1";
  bool tls = false;

  Ask& with(std::string name, std::string value) {
    headers.push_back({std::move(name), std::move(value)});
    return *this;
  }
};

/// How many rows there are of everything a write could leave behind.
struct Rows {
  std::map<std::string, std::int64_t> counts;
  bool operator==(const Rows&) const = default;
};
std::ostream& operator<<(std::ostream& stream, const Rows& rows);

class Server {
 public:
  static Server& one();  ///< made when first used, shared by all tests of the program
  struct Empty {};
  explicit Server(Empty);  ///< one that nobody owns yet

  Reply send(const Ask& ask) const;
  /// As the owner of the first workspace, by token.
  Reply owner(std::string method, std::string target, std::string body = {}) const { return send(as(owner_token, std::move(method), std::move(target), std::move(body))); }
  Ask as(const std::string& token, std::string method, std::string target, std::string body = {}) const;
  /// As the owner's browser: cookie, CSRF token and workspace.
  Ask browser(std::string method, std::string target, std::string body = {}) const;

  /// A new record of the first workspace; its id.
  std::string create(std::string_view plural, std::string_view json) const;
  std::string create_contact(std::string_view name = "Lovelace") const;
  std::string upload(std::string_view bytes, std::string_view name = "letter.txt") const;
  /// Runs what waits in the background, then gives the job.
  Reply finish(const std::string& job) const;
  Rows rows(std::string_view workspace) const;
  Rows rows() const { return rows(first); }

  std::unique_ptr<governance::Governance> governance;  ///< outlives the workspaces it governs
  records::TestWorkspace base;
  std::unique_ptr<accounts::Accounts> accounts;
  std::unique_ptr<files::Files> files;
  std::unique_ptr<records::importing::Imports> imports;
  std::unique_ptr<records::exporting::Exports> exports;
  std::unique_ptr<mail::Outbox> outbox;
  std::vector<privacy::MailMessage> mail;  ///< handed over to the mail server, once one is configured
  std::unique_ptr<calendar::Reminders> reminders;
  std::unique_ptr<restriction::Ends> restriction_ends;
  std::unique_ptr<rights::Consents> consents;
  std::unique_ptr<requests::Requests> requests;
  std::unique_ptr<incidents::Incidents> incidents;
  std::vector<incidents::Alert> alerts;  ///< about breaches
  std::vector<mail::Letter> letters;  ///< that were put in the outbox
  std::unique_ptr<disclosure::Disclosures> disclosures;
  std::unique_ptr<copies::Copies> copies;
  std::unique_ptr<erasure::Erasures> erasures;
  std::unique_ptr<life_cycle::LifeCycle> life_cycle;
  promises::Facts facts;
  std::unique_ptr<promises::Runs> promises;
  std::unique_ptr<records::Reading> reading;
  std::unique_ptr<retention::Retention> retention;
  std::unique_ptr<audit::Checkpoints> checkpoints;
  std::unique_ptr<http::Application> application;
  http::Handler handler;
  std::string first, second;  ///< slugs
  std::string owner_token, administrator_token, member_token, reader_token, second_token;
  std::string cookie, csrf;
  std::string security_txt;   ///< what stands there; empty: nothing

 private:
  Server();
  void govern();
};

class ApiTest : public testing::Test {
 protected:
  Server& server = Server::one();
};

}  // namespace probity::api
