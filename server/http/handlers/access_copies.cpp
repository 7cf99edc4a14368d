// Copies of everything held about a person: begun by administrators for the duties that the law gives them, and by
// everybody for their own account; fetched by whoever has the link.
#include "base/crypto.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "http/content_disposition.hpp"
#include "http/error_map.hpp"
#include "http/handlers/handlers.hpp"
#include "http/pages/layout.hpp"
#include "http/services.hpp"
#include "records/record_json.hpp"
#include "rights/copies/copies.hpp"

namespace probity::http::handlers {
namespace {

/// The law lets an administrator see what is restricted; of their own account everybody sees everything.
Result<privacy::Access> access_for(const Call& call, std::string_view entity, const Id& person) {
  const bool own_account = entity == "members" || entity == "member";
  privacy::Access access = own_account ? accounts::program_access(records::kSystemWorkspace, call.access->origin) : *call.access;
  access.actor = call.access->actor;
  access.purpose = privacy::kLegalObligation;
  if (own_account && person != call.access->actor) return fail(ErrorKind::not_found, "not_found", "There is no such person.");
  if (!own_account && !call.access->grants->administrator) {
    return fail(ErrorKind::forbidden, "administrators_only", "Only an owner or administrator of the workspace may do this. Nothing was changed.");
  }
  return access;
}

Result<Id> id_or_none(const JsonValue& body, std::string_view name) {
  const JsonValue* value = find(body, name);
  return !value || value->IsNull() ? Id{} : id_member(body, name);
}

/// Writes the row of a copy where this access has it; nothing where not.
Result<std::optional<Response>> copy_in(const Call& call, const privacy::Access& access, const Id& id, const Id& only_of) {
  PROBITY_ASSIGN(const auto context, call.application.records.enter(access, "access_copies"));
  const auto cells = call.application.records.cells(context, id);
  const bool theirs = cells && (only_of.is_nil() || id_of((*cells)[static_cast<std::size_t>(context.entity->field("person")->first_column)]) == only_of);
  if (!theirs) return std::nullopt;
  PROBITY_ASSIGN(Response response, write_answer(200, [&](JsonWriter& writer) -> Result<> {
    records::Shown shown = records::everything_readable(context);
    std::erase_if(shown.fields, [&](int position) { return context.entity->fields[static_cast<std::size_t>(position)].is_credential(); });
    records::write_record(*context.entity, shown, CellRow(*cells), writer);
    return {};
  }));
  return response;
}

Response gone(const Error& error) {
  const bool waits = error.code == "not_ready";
  Response response = pages::message(status_of(error), waits ? "Not ready yet" : "This link leads nowhere", error.message);
  response.set("X-Robots-Tag", "noindex");
  return response;
}

/// "bytes=1000-": where to go on. Nothing where the request asks for all, or for something that is no single such range.
std::optional<std::int64_t> offset_in(const Request& request, const std::string& etag) {
  const std::string_view range = request.header("Range");
  const std::string_view only_if = request.header("If-Range");
  if (!range.starts_with("bytes=") || !range.ends_with('-') || (!only_if.empty() && only_if != etag)) return std::nullopt;
  const std::string_view digits = range.substr(6, range.size() - 7);
  if (digits.empty() || digits.size() > 15 || !std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  return std::stoll(std::string(digits));
}

/// Tells a link apart without telling it.
std::string etag_of_link(std::string_view token) { return fmt::format("\"{}\"", hex(bytes_of(sha256("copy", token))).substr(0, 16)); }

Result<Response> fetched(Call& call, std::string_view token) {
  const std::string etag = etag_of_link(token);
  const auto offset = offset_in(call.request, etag);
  PROBITY_ASSIGN(const copies::Fetched copy, call.application.copies.fetch(token, offset.value_or(0)));
  Response response;
  response.set("Content-Type", "application/zip").set("Content-Disposition", attachment_named("your-data.zip")).set("Accept-Ranges", "bytes").set("ETag", etag);
  response.set("Cache-Control", "no-store").set("X-Robots-Tag", "noindex").set("X-Content-Type-Options", "nosniff");
  if (offset && *offset >= copy.size) {
    response.status = 416;
    response.set("Content-Range", fmt::format("bytes */{}", copy.size));
    return response;
  }
  if (offset) {
    response.status = 206;
    response.set("Content-Range", fmt::format("bytes {}-{}/{}", *offset, copy.size - 1, copy.size));
  }
  const auto begin = static_cast<std::uint64_t>(offset.value_or(0));
  response.file = std::make_shared<Response::File>(Response::File{copy.file.string(), begin, static_cast<std::uint64_t>(copy.size) - begin});
  return response;
}

Response invitation(const Call& call, std::string_view token, const copies::Found& found) {
  const auto workspace = call.application.accounts.find_workspace(found.workspace);
  return pages::answer({.title = "Your data", .site = workspace ? workspace->name : std::string(), .suffix = workspace ? "/of/" + found.workspace : std::string(), .body = [&](pages::Html& html) {
    html.element("h1", "Your data");
    html.element("p", found.state == "making" ? "The copy is still being made. Load this page again in a minute." : "The copy of the data held about you is ready.");
    html.element("p", "It is a ZIP file that is opened with the password you were told apart from this link, for example with 7-Zip. It can be fetched once; what breaks off can be taken up again within an hour.");
    html.open("form", {{"method", "get"}, {"action", fmt::format("/copies/{}/file", token)}}).element("button", "Fetch it", {{"type", "submit"}}).close();
  }});
}

bool wants_page(const Request& request) { return request.header("Accept").find("text/html") != std::string_view::npos || request.method == "HEAD"; }

/// Whoever tries many links that are none is held back.
Result<> admit(Call& call) { return call.services.links.admit(call.request.peer_address, {}); }

}  // namespace

Result<Response> create_access_copy(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"entity", "id", "kind", "request"}));
  PROBITY_ASSIGN(const std::string entity, text_member(body, "entity"));
  PROBITY_ASSIGN(const Id person, id_member(body, "id"));
  PROBITY_ASSIGN(const Id request, id_or_none(body, "request"));
  const auto kind = copies::kind_named(text_member_or(body, "kind", "access"));
  if (!kind) return bad_member("kind", "access or portability");
  PROBITY_ASSIGN(const privacy::Access access, access_for(call, entity, person));
  PROBITY_ASSIGN(const auto context, call.application.records.enter(access, entity));
  PROBITY_ASSIGN(const copies::Started started, call.application.copies.start(context, {.person = person, .kind = *kind, .request = request}));
  PROBITY_ASSIGN(Response response, write_answer(202, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    for (const auto& [name, value] : {std::pair<std::string_view, std::string>{"id", started.id.text()}, {"state", "making"}, {"password", started.password}, {"url", started.url}, {"expires_at", format_timestamp(started.expires_at)}}) {
      key(writer, name);
      put(writer, value);
    }
    writer.EndObject();
    return {};
  }));
  response.set("Location", fmt::format("/api/v1/access_copies/{}", started.id.text())).set("Cache-Control", "no-store");
  return response;
}

Result<Response> get_access_copy(Call& call) {
  PROBITY_ASSIGN(const Id id, call.id(0));
  privacy::Access by_law = *call.access;
  by_law.purpose = privacy::kLegalObligation;
  if (call.access->grants->administrator) {
    PROBITY_ASSIGN(auto answer, copy_in(call, by_law, id, {}));
    if (answer) return std::move(*answer);
  }
  privacy::Access own = accounts::program_access(records::kSystemWorkspace, call.access->origin);
  own.purpose = privacy::kLegalObligation;
  PROBITY_ASSIGN(auto answer, copy_in(call, own, id, call.access->actor));
  if (answer) return std::move(*answer);
  return fail(ErrorKind::not_found, "not_found", "There is no such copy.");
}

Result<Response> copy_page(Call& call) {
  if (!wants_page(call.request)) return copy_file(call);
  if (auto admitted = admit(call); !admitted) return gone(admitted.error());
  const auto found = call.application.copies.find(call.parameter(0));
  if (!found) return gone(found.error());
  call.services.links.succeeded(call.request.peer_address, {});
  return invitation(call, call.parameter(0), *found);
}

Result<Response> copy_file(Call& call) {
  if (call.request.method == "HEAD") return copy_page(call);
  if (auto admitted = admit(call); !admitted) return gone(admitted.error());
  auto response = fetched(call, call.parameter(0));
  if (!response) return gone(response.error());
  call.services.links.succeeded(call.request.peer_address, {});
  return response;
}

}  // namespace probity::http::handlers
