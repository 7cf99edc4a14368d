#include "mail/compose.hpp"

#include <gmime/gmime.h>

#include "base/text.hpp"

namespace probity::mail {
namespace {

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
template <typename T>
using Owned = std::unique_ptr<T, Unref>;

void start_gmime() {
  static const bool started = [] {
    g_mime_init();
    return true;
  }();
  (void)started;
}

/// What is put into a header ends no line of it.
std::string header_text(std::string_view text) {
  std::string line(text);
  std::ranges::replace_if(line, [](unsigned char letter) { return letter < ' ' || letter == 0x7f; }, ' ');
  return std::string(trim(line));
}

void add_mailbox(GMimeMessage* message, GMimeAddressType type, const std::string& name, const std::string& address) {
  const std::string shown = header_text(name);
  const Owned<InternetAddress> mailbox(internet_address_mailbox_new(shown.empty() ? nullptr : shown.c_str(), header_text(address).c_str()));
  internet_address_set_charset(mailbox.get(), "utf-8");
  internet_address_list_add(g_mime_message_get_addresses(message, type), mailbox.get());
}

/// As it stands, in ASCII: encoded words, which GMime makes of what is long, are text and no URL (RFC 2047, section 5).
void set_header(GMimeMessage* message, const char* name, const std::string& value) {
  g_mime_object_set_header(GMIME_OBJECT(message), name, "", nullptr);
  GMimeHeader* header = g_mime_header_list_get_header(g_mime_object_get_header_list(GMIME_OBJECT(message)), name);
  g_mime_header_set_raw_value(header, fmt::format(" {}\n", header_text(value)).c_str());
}

void set_date(GMimeMessage* message, Timestamp at) {
  GDateTime* date = g_date_time_new_from_unix_utc(at / kSecond);
  g_mime_message_set_date(message, date);
  g_date_time_unref(date);
}

Owned<GMimePart> text_part(const char* subtype, const std::string& text) {
  Owned<GMimePart> part(g_mime_part_new_with_type("text", subtype));
  g_mime_object_set_content_type_parameter(GMIME_OBJECT(part.get()), "charset", "utf-8");
  const Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(text.data(), text.size()));
  const Owned<GMimeDataWrapper> content(g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
  g_mime_part_set_content(part.get(), content.get());
  // Never 8bit: the server on the way may not take it.
  g_mime_part_set_content_encoding(part.get(), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  return part;
}

Owned<GMimeMultipart> alternatives(const Rendered& letter) {
  Owned<GMimeMultipart> both(g_mime_multipart_new_with_subtype("alternative"));
  const auto text = text_part("plain", letter.text);
  const auto html = text_part("html", letter.html);
  g_mime_multipart_add(both.get(), GMIME_OBJECT(text.get()));
  g_mime_multipart_add(both.get(), GMIME_OBJECT(html.get()));
  return both;
}

std::string written(GMimeMessage* message) {
  GMimeFormatOptions* options = g_mime_format_options_new();
  g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
  char* text = g_mime_object_to_string(GMIME_OBJECT(message), options);
  std::string result = text ? text : "";
  g_free(text);
  g_mime_format_options_free(options);
  return result;
}

}  // namespace

std::string compose(const Envelope& envelope, const Rendered& letter) {
  start_gmime();
  const Owned<GMimeMessage> message(g_mime_message_new(TRUE));
  add_mailbox(message.get(), GMIME_ADDRESS_TYPE_FROM, envelope.from_name, envelope.from);
  add_mailbox(message.get(), GMIME_ADDRESS_TYPE_TO, envelope.to_name, envelope.to);
  if (!envelope.reply_to.empty()) add_mailbox(message.get(), GMIME_ADDRESS_TYPE_REPLY_TO, {}, envelope.reply_to);
  g_mime_message_set_subject(message.get(), header_text(letter.subject).c_str(), "utf-8");
  set_date(message.get(), envelope.date);
  g_mime_message_set_message_id(message.get(), header_text(envelope.message_id).c_str());
  set_header(message.get(), "MIME-Version", "1.0");
  set_header(message.get(), "Auto-Submitted", "auto-generated");
  if (!envelope.unsubscribe_url.empty()) {
    set_header(message.get(), "List-Unsubscribe", fmt::format("<{}>", envelope.unsubscribe_url));
    set_header(message.get(), "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
  }
  const auto both = alternatives(letter);
  g_mime_message_set_mime_part(message.get(), GMIME_OBJECT(both.get()));
  return written(message.get());
}

}  // namespace probity::mail
