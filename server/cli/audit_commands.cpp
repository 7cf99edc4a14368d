#include <charconv>

#include "audit/leaves.hpp"
#include "audit/proofs.hpp"
#include "audit/whole_file.hpp"
#include "base/crypto.hpp"
#include "cli/commands.hpp"
#include "cli/options.hpp"

namespace probity::cli {
namespace {

/// The log of one workspace, or that of the system.
struct Log {
  std::string workspace;
  std::shared_ptr<store::Database> database;
};
Result<Log> log_of(Invocation& invocation) {
  const std::string& slug = invocation.arguments["workspace"];
  PROBITY_ASSIGN(const auto workspace, invocation.installation.workspaces().find(slug));
  PROBITY_ASSIGN(auto database, workspace->database());
  return Log{slug, std::move(database)};
}

/// One file, or every checkpoint in a folder.
Result<std::vector<std::string>> notes_in(const std::filesystem::path& path) {
  std::vector<std::string> notes;
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) {
    PROBITY_ASSIGN(std::string note, audit::read_whole(path));
    return std::vector{std::move(note)};
  }
  for (const auto& file : std::filesystem::directory_iterator(path, error)) {
    if (file.path().extension() != ".note") continue;
    PROBITY_ASSIGN(std::string note, audit::read_whole(file.path()));
    notes.push_back(std::move(note));
  }
  if (notes.empty()) return invalid("no_checkpoints", fmt::format("There is no checkpoint (*.note) in {}.", path.string()));
  return notes;
}

std::string words_of(const audit::Verification& found) {
  std::string words = fmt::format("The audit log is whole: {} entries, root {}.", found.head.size, hex(found.head.root));
  if (found.checkpoints == 0) return words + " There is no checkpoint of it yet.";
  return words + fmt::format(" {} of them are as they were signed; checkpoints it was held against: {}.", found.proved, found.checkpoints);
}

Result<> verify(Invocation& invocation) {
  PROBITY_ASSIGN(const Log log, log_of(invocation));
  std::vector<std::string> notes;
  if (invocation.arguments.has("checkpoint")) {
    PROBITY_ASSIGN(notes, notes_in(invocation.path("checkpoint")));
  }
  PROBITY_ASSIGN(const audit::Verification found, invocation.installation.checkpoints().verify(log.workspace, *log.database, notes));
  if (invocation.json()) {
    invocation.print(json_document([&](JsonWriter& writer) { audit::write(found, writer); }));
  } else if (found.ok()) {
    invocation.print(words_of(found));
  }
  if (found.ok()) return {};
  return fail(ErrorKind::internal, "audit_broken", fmt::format("The audit log was changed or damaged: {}.", found.problem));
}

Result<> make_checkpoint(Invocation& invocation) {
  PROBITY_ASSIGN(const auto made, invocation.installation.make_checkpoint(invocation.arguments["workspace"]));
  if (invocation.json()) {
    invocation.print(json_document([&](JsonWriter& writer) {
      writer.StartObject();
      key(writer, "origin");
      put(writer, made.kept.checkpoint.origin);
      key(writer, "size");
      writer.Int64(made.kept.checkpoint.size);
      key(writer, "root");
      put(writer, hex(made.kept.checkpoint.root));
      key(writer, "at");
      put(writer, format_timestamp(made.kept.at));
      key(writer, "new");
      writer.Bool(made.is_new);
      key(writer, "note");
      put(writer, made.kept.note);
      writer.EndObject();
    }));
  } else {
    invocation.output.out(made.kept.note);
  }
  if (!made.outside_problem.empty()) invocation.say("It was made, but could not be put outside: " + made.outside_problem);
  return {};
}

Result<> export_log(Invocation& invocation) {
  PROBITY_ASSIGN(const Log log, log_of(invocation));
  const auto file = invocation.path("file");
  PROBITY_ASSIGN(const std::int64_t leaves, audit::export_leaves(*log.database, audit::Checkpoints::origin_of(log.workspace), file));
  if (invocation.json()) {
    invocation.print(json_document([&](JsonWriter& writer) {
      writer.StartObject();
      key(writer, "leaves");
      writer.Int64(leaves);
      key(writer, "file");
      put(writer, file.string());
      writer.EndObject();
    }));
  } else {
    invocation.print(fmt::format("{} {} written to {}.", leaves, leaves == 1 ? "leaf" : "leaves", file.string()));
  }
  return {};
}

Result<std::int64_t> number_in(Invocation& invocation, const char* option) {
  const std::string& text = invocation.arguments[option];
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc{} && end == text.data() + text.size() && number >= 0) return number;
  return invalid("bad_number", fmt::format("--{} wants a whole number.", option));
}

Result<> prove(Invocation& invocation) {
  const bool of_leaf = invocation.arguments.has("leaf");
  if (of_leaf == invocation.arguments.has("since")) return invalid("bad_usage", "Name either --leaf, to prove that it is in the log, or --since, to prove that the log only grew.");
  PROBITY_ASSIGN(const Log log, log_of(invocation));
  PROBITY_ASSIGN(const std::int64_t about, number_in(invocation, of_leaf ? "leaf" : "since"));
  PROBITY_ASSIGN(const std::int64_t size, invocation.arguments.has("size") ? number_in(invocation, "size") : invocation.installation.checkpoints().newest_size(log.workspace));
  const std::string origin = audit::Checkpoints::origin_of(log.workspace);
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  if (of_leaf) {
    PROBITY_ASSIGN(const audit::Inclusion proof, audit::prove_inclusion(*log.database, about, size));
    audit::write(proof, origin, writer);
  } else {
    PROBITY_ASSIGN(const audit::Consistency proof, audit::prove_consistency(*log.database, about, size));
    audit::write(proof, origin, writer);
  }
  invocation.print(text(buffer));
  return {};
}

Result<> print_key(Invocation& invocation) {
  const audit::Checkpoints& checkpoints = invocation.installation.checkpoints();
  if (invocation.json()) {
    invocation.print(json_document([&](JsonWriter& writer) {
      writer.StartObject();
      key(writer, "key");
      put(writer, audit::verifier_key("probity", checkpoints.public_key()));
      writer.EndObject();
    }));
  } else {
    invocation.output.out(checkpoints.key_file());
  }
  return {};
}

Result<> check(Invocation& invocation) {
  const auto count = invocation.installation.model()->entities().size();
  if (invocation.json()) {
    invocation.print(fmt::format("{{\"ok\":true,\"entities\":{}}}", count));
  } else {
    invocation.print(fmt::format("The model is sound: {} entities.", count));
  }
  return {};
}

}  // namespace

Command audit_verify() {
  return {.words = {"audit", "verify"},
          .help = "Recompute the audit log and compare it with its sealed head and its signed checkpoints",
          .options = {workspace_option(), {.name = "--checkpoint", .help = "A checkpoint that you kept, or a folder of them, to compare it with as well"}},
          .run = verify};
}

Command audit_checkpoint() { return {.words = {"audit", "checkpoint"}, .help = "Sign the audit log as it is now, and print the checkpoint", .options = {workspace_option()}, .run = make_checkpoint}; }

Command audit_export() {
  return {.words = {"audit", "export"}, .help = "Write the leaves of the audit log to a file that can be judged without this program", .options = {workspace_option(), {.name = "file", .help = "Where to write", .required = true}}, .run = export_log};
}

Command audit_prove() {
  return {.words = {"audit", "prove"},
          .help = "Prove that a leaf is under a checkpoint, or that the log only grew since one; a JSON document that tools/verify-audit checks",
          .options = {workspace_option(), {.name = "--leaf", .help = "Which leaf, from 0"}, {.name = "--since", .help = "Size of the earlier checkpoint"},
                      {.name = "--size", .help = "Size of the checkpoint it is proved under; without it, the newest"}},
          .run = prove};
}

Command audit_key() { return {.words = {"audit", "key"}, .help = "Print the public key that checkpoints of audit logs are signed with", .options = {}, .run = print_key}; }

Command model_check() { return {.words = {"model", "check"}, .help = "Check the model and the policy", .options = {}, .may_make_data = true, .run = check}; }

}  // namespace probity::cli
