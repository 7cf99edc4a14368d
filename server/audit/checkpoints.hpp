#pragma once
// The signed checkpoints of every workspace's audit log: when they are made, where they are kept, and whether a
// log is still the one they were made of. A checkpoint that left the machine is what keeps whoever runs the
// machine from writing the past anew. Thread-safe.
#include <functional>
#include <mutex>

#include "audit/checkpoint_folder.hpp"

namespace probity::audit {

struct Options {
  std::filesystem::path folder;    ///< of this program's own: FOLDER/SLUG/
  std::filesystem::path outside;   ///< where they go to besides, to leave the machine; empty: nowhere
  Timestamp period = kDay;         ///< a log that grew gets one at least so often
  std::int64_t leaves = 10'000;    ///< and one for so many new leaves
};

/// What was found when a log was looked at.
struct Verification {
  store::AuditHead head;
  std::string problem;              ///< in words: what is wrong and where; empty: it is whole
  std::int64_t checkpoints = 0;     ///< that it was compared with
  std::int64_t proved = 0;          ///< leaves that the newest of them speaks for
  bool ok() const { return problem.empty(); }
};

/// How it stands with a log, without looking at its leaves.
struct Standing {
  store::AuditHead head;
  std::vector<Kept> checkpoints;       ///< oldest first
  std::vector<std::string> problems;   ///< with those that are kept, in words
  std::optional<Timestamp> next;       ///< when one is made at the latest; nothing: all leaves are under one
  bool has_outside = false;
  std::string outside_problem;         ///< why the last could not be put there; empty: it was, or none was made yet
};

class Checkpoints {
 public:
  /// `key`: of the installation. "checkpoints_inside" (invalid) where the outside folder is in the data folder.
  static Result<std::unique_ptr<Checkpoints>> open(const std::filesystem::path& data, Options options, SigningKey key);

  static std::string origin_of(std::string_view workspace) { return "probity/" + std::string(workspace); }
  const std::string& public_key() const { return key_.public_key(); }
  /// As it stands at /.well-known/probity-audit-key.
  std::string key_file() const { return verifier_key("probity", public_key()) + "\n"; }

  Result<Standing> standing(std::string_view workspace, store::Database& database) const;
  /// How many leaves the newest checkpoint kept here speaks for; "no_checkpoints" (conflict) where there is none yet.
  Result<std::int64_t> newest_size(std::string_view workspace) const;
  /// "not_found", "bad_checkpoint".
  Result<Kept> find(std::string_view workspace, std::int64_t size) const;

  /// Recomputes the log and compares it with its sealed head, with every checkpoint kept here and outside, and with
  /// `more`: notes that somebody brings; then the histories with what the log committed to. A note that is none is
  /// "bad_checkpoint" (invalid).
  Result<Verification> verify(std::string_view workspace, store::Database& database, const std::vector<std::string>& more = {}) const;

  struct Made {
    Kept kept;
    bool is_new = false;    ///< false: no leaf has come since the last
    std::string outside_problem;
  };
  /// Verifies, then signs the log as it is now and keeps that here and outside. "audit_broken" (internal), with what is
  /// wrong, and nothing is signed; "audit_empty" (conflict); "cannot_write". Where only the outside folder fails, the
  /// checkpoint is made, and goes there with the next.
  Result<Made> sign(std::string_view workspace, store::Database& database);
  /// The same where it is time for one; nothing where it is not.
  Result<std::optional<Made>> sign_if_due(std::string_view workspace, store::Database& database);

 private:
  Checkpoints(Options options, SigningKey key) : options_(std::move(options)), key_(std::move(key)) {}
  CheckpointFolder folder_of(std::string_view workspace) const { return folder_in(options_.folder, workspace); }
  CheckpointFolder folder_in(const std::filesystem::path& place, std::string_view workspace) const;
  Result<Verification> verify_leaves(std::string_view workspace, store::Database& database, const std::vector<std::string>& more) const;
  std::vector<CheckpointFolder> folders_of(std::string_view workspace) const;
  std::optional<Timestamp> due(const std::optional<Kept>& newest, std::int64_t size) const;
  Result<> carry_out(const CheckpointFolder& here, const CheckpointFolder& outside, store::Database& database) const;

  const Options options_;
  const SigningKey key_;
  std::mutex signing_;  ///< one at a time
  mutable std::mutex mutex_;
  std::map<std::string, std::string, std::less<>> outside_problems_;  ///< by workspace
};

/// {"size","root","at"} of a checkpoint, root in hexadecimal.
void write(const Kept& kept, JsonWriter& writer);
/// {"ok","size","root","problem","checkpoints","proved"}
void write(const Verification& verification, JsonWriter& writer);

}  // namespace probity::audit
