// Who can get at the data: on the wire, on the disk, and through roles.
#include <fstream>

#include "accounts/roles.hpp"
#include "promises/checks/checks.hpp"

namespace probity::promises {
namespace {

using records::Context;

bool is_local(std::string_view url) { return url.find("//127.0.0.1") != url.npos || url.find("//localhost") != url.npos || url.find("//[::1]") != url.npos; }

Result<Evidence> tls(const Situation& situation) {
  const std::string url = situation.facts.public_url();
  const auto own = situation.facts.tls();
  const std::vector<Figure> figures{{"public address", url.empty() ? "not set" : url}, {"encrypted by this program", own ? (*own ? "yes" : "no") : "not running"}};
  if (url.starts_with("https://")) return kept("People reach this over an encrypted connection.", figures);
  if (!url.empty() && !is_local(url)) return broken("People reach this over a connection that is not encrypted.", figures);
  if (own && *own) return kept("The program takes encrypted connections only.", figures);
  return waiting("tls", "No certificate and no https address are configured: connections are encrypted once one of them is.");
}

/// A database file of SQLite that is not encrypted begins with this.
constexpr std::string_view kPlain = "SQLite format 3";

Result<Evidence> encrypted(const Situation& situation) {
  if (!situation.facts.encrypted()) return broken("The databases of this installation are not encrypted.");
  int files = 0;
  int plain = 0;
  std::error_code error;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(situation.facts.databases, error)) {
    if (!entry.is_regular_file() || entry.path().extension() != ".db") continue;
    const bool concerned = situation.of_operator() || entry.path().stem() == situation.level;
    if (!concerned) continue;
    std::string beginning(kPlain.size(), '\0');
    std::ifstream(entry.path(), std::ios::binary).read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
    ++files;
    plain += beginning == kPlain ? 1 : 0;
  }
  const std::vector<Figure> figures{{"database files looked at", std::to_string(files)}, {"not encrypted", std::to_string(plain)}};
  if (plain > 0) return broken("There is a database whose file can be read without a key.", figures);
  if (files == 0) return waiting("encryption", "The databases are kept by another server, whose disk this program cannot look at.");
  return kept("Every database file is encrypted with a key of its own.", figures);
}

/// What a role may do is what its name says, in every entity there is, and nobody has a role that is not known.
Result<Evidence> roles_enforced(const Situation& situation) {
  const auto reading = accounts::grants_of(accounts::kReadOnly);
  std::int64_t entities = 0;
  std::string wrong;
  PROBITY_TRY(each_workspace(situation, [&](const Context& workspace) -> Result<> {
    const privacy::Access reader{.actor = Id::make(), .workspace = workspace.workspace->slug(), .grants = reading, .origin = "promises"};
    PROBITY_ASSIGN(const Context seen, situation.records.enter(reader));
    for (const auto& entity : workspace.model().entities()) {
      ++entities;
      const auto decision = seen.decide(*entity);
      if (decision->may_create || decision->may_update || decision->may_remove) wrong = entity->label_many;
    }
    return {};
  }));
  std::int64_t seats = 0;
  std::int64_t unknown = 0;
  const privacy::Access program{.actor = {}, .workspace = std::string(records::kSystemWorkspace), .grants = accounts::grants_of_program(), .origin = "promises"};
  PROBITY_ASSIGN(const Context system, situation.records.enter(program));
  const Context memberships = records::by_program(system, *system.model().find("membership"));
  PROBITY_TRY(each_row(memberships, {}, [&](const Row& row) {
    ++seats;
    const std::string role = text_of(memberships, row, "role");
    const bool own = role == accounts::kOwnRole && !text_of(memberships, row, "own_role").empty();
    unknown += own || accounts::grants_of(role) ? 0 : 1;
    return true;
  }));
  const std::vector<Figure> figures{{"kinds of records tried", std::to_string(entities)}, {"members with a role", std::to_string(seats)}, {"without a known role", std::to_string(unknown)}};
  if (!wrong.empty()) return broken(fmt::format("Whoever may only read may change {}.", wrong), figures);
  if (unknown > 0) return broken("Somebody has a role that this program does not know.", figures);
  return kept("Everybody who works here has a role, and each sees and changes only what that role allows.", figures);
}

constexpr int kFilesAsked = 5;

/// Where the newest files of an entity's field are fetched.
Result<std::vector<std::string>> newest_files(const Context& context, const meta::Field& field) {
  std::vector<std::string> paths;
  const std::string& column = context.entity->columns[static_cast<std::size_t>(field.first_column)].name;
  store::Query query{.columns = context.tables->identity, .where = store::Condition::not_of(store::Condition::is_null(column)), .order = store::Order{.column = "_id", .descending = true}, .limit = kFilesAsked};
  PROBITY_TRY(context.database->read([&](store::Reader& reader) {
    return reader.each(query, [&](const Row& row) {
      paths.push_back(fmt::format("/api/v1/{}/{}/files/{}", context.entity->plural, row.id(meta::kId).text(), field.name));
      return true;
    });
  }));
  return paths;
}

/// Asks for files as somebody who is not signed in.
Result<Evidence> files_private(const Situation& situation) {
  std::int64_t asked = 0;
  std::int64_t open = 0;
  PROBITY_TRY(each_workspace(situation, [&](const Context& workspace) -> Result<> {
    for (const auto& entity : workspace.model().entities()) {
      for (const meta::Field& field : entity->fields) {
        if (field.type->name() != "file") continue;
        PROBITY_ASSIGN(const auto paths, newest_files(records::by_program(workspace, *entity), field));
        for (const std::string& path : paths) {
          ++asked;
          open += situation.facts.page(path).empty() ? 0 : 1;
        }
      }
    }
    return {};
  }));
  const std::vector<Figure> figures{{"files asked for without signing in", std::to_string(asked)}, {"handed out", std::to_string(open)}};
  if (open > 0) return broken("A file was handed to somebody who is not signed in.", figures);
  return kept(asked == 0 ? "No file is stored here yet." : "The newest files were asked for without signing in, and none was handed out.", figures);
}

Result<Evidence> devices_kept(const Situation& situation) {
  std::int64_t sessions = 0;
  std::int64_t without = 0;
  PROBITY_TRY(each_place(situation, "session", [&](const Context& context) {
    return each_row(context, {}, [&](const Row& row) {
      ++sessions;
      without += text_of(context, row, "device").empty() ? 1 : 0;
      return true;
    });
  }));
  const std::vector<Figure> figures{{"sessions", std::to_string(sessions)}, {"without a device", std::to_string(without)}};
  if (without > 0) return broken("There are sessions of which nobody could say on which device they are.", figures);
  return kept("Each session is kept with its device, so that its owner can recognise it.", figures);
}

}  // namespace

std::vector<Check> security_checks() {
  return {
      {"transport.tls", "how people reach the program: its public address and its certificate", {}, tls},
      {"storage.encrypted", "the first bytes of every database file", {}, encrypted},
      {"access.roles_enforced", "what the reading role may do in every entity, and the roles people have", {}, roles_enforced},
      {"files.private", "the newest files of every kind of record, asked for without signing in", {}, files_private},
      {"sessions.devices_kept", "open sessions without a device", {}, devices_kept},
  };
}

}  // namespace probity::promises
