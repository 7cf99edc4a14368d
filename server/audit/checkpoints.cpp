#include "audit/checkpoints.hpp"

#include "audit/histories.hpp"
#include "audit/leaves.hpp"
#include "audit/whole_file.hpp"
#include "base/log.hpp"
#include "store/merkle.hpp"

namespace probity::audit {
namespace {

bool is_inside(const std::filesystem::path& path, const std::filesystem::path& folder) {
  const auto inner = std::filesystem::weakly_canonical(std::filesystem::absolute(path));
  const auto outer = std::filesystem::weakly_canonical(std::filesystem::absolute(folder));
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

Hash hash_of(std::string_view bytes) {
  Hash hash{};
  std::memcpy(hash.data(), bytes.data(), std::min(hash.size(), bytes.size()));
  return hash;
}

/// Every one in a folder; what is wrong with others is told in `problems`.
std::vector<Kept> all_in(const CheckpointFolder& folder, std::vector<std::string>& problems) {
  std::vector<Kept> found;
  for (const std::int64_t size : folder.sizes()) {
    auto kept = folder.find(size);
    if (kept) {
      found.push_back(std::move(*kept));
    } else {
      problems.push_back(kept.error().message);
    }
  }
  return found;
}

std::string where(std::int64_t proved, std::int64_t size) {
  if (proved == 0) return fmt::format("something among the leaves 0 to {}", size - 1);
  return fmt::format("the first {} are as they were; something among the leaves {} to {}", proved, proved, size - 1);
}

/// Follows the stored hashes and compares their tree with each checkpoint, in order of size.
Result<> compare(store::Database& database, const std::vector<Checkpoint>& known, Verification& found) {
  if (known.empty()) return {};
  store::Frontier frontier;
  auto next = known.begin();
  PROBITY_TRY(database.read([&](store::Reader& reader) {
    return each_hash(reader, 0, [&](std::int64_t, std::string_view hash) -> Result<> {
      frontier.append(hash_of(hash));
      for (; found.problem.empty() && next != known.end() && next->size == static_cast<std::int64_t>(frontier.size()); ++next) {
        if (next->root == bytes_of(frontier.root())) {
          found.proved = next->size;
        } else {
          found.problem = fmt::format("the leaves do not make the tree of the checkpoint of {} leaves: {} was changed, removed, added or moved", next->size, where(found.proved, next->size));
        }
      }
      return {};
    });
  }));
  if (found.problem.empty() && next != known.end()) found.problem = fmt::format("it was cut off: a checkpoint speaks of {} leaves, and there are {}", known.back().size, frontier.size());
  return {};
}

}  // namespace

Result<std::unique_ptr<Checkpoints>> Checkpoints::open(const std::filesystem::path& data, Options options, SigningKey key) {
  if (!options.outside.empty() && is_inside(options.outside, data)) {
    return invalid("checkpoints_inside", fmt::format("--checkpoints must name a folder outside the data folder, best on another machine: who can change {} could change them too.", data.string()));
  }
  return std::unique_ptr<Checkpoints>(new Checkpoints(std::move(options), std::move(key)));
}

CheckpointFolder Checkpoints::folder_in(const std::filesystem::path& place, std::string_view workspace) const {
  return {place / workspace, origin_of(workspace), public_key()};
}

std::vector<CheckpointFolder> Checkpoints::folders_of(std::string_view workspace) const {
  std::vector<CheckpointFolder> folders{folder_of(workspace)};
  if (!options_.outside.empty()) folders.push_back(folder_in(options_.outside, workspace));
  return folders;
}

Result<Standing> Checkpoints::standing(std::string_view workspace, store::Database& database) const {
  Standing standing;
  PROBITY_ASSIGN(standing.head, database.audit_head());
  standing.checkpoints = all_in(folder_of(workspace), standing.problems);
  standing.next = due(standing.checkpoints.empty() ? std::nullopt : std::optional(standing.checkpoints.back()), standing.head.size);
  standing.has_outside = !options_.outside.empty();
  const std::scoped_lock lock(mutex_);
  const auto problem = outside_problems_.find(workspace);
  if (problem != outside_problems_.end()) standing.outside_problem = problem->second;
  return standing;
}

Result<std::int64_t> Checkpoints::newest_size(std::string_view workspace) const {
  PROBITY_ASSIGN(const auto newest, folder_of(workspace).newest());
  if (!newest) return fail(ErrorKind::conflict, "no_checkpoints", "There is no checkpoint of this log yet, and a proof without one proves nothing. Make one first.");
  return newest->checkpoint.size;
}

Result<Kept> Checkpoints::find(std::string_view workspace, std::int64_t size) const { return folder_of(workspace).find(size); }

Result<Verification> Checkpoints::verify(std::string_view workspace, store::Database& database, const std::vector<std::string>& more) const {
  PROBITY_ASSIGN(Verification found, verify_leaves(workspace, database, more));
  if (found.ok()) {
    PROBITY_ASSIGN(found.problem, check_histories(database));
  }
  return found;
}

Result<Verification> Checkpoints::verify_leaves(std::string_view workspace, store::Database& database, const std::vector<std::string>& more) const {
  std::vector<Checkpoint> known;
  std::vector<std::string> problems;
  for (const CheckpointFolder& folder : folders_of(workspace)) {
    for (Kept& kept : all_in(folder, problems)) known.push_back(std::move(kept.checkpoint));
  }
  for (const std::string& note : more) {
    PROBITY_ASSIGN(Checkpoint checkpoint, read_note(public_key(), note));
    if (checkpoint.origin != origin_of(workspace)) return invalid("bad_checkpoint", fmt::format("This is a checkpoint of another audit log: {}.", checkpoint.origin));
    known.push_back(std::move(checkpoint));
  }
  std::ranges::stable_sort(known, {}, &Checkpoint::size);
  // Of one size there is one tree: where two differ, one of them does not fit the leaves and is found below.
  Verification found;
  found.checkpoints = static_cast<std::int64_t>(known.size());
  PROBITY_ASSIGN(const store::AuditCheck check, database.verify_audit());
  found.head = check.head;
  found.problem = check.problem;
  if (found.ok() && !problems.empty()) found.problem = problems.front();
  if (found.ok()) PROBITY_TRY(compare(database, known, found));
  return found;
}

Result<Checkpoints::Made> Checkpoints::sign(std::string_view workspace, store::Database& database) {
  const std::scoped_lock lock(signing_);
  PROBITY_ASSIGN(const Verification found, verify_leaves(workspace, database, {}));
  if (!found.ok()) return fail(ErrorKind::internal, "audit_broken", fmt::format("The audit log was changed or damaged: {}. No checkpoint was signed.", found.problem));
  if (found.head.size == 0) return fail(ErrorKind::conflict, "audit_empty", "Nothing was written in this workspace yet, so there is nothing to sign.");
  const auto folders = folders_of(workspace);
  const CheckpointFolder& here = folders.front();
  Made made;
  if (found.proved == found.head.size && here.find(found.head.size)) {
    PROBITY_ASSIGN(made.kept, here.find(found.head.size));
  } else {
    made.kept = {.checkpoint = {origin_of(workspace), found.head.size, found.head.root}, .note = {}, .at = now()};
    made.kept.note = sign_note(key_, made.kept.checkpoint);
    made.is_new = true;
    PROBITY_TRY(here.keep_hashes(database));
    PROBITY_TRY(here.keep(made.kept));
  }
  if (folders.size() == 1) return made;
  const auto carried = carry_out(here, folders.back(), database);
  if (!carried) made.outside_problem = carried.error().message;
  if (!carried) log::warning("audit: checkpoints of {} do not leave the machine: {}", workspace, made.outside_problem);
  const std::scoped_lock noting(mutex_);
  outside_problems_.insert_or_assign(std::string(workspace), made.outside_problem);
  return made;
}

/// Whatever is here and not there yet.
Result<> Checkpoints::carry_out(const CheckpointFolder& here, const CheckpointFolder& outside, store::Database& database) const {
  PROBITY_TRY(outside.keep_hashes(database));
  const auto there = outside.sizes();
  for (const std::int64_t size : here.sizes()) {
    if (std::ranges::binary_search(there, size)) continue;
    PROBITY_ASSIGN(const Kept kept, here.find(size));
    PROBITY_TRY(outside.keep(kept));
  }
  return write_whole(options_.outside / "probity-audit-key", [&](std::ostream& stream) -> Result<> {
    stream << key_file();
    return {};
  });
}

std::optional<Timestamp> Checkpoints::due(const std::optional<Kept>& newest, std::int64_t size) const {
  if (size == 0 || (newest && newest->checkpoint.size >= size)) return std::nullopt;
  if (!newest || size - newest->checkpoint.size >= options_.leaves) return now();
  return newest->at + options_.period;
}

Result<std::optional<Checkpoints::Made>> Checkpoints::sign_if_due(std::string_view workspace, store::Database& database) {
  PROBITY_ASSIGN(const store::AuditHead head, database.audit_head());
  PROBITY_ASSIGN(const auto newest, folder_of(workspace).newest());
  // A log that is shorter than what was signed was cut off, which signing finds and tells.
  const bool shorter = newest && newest->checkpoint.size > head.size;
  const auto at = due(newest, head.size);
  if (!shorter && (!at || *at > now())) return std::nullopt;
  PROBITY_ASSIGN(Made made, sign(workspace, database));
  return made;
}

void write(const Kept& kept, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "size");
  writer.Int64(kept.checkpoint.size);
  key(writer, "root");
  put(writer, hex(kept.checkpoint.root));
  key(writer, "at");
  put(writer, format_timestamp(kept.at));
  writer.EndObject();
}

void write(const Verification& verification, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "ok");
  writer.Bool(verification.ok());
  key(writer, "size");
  writer.Int64(verification.head.size);
  key(writer, "root");
  put(writer, hex(verification.head.root));
  key(writer, "problem");
  verification.ok() ? (void)writer.Null() : put(writer, verification.problem);
  key(writer, "checkpoints");
  writer.Int64(verification.checkpoints);
  key(writer, "proved");
  writer.Int64(verification.proved);
  writer.EndObject();
}

}  // namespace probity::audit
