#include "installation/installation.hpp"
#include "rights/erasure/places/places.hpp"

namespace probity::installation {

void Installation::wire_erasure() {
  erasures_ = std::make_unique<erasure::Erasures>(erasure::Erasures::Parts{.records = *records_,
                                                                          .subjects = *subjects_,
                                                                          .jobs = *jobs_,
                                                                          .ledger = folder_->path() / "erasures",
                                                                          .secret = keys_->derive("erasure")});
  erasures_->add_place(erasure::jobs_place(*jobs_));
  erasures_->add_place(erasure::exports_place(*exports_));
  // Before the files: an upload is told by what it says.
  erasures_->add_place(erasure::imports_place(*imports_));
  erasures_->add_place(erasure::files_place(*files_));
  erasures_->add_place(erasure::folder_place("copies", folder_->path() / "copies"));
  erasures_->add_place(erasure::settings_place());
}

}  // namespace probity::installation
