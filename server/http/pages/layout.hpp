#pragma once
// The one frame of every page that the server writes itself: these work without a script, in light and
// dark, from 360 pixels up, and on paper.
#include <functional>
#include <string>
#include <string_view>

#include "http/edge/message.hpp"
#include "http/pages/html.hpp"

namespace probity::http::pages {

struct Page {
  std::string title;           ///< of the window; the page's own heading is part of `body`
  /// Who speaks: a workspace's name, or empty for the installation.
  std::string site = {};
  /// Where its privacy pages are: "" for the installation's, "/of/SLUG" for a workspace's.
  std::string suffix = {};
  int status = 200;
  std::function<void(Html&)> body;
  std::function<void(Html&)> notice = {};  ///< asks for something, before the foot of the page
  std::string appearance = {};             ///< "light" or "dark" where the visitor chose one
};

/// The whole answer: not to be kept by others, may load only its own style, may send forms only here.
Response answer(const Page& page);

/// A page that says in two sentences what happened.
Response message(int status, std::string_view heading, std::string_view text);

}  // namespace probity::http::pages
