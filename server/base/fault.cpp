#include "base/fault.hpp"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <csignal>

namespace probity {
namespace {

std::string armed;
std::atomic<int> passes_left = 0;
std::string skipped;

}  // namespace

const std::vector<std::string_view>& fault_points() {
  static const std::vector<std::string_view> points{
      "erasure.intended",      // the intent is on disk, nothing else happened
      "erasure.linked_gone",   // some linked records went
      "erasure.person_gone",   // the person's own row went
      "erasure.values_gone",   // values in histories and snapshots went
      "erasure.places_gone",   // files, jobs, exports, imports and the like went
      "erasure.scrubbed",      // bytes were overwritten, nothing is certified yet
      "erasure.certified",     // the certificate is written, the ledger outside is not
      "together.intended",     // of many: the intent is on disk, the ledger does not say so yet
      "together.gone",         // of many: their rows went, nothing was looked for
      "key.rotation_begun",    // both keys are kept under each other, nothing is sealed anew
      "key.one_sealed_anew",   // one more key is sealed under the new one
      "key.new_key_written",   // the new key stands where it is looked for, what was begun is not taken away
      "retention.listed",      // what is due was found, nothing went
      "retention.some_gone",   // part of what is due went
      "retention.summarized",  // the summary is written, the run is not ended
      "provisioning.recorded",  // a workspace is on record, there is no database
      "provisioning.made",      // its database is there, nothing is in it
      "closing.locked",             // a workspace is closed, nobody was told
      "destruction.intended",       // a workspace is to be destroyed, everything is there
      "destruction.files_gone",     // its files went
      "destruction.database_gone",  // its database went, accounts and seats are there
      "destruction.people_gone",    // these too, nothing is certified
      "destruction.certified",      // the certificate is written, the workspace is on record
  };
  return points;
}

bool arm_fault(std::string_view point) {
  int turn = 1;
  if (const auto colon = point.find(':'); colon != std::string_view::npos) {
    const std::string_view digits = point.substr(colon + 1);
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), turn);
    if (failed != std::errc{} || end != digits.data() + digits.size() || turn < 1) return false;
    point = point.substr(0, colon);
  }
  if (std::ranges::find(fault_points(), point) == fault_points().end()) return false;
  armed = point;
  passes_left = turn;
  return true;
}

void fault_point(std::string_view name) {
  if (armed.empty() || name != armed) return;
  if (--passes_left == 0) std::raise(SIGKILL);
}

void skip_step(std::string_view step) { skipped = step; }

bool is_skipped(std::string_view step) { return !skipped.empty() && skipped == step; }

bool skips_anything() { return !skipped.empty(); }

}  // namespace probity
