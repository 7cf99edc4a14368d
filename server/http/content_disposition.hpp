#pragma once
// How a download is offered to be saved.
#include <string>
#include <string_view>

namespace probity::http {

/// Content-Disposition of an attachment: the real name for everyone who understands RFC 8187, a plain one
/// for the rest (RFC 6266). No name can add a header or a folder.
std::string attachment_named(std::string_view name);

}  // namespace probity::http
