// The audit log of a workspace: how it stands, whether it is whole, and its signed checkpoints.
#include <charconv>

#include "audit/proofs.hpp"
#include "http/handlers/handlers.hpp"

namespace probity::http::handlers {
namespace {

Result<records::Context> workspace_of(Call& call) { return call.application.records.enter(*call.access); }

void write_standing(const audit::Checkpoints& checkpoints, std::string_view workspace, const audit::Standing& standing, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "origin");
  put(writer, audit::Checkpoints::origin_of(workspace));
  key(writer, "key");
  put(writer, audit::verifier_key(audit::Checkpoints::origin_of(workspace), checkpoints.public_key()));
  key(writer, "size");
  writer.Int64(standing.head.size);
  key(writer, "root");
  put(writer, hex(standing.head.root));
  key(writer, "checkpoints");
  writer.StartArray();
  for (auto kept = standing.checkpoints.rbegin(); kept != standing.checkpoints.rend(); ++kept) audit::write(*kept, writer);
  writer.EndArray();
  key(writer, "problems");
  writer.StartArray();
  for (const std::string& problem : standing.problems) put(writer, problem);
  writer.EndArray();
  key(writer, "next_checkpoint");
  standing.next ? put(writer, format_timestamp(*standing.next)) : (void)writer.Null();
  key(writer, "leaves_the_machine");
  writer.Bool(standing.has_outside);
  key(writer, "outside_problem");
  standing.outside_problem.empty() ? (void)writer.Null() : put(writer, standing.outside_problem);
  writer.EndObject();
}

/// Digits alone, of a number that there can be.
std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

/// `size` of the query; without it, of the newest checkpoint, because that is signed.
Result<std::int64_t> size_of_proof(const Call& call) {
  if (!call.request.has_parameter("size")) return call.application.checkpoints.newest_size(call.access->workspace);
  const auto size = number_in(call.request.parameter("size"));
  if (!size) return invalid("bad_parameter", "\"size\" is how many leaves the tree has: a whole number.", "size");
  return *size;
}

}  // namespace

Result<Response> get_audit(Call& call) {
  PROBITY_ASSIGN(const records::Context workspace, workspace_of(call));
  PROBITY_ASSIGN(const audit::Standing standing, call.application.checkpoints.standing(call.access->workspace, *workspace.database));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    write_standing(call.application.checkpoints, call.access->workspace, standing, writer);
    return {};
  });
}

Result<Response> verify_audit(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"checkpoint"}));
  std::vector<std::string> notes;
  if (find(body, "checkpoint")) {
    PROBITY_ASSIGN(std::string note, text_member(body, "checkpoint"));
    notes.push_back(std::move(note));
  }
  PROBITY_ASSIGN(const records::Context workspace, workspace_of(call));
  PROBITY_ASSIGN(const audit::Verification found, call.application.checkpoints.verify(call.access->workspace, *workspace.database, notes));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    audit::write(found, writer);
    return {};
  });
}

Result<Response> make_audit_checkpoint(Call& call) {
  PROBITY_ASSIGN(const audit::Checkpoints::Made made, call.application.make_checkpoint(call.access->workspace));
  return write_answer(made.is_new ? 201 : 200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "checkpoint");
    audit::write(made.kept, writer);
    key(writer, "note");
    put(writer, made.kept.note);
    key(writer, "outside_problem");
    made.outside_problem.empty() ? (void)writer.Null() : put(writer, made.outside_problem);
    writer.EndObject();
    return {};
  });
}

Result<Response> prove_audit_leaf(Call& call) {
  const auto sequence = number_in(call.parameter(0));
  if (!sequence) return fail(ErrorKind::not_found, "not_found", "There is no such leaf.");
  PROBITY_ASSIGN(const records::Context workspace, workspace_of(call));
  PROBITY_ASSIGN(const std::int64_t size, size_of_proof(call));
  PROBITY_ASSIGN(const audit::Inclusion proof, audit::prove_inclusion(*workspace.database, *sequence, size));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    audit::write(proof, audit::Checkpoints::origin_of(call.access->workspace), writer);
    return {};
  });
}

Result<Response> prove_audit_growth(Call& call) {
  const auto first = number_in(call.parameter(0));
  if (!first) return fail(ErrorKind::not_found, "not_found", "There is no such checkpoint.");
  PROBITY_ASSIGN(const records::Context workspace, workspace_of(call));
  PROBITY_ASSIGN(const std::int64_t size, size_of_proof(call));
  PROBITY_ASSIGN(const audit::Consistency proof, audit::prove_consistency(*workspace.database, *first, size));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    audit::write(proof, audit::Checkpoints::origin_of(call.access->workspace), writer);
    return {};
  });
}

Result<Response> get_audit_checkpoint(Call& call) {
  const std::int64_t size = number_in(call.parameter(0)).value_or(0);
  if (size <= 0) return fail(ErrorKind::not_found, "not_found", "There is no such checkpoint.");
  PROBITY_ASSIGN(audit::Kept kept, call.application.checkpoints.find(call.access->workspace, size));
  Response response;
  response.body = std::move(kept.note);
  response.set("Content-Type", "text/plain; charset=utf-8");
  response.set("Content-Disposition", fmt::format("attachment; filename=\"{}-{}.note\"", call.access->workspace, size));
  return response;
}

Result<Response> get_audit_key(Call& call) {
  Response response;
  response.body = call.application.checkpoints.key_file();
  response.set("Content-Type", "text/plain; charset=utf-8");
  return response;
}

}  // namespace probity::http::handlers
