#include "api_fixture.hpp"

#include <fstream>
#include <iterator>

#include "accounts/operator.hpp"
#include "accounts/own_roles.hpp"
#include "accounts/seats.hpp"
#include "domains/notices/api.hpp"
#include "domains/sales/api.hpp"
#include "http/edge/target.hpp"
#include "records/subject/state.hpp"

namespace probity::api {
namespace {

const JsonValue kNull;
const accounts::Origin kNobody{.address = "127.0.0.1", .device = "test"};

records::TestWorkspace::Options product(accounts::RoleInUse in_use) {
  const auto add_hooks = [in_use = std::move(in_use)](records::Hooks& hooks) {
    accounts::add_role_hooks(hooks, in_use);
    sales::add_hooks(hooks);
    erasure::add_erasure_hooks(hooks);
    notices::add_hooks(hooks);
    incidents::add_hooks(hooks);
    rights::add_consent_hooks(hooks, [] { return std::string(32, 'k'); });
    calendar::add_hooks(hooks, [](const Id&) { return std::string("Somebody"); });
  };
  return {.model = records::product_model(), .add_hooks = add_hooks, .maximum_bytes = 0};
}

std::string file_text(const http::Response::File& file) {
  std::ifstream stream(file.path, std::ios::binary);
  const std::string all{std::istreambuf_iterator<char>(stream), {}};
  return all.substr(file.offset, file.size);
}

http::Request request_of(const Ask& ask) {
  http::Request request;
  request.method = ask.method;
  std::string_view authority;
  if (const auto refused = http::read_target(ask.target, request, authority)) ADD_FAILURE() << ask.target << " " << refused->code;
  const bool names_host = std::ranges::any_of(ask.headers, [](const http::Header& header) { return header.name == "Host"; });
  if (!names_host) request.headers = {{"Host", "crm.example"}};
  request.headers.insert(request.headers.end(), ask.headers.begin(), ask.headers.end());
  request.body = ask.body;
  request.peer_address = ask.peer;
  request.tls = ask.tls;
  return request;
}

}  // namespace

std::ostream& operator<<(std::ostream& stream, const Rows& rows) {
  for (const auto& [table, count] : rows.counts) stream << table << "=" << count << " ";
  return stream;
}

std::string_view Reply::header(std::string_view name) const {
  for (const http::Header& header : headers) {
    if (http::equal_ignoring_case(header.name, name)) return header.value;
  }
  return {};
}

const JsonValue& Reply::at(std::string_view path) const {
  const JsonValue* value = &json;
  while (!path.empty()) {
    const auto dot = path.find('.');
    const std::string_view step = path.substr(0, dot);
    path = dot == path.npos ? std::string_view() : path.substr(dot + 1);
    if (value->IsArray()) {
      const auto place = static_cast<rapidjson::SizeType>(std::stoul(std::string(step)));
      value = place < value->Size() ? &(*value)[place] : nullptr;
    } else {
      value = find(*value, step);
    }
    if (!value) return kNull;
  }
  return *value;
}

std::string Reply::text_at(std::string_view path) const {
  const JsonValue& value = at(path);
  return value.IsString() ? std::string(view(value)) : std::string();
}

void Server::govern() {
  const auto policies = std::filesystem::path(PROBITY_SOURCE_DIR) / "policies";
  governance = std::make_unique<governance::Governance>(governance::Governance::Parts{.policies = policies, .law = expect_value(privacy::load_law(policies / "law"))});
  governance->parts().operator_member = [this] { return accounts::operator_member(*base.records); };
  base.policy_of = [this](std::string_view level, store::Database& database) { return governance->policy_of(level, database); };
  base.reopen();
  governance->work_with(*base.records, *base.jobs);
  governance->parts().workspace_model = [this] {
    const auto catalog = expect_value(base.workspaces->find("acme"))->catalog();
    return std::shared_ptr<const meta::Model>(catalog, &catalog->model());
  };
}

namespace {

/// The one that tests share, while it is there.
Server* shared = nullptr;

/// Looks are written when they stop, on the thread that stops them; when the process ends, what that thread reads the
/// database with is gone before the server is.
class StopLooks : public testing::Environment {
 public:
  void TearDown() override {
    if (shared) shared->reading->stop();
  }
};
const testing::Environment* const stop_looks = testing::AddGlobalTestEnvironment(new StopLooks);

}  // namespace

Server& Server::one() {
  static Server server;
  shared = &server;
  return server;
}

Server::Server(Empty) : base(product([this](std::string_view workspace, const Id& role) { return accounts->seats().in_use(workspace, role); })) {
  govern();
  expect_value(base.workspaces->create("system", {}));
  accounts = std::make_unique<accounts::Accounts>(*base.records);
  files = std::make_unique<files::Files>(base.folder.path() / "files");
  imports = std::make_unique<records::importing::Imports>(*base.records, *base.jobs, base.folder.path() / "imports");
  exports = std::make_unique<records::exporting::Exports>(*base.records, *base.jobs, base.folder.path() / "exports");
  const auto deliver = [this](const privacy::Departure&, const privacy::MailServer&, const privacy::MailMessage& message) -> Result<> {
    mail.push_back(message);
    return {};
  };
  outbox = std::make_unique<mail::Outbox>(*base.records, *base.jobs, deliver, mail::Settings{.server = {}, .sender = {}, .sender_name = {}, .public_url = "http://crm.example", .seal = std::string(32, 'm')});
  const auto access_of = [this](std::string_view workspace, const Id& actor, std::string_view purpose) {
    auto access = accounts->access_of_member(workspace, actor, purpose);
    return access || access.error().kind != ErrorKind::forbidden ? access : life_cycle->closing.enter(workspace, actor, true);
  };
  records::handle_record_jobs(*base.jobs, *base.records, access_of);
  imports->handle_jobs(access_of);
  exports->handle_jobs(access_of);
  disclosures = std::make_unique<disclosure::Disclosures>(*base.records);
  reminders = std::make_unique<calendar::Reminders>(*base.jobs, *base.records);
  restriction_ends = std::make_unique<restriction::Ends>(*base.records, *base.subjects, *base.jobs);
  consents = std::make_unique<rights::Consents>(rights::Consents::Parts{
      .records = *base.records, .jobs = *base.jobs, .secret = std::string(32, 'k'), .public_url = "https://crm.example",
      .send = [this](const mail::Letter& letter) -> Result<Id> {
        letters.push_back(letter);
        return Id::make();
      },
      .mark = [this](const records::Context& person, const Id& id, privacy::SubjectState set, privacy::SubjectState clear) {
        return records::set_state(*base.records, person, id, [set, clear](privacy::SubjectState state) { return (state & ~clear) | set; });
      }});
  consents->watch();
  erasures = std::make_unique<erasure::Erasures>(erasure::Erasures::Parts{.records = *base.records, .subjects = *base.subjects, .jobs = *base.jobs, .ledger = base.folder.path() / "erasures",
      .orders = erasure::Orders::Parts{disclosures->book(), [this](const mail::Letter& letter) { return outbox->put(letter); }}, .secret = std::string(32, 'e')});
  for (auto& place : {erasure::jobs_place(*base.jobs), erasure::exports_place(*exports), erasure::imports_place(*imports), erasure::files_place(*files), erasure::settings_place()}) erasures->add_place(place);
  base.records->erase_people_with([this](const records::Context& context, const Id& person) -> Result<> {
    PROBITY_ASSIGN(const Id erasure, erasures->begin({.workspace = context.workspace->slug(), .entity = context.entity->name, .person = person, .ground = "staff", .actor = context.access.actor}));
    // Nothing of it is left to happen beside another test.
    return erasures->wait(context.workspace->slug(), erasure);
  });
  copies = std::make_unique<copies::Copies>(copies::Copies::Parts{
      .sources = {.records = *base.records, .book = disclosures->book(), .consents = *consents,
                  .kept_until = [](const records::Context&, const Id&) -> Result<copies::Kept> { return copies::Kept{.until = {}, .because = "Until it is not needed any more."}; }},
      .jobs = *base.jobs, .files = *files, .folder = base.folder.path() / "copies", .secret = std::string(32, 'p'), .public_url = [] { return std::string("https://crm.example"); }});
  requests = std::make_unique<requests::Requests>(requests::Requests::Parts{
      .records = *base.records, .jobs = *base.jobs, .law = expect_value(privacy::load_law(std::filesystem::path(PROBITY_SOURCE_DIR) / "policies/law")), .secret = std::string(32, 'q'),
      .public_url = "https://crm.example",
      .send = [this](const mail::Letter& letter) -> Result<Id> {
        letters.push_back(letter);
        return letter.id.value_or(Id::make());
      },
      .doing = {.erase = [this](const requests::Doing::Person& of) { return erasures->begin({.workspace = of.workspace, .entity = of.entity, .person = of.id, .ground = "request", .request = of.request, .actor = of.actor}); },
                .erased = [this](const std::string& workspace, const Id& erasure) -> Result<std::string> {
                  PROBITY_TRY(erasures->wait(workspace, erasure));
                  return erasures->what_is_kept(workspace, erasure);
                }},
      .workspaces = [this]() -> Result<std::vector<std::string>> { return std::vector<std::string>{first, second}; }});
  requests->watch();
  incidents = std::make_unique<incidents::Incidents>(incidents::Incidents::Parts{
      .records = *base.records, .jobs = *base.jobs,
      .send = [this](const mail::Letter& letter) -> Result<Id> {
        letters.push_back(letter);
        return *letter.id;
      },
      .alert = [this](const incidents::Alert& alert) -> Result<> {
        alerts.push_back(alert);
        return {};
      }});
  accounts->work_with({.secret = std::string(32, 's'), .public_url = "https://crm.example",
                       .send = [this](const mail::Letter& letter) -> Result<Id> {
                         letters.push_back(letter);
                         return letter.id.value_or(Id::make());
                       },
                       .jobs = base.jobs.get()});
  accounts->furnish_with([this](const privacy::Access& access) { return rights::prepare_topics(*base.records, access); });
  facts.workspaces = [this]() -> Result<std::vector<std::string>> { return std::vector<std::string>{first, second}; };
  std::vector<life_cycle::Belongings> belongings;
  for (const char* name : {"files", "exports", "imports", "copies"}) belongings.push_back(life_cycle::folder_of_workspaces(name, base.folder.path() / name));
  life_cycle = std::make_unique<life_cycle::LifeCycle>(life_cycle::LifeCycle::Parts{
      .records = *base.records, .accounts = *accounts, .jobs = *base.jobs, .backend = *base.backend,
      .send = [this](const mail::Letter& letter) -> Result<Id> {
        letters.push_back(letter);
        return letter.id.value_or(Id::make());
      },
      .public_url = "https://crm.example",
      .erase = [this](const Id& member, std::string_view ground) -> Result<> {
        PROBITY_ASSIGN(const Id erasure, erasures->begin({.workspace = "system", .entity = "member", .person = member, .ground = std::string(ground)}));
        return erasures->wait("system", erasure);
      },
      .destroy_key = {}, .belongings = std::move(belongings), .secret = std::string(32, 'l')});
  reading = std::make_unique<records::Reading>(*base.records);
  retention = std::make_unique<retention::Retention>(retention::Retention::Parts{
      .records = *base.records, .jobs = *base.jobs, .reading = *reading, .law = nullptr,
      .seal = {.sign = [](std::string_view message) { return hex(bytes_of(sha256(message))); }, .is_genuine = [](std::string_view message, std::string_view signature) { return hex(bytes_of(sha256(message))) == signature; }}});
  facts.retention = retention.get();
  promises = std::make_unique<promises::Runs>(*base.records, *accounts, facts);
  checkpoints = expect_value(audit::Checkpoints::open(base.folder.path() / "data", {.folder = base.folder.path() / "data/checkpoints", .outside = base.folder.path() / "outside"}, SigningKey(std::string(32, 'c'))));
  const auto policy = expect_value(privacy::load_policy(std::filesystem::path(PROBITY_SOURCE_DIR) / "policies/default.yaml"));
  std::vector<http::Named> categories;
  std::vector<http::Named> purposes;
  for (const auto& category : policy.categories) categories.push_back({category.name, category.label});
  for (const auto& purpose : policy.purposes) purposes.push_back({purpose.name, purpose.label});
  const auto model = expect_value(base.workspaces->find("acme"))->catalog();
  application = std::make_unique<http::Application>(http::Application{
      .records = *base.records, .accounts = *accounts, .jobs = *base.jobs, .files = *files, .imports = *imports, .exports = *exports, .copies = *copies,
      .consents = *consents, .disclosures = *disclosures, .requests = *requests, .outbox = *outbox, .promises = *promises, .checkpoints = *checkpoints, .reading = *reading,
      .retention = *retention, .incidents = *incidents,
      .model = {model, &model->model()}, .categories = categories, .purposes = purposes,
      .web_folder = base.folder.path() / "web", .version = "test",
      .fill_sample = [](const privacy::Access&) -> Result<> { return {}; }, .integrations = [] { return std::set<std::string>{"smtp"}; }, .security_txt = [this]() -> Result<std::string> {
        if (security_txt.empty()) return fail(ErrorKind::not_found, "no_security_contact", "Nobody has said yet whom to tell of a weakness.");
        return security_txt;
      },
      .make_checkpoint = [this](std::string_view workspace) -> Result<audit::Checkpoints::Made> {
        PROBITY_ASSIGN(const auto database, base.backend->open(workspace, false));
        return checkpoints->sign(workspace, *database);
      },
      .not_ready = [] { return std::string(); }, .governance = governance.get(), .erasures = erasures.get(), .life_cycle = life_cycle.get()});
  std::filesystem::create_directories(base.folder.path() / "web/assets");
  std::ofstream(base.folder.path() / "web/index.html") << "<!doctype html><title>app</title>";
  std::ofstream(base.folder.path() / "web/assets/app-1a2b.js") << "export const long = 'plain';";
  std::ofstream(base.folder.path() / "web/assets/app-1a2b.js.br") << "packed";
  handler = http::make_handler(*application);
}

Server::Server() : Server(Empty{}) {
  const meta::InputContext input{.country = "DE", .currency = "EUR", .time_zone = "Europe/Berlin"};
  first = expect_value(accounts->create_workspace({.name = "First", .input = input, .reference = {}})).slug;
  second = expect_value(accounts->create_workspace({.name = "Second", .input = input, .reference = {}})).slug;
  const auto token = [&](const std::string& slug, const std::string& role, const std::string& email) {
    expect_value(accounts->add_member(slug, {.email = email, .name = "Member " + role, .password = kPassword}, role));
    return expect_value(accounts->create_token(slug, email, "test"));
  };
  owner_token = token(first, "owner", "owner@example.org");
  administrator_token = token(first, "administrator", "administrator@example.org");
  member_token = token(first, "member", "member@example.org");
  reader_token = token(first, "read-only", "reader@example.org");
  second_token = token(second, "owner", "other@example.org");
  const auto signed_in = expect_value(accounts->sign_in("owner@example.org", kPassword, kNobody));
  cookie = signed_in.token;
  csrf = signed_in.session->csrf;
}

Reply Server::send(const Ask& ask) const {
  const http::Request request = request_of(ask);
  http::Response response = handler(request);
  Reply reply{.status = response.status, .headers = response.headers, .text = response.file ? file_text(*response.file) : response.body, .json = {}, .raw = {}};
  if (auto parsed = parse_json(reply.text)) reply.json = std::move(*parsed);
  reply.raw = std::move(response);
  return reply;
}

Ask Server::as(const std::string& token, std::string method, std::string target, std::string body) const {
  Ask ask{.method = std::move(method), .target = std::move(target), .body = std::move(body)};
  if (!token.empty()) ask.with("Authorization", "Bearer " + token);
  if (!ask.body.empty()) ask.with("Content-Type", "application/json");
  return ask;
}

Ask Server::browser(std::string method, std::string target, std::string body) const {
  Ask ask = as("", std::move(method), std::move(target), std::move(body));
  ask.with("Cookie", "probity_session=" + cookie).with("Probity-Workspace", first).with("Origin", "http://crm.example");
  if (ask.method != "GET" && ask.method != "HEAD") ask.with("Probity-Csrf", csrf);
  return ask;
}

std::string Server::create(std::string_view plural, std::string_view json) const {
  const Reply reply = owner("POST", fmt::format("/api/v1/{}?allow_duplicate=true", plural), std::string(json));
  EXPECT_EQ(reply.status, 201) << reply.text;
  return reply.text_at("id");
}

std::string Server::create_contact(std::string_view name) const { return create("contacts", fmt::format(R"({{"last_name":"{}"}})", name)); }

std::string Server::upload(std::string_view bytes, std::string_view name) const {
  const Reply begun = send(as(owner_token, "POST", "/api/v1/uploads").with("Tus-Resumable", "1.0.0")
                               .with("Upload-Length", std::to_string(bytes.size())).with("Upload-Metadata", "filename " + base64(name)));
  EXPECT_EQ(begun.status, 201) << begun.text;
  const std::string location(begun.header("Location"));
  Ask piece = as(owner_token, "PATCH", location);
  piece.body = bytes;
  piece.with("Content-Type", "application/offset+octet-stream").with("Tus-Resumable", "1.0.0").with("Upload-Offset", "0");
  EXPECT_EQ(send(piece).status, 204);
  return location.substr(location.rfind('/') + 1);
}

Reply Server::finish(const std::string& job) const {
  expect_value(base.jobs->run_due(first));
  return owner("GET", "/api/v1/jobs/" + job);
}

Rows Server::rows(std::string_view workspace) const {
  Rows rows;
  const auto database = expect_value(base.backend->open(workspace, false));
  const auto catalog = expect_value(base.workspaces->find(workspace))->catalog();
  expect_value(database->read([&](store::Reader& reader) -> Result<> {
    for (const auto& entity : catalog->model().entities()) {
      PROBITY_ASSIGN(rows.counts[entity->name], reader.count(entity->name, {}));
    }
    for (const char* table : {store::kLeaf, store::kHistory, store::kJob, store::kEdge, store::kMatchKey, store::kIdempotency}) {
      PROBITY_ASSIGN(rows.counts[table], reader.count(table, {}));
    }
    return {};
  }));
  return rows;
}

}  // namespace probity::api
