// The reference for people who write clients, served beside what it describes:
//
//   /openapi.json               Steps and Mocean, as OpenAPI 3.1      /docs        the same to read
//   /docs/hub.asyncapi.json     the hub's events, as AsyncAPI 3.0     /docs/hub    the same to read
//
// One slash at the end makes no difference, and scripts of other sites may ask.
// The descriptions are files of docs/protocol, laid out beside the program; tests hold them against the running server.
#pragma once

#include "http/server.h"

#include <filesystem>
#include <functional>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

namespace recess {

// Answers a request with the page of that name and its data, for whoever asks.
using PageRenderer = std::function<boost::asio::awaitable<http::Response>(http::Exchange& exchange, std::string page,
                                                                          boost::json::object data)>;

// `folder` holds the descriptions; one that is missing is answered 404.
void mount_reference(http::Router& router, const std::filesystem::path& folder, PageRenderer render);

}  // namespace recess
