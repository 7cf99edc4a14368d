#include "accounts/password.hpp"

#include "accounts/signing_in/common_passwords.hpp"
#include "base/crypto.hpp"
#include "base/text.hpp"

namespace probity::accounts {
namespace {

constexpr std::size_t kShortest = 12;
/// Longer ones would only make hashing slow.
constexpr std::size_t kLongestBytes = 1024;

/// What an unknown account is compared with, so that it costs what a known one does.
const std::string& nobodys_hash() {
  static const std::string hash = hash_password(random_token());
  return hash;
}

}  // namespace

Result<> check_password(std::string_view password, std::string_view own) {
  if (!is_valid_text(password)) return invalid("weak_password", "The password holds characters that cannot be typed.", "password");
  if (length_in_characters(password) < kShortest) {
    return invalid("weak_password", fmt::format("A password needs at least {} characters. A few words in a row are good.", kShortest), "password");
  }
  if (password.size() > kLongestBytes) return invalid("weak_password", "The password is too long: at most 1,024 bytes.", "password");
  if (is_common_password(password, own)) return invalid("weak_password", "This password is one of those that are guessed first. Take a few words in a row that do not belong together.", "password");
  return {};
}

/// Holds one of the places at work while it lives.
class PasswordWork::Turn {
 public:
  static Result<std::unique_ptr<Turn>> take(PasswordWork& work) {
    std::unique_lock lock(work.mutex_);
    if (work.working_ >= work.at_work_) {
      if (work.queued_ >= work.waiting_) {
        return fail(ErrorKind::unavailable, "busy", "Many people are signing in this moment. Nothing was changed; try again in a second.");
      }
      ++work.queued_;
      work.freed_.wait(lock, [&] { return work.working_ < work.at_work_; });
      --work.queued_;
    }
    ++work.working_;
    return std::make_unique<Turn>(work);
  }
  explicit Turn(PasswordWork& work) : work_(work) {}
  Turn(const Turn&) = delete;
  ~Turn() {
    {
      const std::lock_guard lock(work_.mutex_);
      --work_.working_;
    }
    work_.freed_.notify_one();
  }

 private:
  PasswordWork& work_;
};

Result<std::string> PasswordWork::hash(std::string_view password) {
  PROBITY_ASSIGN(const auto turn, Turn::take(*this));
  ++hashed_;
  return hash_password(password);
}

Result<bool> PasswordWork::verify(std::string_view password, std::string_view hash) {
  PROBITY_ASSIGN(const auto turn, Turn::take(*this));
  ++hashed_;
  const bool same = verify_password(password.substr(0, kLongestBytes + 1), hash.empty() ? std::string_view(nobodys_hash()) : hash);
  return same && !hash.empty();
}

}  // namespace probity::accounts
