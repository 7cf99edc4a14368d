#pragma once
// One use of libcurl, with what all uses share: the settings that keep it from going anywhere else.
#include <curl/curl.h>

#include <memory>
#include <string>

#include "net/outgoing/outgoing.hpp"

namespace probity::net::outgoing {

class Transfer {
 public:
  explicit Transfer(const Way& way);
  Transfer(const Transfer&) = delete;

  template <typename Value>
  void set(CURLoption option, Value value) { curl_easy_setopt(handle_.get(), option, value); }
  void set(CURLoption option, const std::string& value) { curl_easy_setopt(handle_.get(), option, value.c_str()); }
  void add_header(const std::string& line) { headers_.add(line); }
  void add_recipient(const std::string& address) { recipients_.add(address); }
  /// What is to be uploaded; must outlive the run.
  void upload(std::string_view data);

  CURLcode run();
  long status() const;
  const std::string& answer() const { return answer_; }
  const Headers& answer_headers() const { return answer_headers_; }
  /// The last line by which a mail server said no; it may say goodbye after it.
  const std::string& last_refusal() const { return last_refusal_; }
  /// The error of a run that failed without a reply to explain it.
  std::unexpected<Error> failure(CURLcode code) const;

 private:
  struct FreeHandle {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  class List {
   public:
    ~List() { curl_slist_free_all(list_); }
    void add(const std::string& line) { list_ = curl_slist_append(list_, line.c_str()); }
    curl_slist* get() const { return list_; }

   private:
    curl_slist* list_ = nullptr;
  };
  static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address);
  static std::size_t take_body(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t take_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t give_body(char* data, std::size_t size, std::size_t count, void* self);
  bool has_room_for(std::size_t bytes);

  const Way& way_;
  std::unique_ptr<CURL, FreeHandle> handle_;
  List headers_;
  List recipients_;
  std::string_view to_upload_;
  std::string answer_;
  Headers answer_headers_;
  std::string last_refusal_;
  std::size_t taken_ = 0;
  bool answer_too_large_ = false;
  bool was_private_ = false;
  bool counted_ = false;
};

}  // namespace probity::net::outgoing
