#pragma once
// Copies of everything held about a person, made for them: a ZIP in <folder>/<workspace>/<id>.zip, encrypted by a
// password of its own, fetched once by a link and then deleted. The password and the link are told once, to whoever
// asked for the copy; only a hash of the link is kept, and the password nowhere. Thread-safe.
#include <filesystem>
#include <mutex>

#include "files/files.hpp"
#include "jobs/jobs.hpp"
#include "rights/copies/portrait.hpp"

namespace probity::copies {

struct Wish {
  Id person;
  Kind kind = Kind::access;
  Id request;                 ///< that it answers; nil for none
};

/// What is told this once.
struct Started {
  Id id;                      ///< of the record "access_copy"
  std::string password;
  std::string url;
  Timestamp expires_at = 0;   ///< of the link
};

/// What somebody with the link may fetch.
struct Found {
  std::string workspace;
  Id id;
  std::string state;          ///< a choice of access_copy.state
  std::int64_t size = 0;
  Timestamp expires_at = 0;
};
struct Fetched {
  std::filesystem::path file;
  std::int64_t size = 0;
};

/// What was written.
struct Written {
  std::int64_t records = 0;
  std::int64_t files = 0;
  std::int64_t size = 0;
};

/// A copy as its row has it.
struct Entry;

class Copies {
 public:
  struct Parts {
    Sources sources;
    jobs::Jobs& jobs;
    files::Files& files;
    std::filesystem::path folder;
    std::string secret;                        ///< of the installation: 32 bytes
    std::function<std::string()> public_url;   ///< that links begin with; no slash at the end
    Timestamp link_lives = 7 * kDay;
    /// A fetch that broke off may be taken up again so long after it began.
    Timestamp fetch_lasts = kHour;
  };
  /// Registers the job that makes them, and what ends them: before Jobs::start(). Must outlive the jobs.
  explicit Copies(Parts parts);
  ~Copies();
  Copies(const Copies&) = delete;

  /// Begins one. `context` stands at the person's entity and sees them; its actor is kept. "not_found",
  /// "not_a_person" (invalid), "too_many_copies" (too_many) where several of this person wait already.
  Result<Started> start(const records::Context& context, const Wish& wish);
  /// Writes one to a file of the caller's, now; with an empty password it is not encrypted. `context` as above.
  Result<Written> write_file(const records::Context& context, const Wish& wish, const std::filesystem::path& file, const std::string& password);

  /// For whoever holds the link; changes nothing. "unknown_link" (not_found) for any text that is none, whatever the
  /// reason: also where the copy was fetched or its time is over.
  Result<Found> find(std::string_view token);
  /// The bytes from `offset` on. From the first byte once: it counts as fetched then. What broke off is taken up at a
  /// later byte, within `fetch_lasts` of that. "not_ready" (conflict) while it is being made, else as find().
  Result<Fetched> fetch(std::string_view token, std::int64_t offset = 0);
  /// Does what is due in a workspace now and tells when the next is; see jobs::Watch.
  Result<std::optional<Timestamp>> ring(const std::string& workspace);

  /// Makes a copy of the newest person of each kind, opens it again and deletes it: what is wrong with one, in words that
  /// name nobody; empty where nothing is. `made` counts them.
  Result<std::string> try_out(std::string_view workspace, std::int64_t& made);
  /// Deletes the files of all copies of a person, whatever their state; the rows stay for whoever erases them.
  Result<> destroy_of(std::string_view workspace, const Id& person);
  /// Deletes files whose row is gone or says that they are, which a program killed in between may leave. How many.
  Result<std::int64_t> sweep();
  std::filesystem::path path_of(std::string_view workspace, const Id& id) const;

  /// A password that can be read out: 20 letters and digits in four groups (100 bits).
  static std::string make_password();

 private:
  Result<std::string> make(jobs::Running& running);
  Result<Written> write(const records::Context& context, const Wish& wish, const std::filesystem::path& file, const std::string& password);
  Result<> settle(const records::Context& context, const Id& id, std::string_view state, const std::function<void(records::Draft&)>& more = {});
  Result<Entry> held_by(std::string_view token);
  Timestamp end_of(const Entry& entry) const;
  bool is_over(const Entry& entry) const;
  void remove_file(std::string_view workspace, const Id& id) const;

  Parts parts_;
  std::mutex fetching_;
  std::uint64_t listener_ = 0;
};

}  // namespace probity::copies
