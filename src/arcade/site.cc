#include "arcade/site.h"

#include "http/representation.h"

#include <algorithm>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace recess::arcade {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr std::chrono::seconds kNoticeLife{60};
constexpr std::chrono::seconds kBrowserLife = std::chrono::days(400);  // the most that browsers grant
constexpr std::string_view kNoStore = "private, max-age=0, no-cache, no-store";

// A host as it may stand in a page: what is anything else does not come back from us.
bool is_host(std::string_view host) {
  return !host.empty() && host.size() <= 255 && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == ':' || c == '[' || c == ']';
  });
}

std::string text_of(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

}  // namespace

Site::Site(storage::Store& store, Worker& worker, Secrets secrets, SiteOptions options)
    : store_(store), worker_(worker), secrets_(secrets), options_(std::move(options)) {}

asio::awaitable<Viewer> Site::viewer(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const std::string token = request.cookie(kSessionCookie).value_or("");
  if (token.empty()) co_return make_viewer(request, std::nullopt, secrets_);
  const Instant now = wall_now();
  struct Found {
    std::optional<Player> player;
    bool renew = false;
  };
  auto look = [token, now](soci::session& sql) -> Result<Found> {
    Found found{player_of_session(sql, token, now), false};
    found.renew = found.player && session_wants_renewal(sql, token, now);
    return found;
  };
  const auto found = co_await store_.read(std::move(look));
  if (!found) co_return make_viewer(request, std::nullopt, secrets_);
  if (found->renew) {
    auto renew = [token, now](soci::session& sql) -> Result<> {
      renew_session(sql, token, now);
      return {};
    };
    co_await store_.write(std::move(renew));
  }
  Viewer viewer = make_viewer(request, found->player, secrets_);
  viewer.renewed = found->renew;
  co_return viewer;
}

http::Response Site::page(const http::Request& request, const Viewer& viewer, std::string_view name, json::object data,
                          unsigned status) const {
  json::object page = page_object(name, viewer, url(request), notice_of(request), std::move(data));
  // A program that posts a form finds what was wrong at the top.
  const json::value* refused = page.at("data").as_object().if_contains("error");
  if (status >= 400 && refused != nullptr && refused->is_object()) page["error"] = *refused;
  http::Response response;
  if (request.wants_json()) response = http::json(status, page);
  else response = http::text(status, fill_shell(options_.shell, page), "text/html; charset=utf-8");
  response.headers.set("Cache-Control", std::string(kNoStore));
  response.headers.add("Vary", "Accept, Cookie");
  set_cookies(request, viewer, response);
  if (request.cookie(kNoticeCookie)) {
    response.headers.add("Set-Cookie", cookie(kNoticeCookie, "", std::chrono::seconds(0), is_secure(request)));
  }
  return response;
}

http::Response Site::error(const http::Request& request, const Viewer& viewer, unsigned status,
                           const Error& error) const {
  const std::string code = error.word.empty() ? std::string(code_name(error.code)) : error.word;
  http::Response response =
      page(request, viewer, "error", {{"status", status}, {"title_code", code}, {"message", error.detail}}, status);
  if (status == 429) response.headers.set("Retry-After", "60");
  return response;
}

http::Response Site::error_for_nobody(const http::Request& request, unsigned status, const Error& error) const {
  static const Viewer nobody;
  Error shown = error;
  if (shown.detail.empty()) {  // the server's own answers come without one
    shown.code = status == 404   ? Code::not_found
                 : status == 413 ? Code::too_large
                 : status == 403 ? Code::forbidden
                 : status == 429 ? Code::too_many
                 : status == 503 ? Code::unavailable
                 : status >= 500 ? Code::internal
                                 : Code::invalid;
    shown.detail = status == 405   ? "This address does not take that method."
                   : status == 414 ? "This address is too long."
                                   : "The request was answered with status " + std::to_string(status) + ".";
  }
  if (request.wants_json() || request.path.starts_with("/api/")) {
    return http::json(status,
                      json::object{{"error",
                                    {{"code", shown.word.empty() ? std::string(code_name(shown.code)) : shown.word},
                                     {"entry", nullptr},
                                     {"message", shown.detail}}}});
  }
  // Programs (curl, requests) name no page in Accept, and a head that could not be read names nothing.
  if (http::choose_form(request) == http::ReplyForm::text) {
    return http::reply(http::ReplyForm::text, shown.detail + "\n", status);
  }
  return this->error(request, nobody, status, shown);
}

http::Response Site::go(const http::Request& request, const Viewer& viewer, std::string location) const {
  http::Response response = http::redirect(std::move(location));
  response.headers.set("Cache-Control", std::string(kNoStore));
  set_cookies(request, viewer, response);
  return response;
}

http::Response Site::go(const http::Request& request, const Viewer& viewer, std::string location,
                        const Notice& notice) const {
  http::Response response = go(request, viewer, std::move(location));
  const json::object text{{"kind", notice.kind},
                          {"code", notice.code},
                          {"text", notice.text},
                          {"until", to_micros(wall_now() + kNoticeLife)}};
  const std::string value = secrets_.sign("notice", to_base64url(json::serialize(text)));
  response.headers.add("Set-Cookie", cookie(kNoticeCookie, value, kNoticeLife, is_secure(request)));
  return response;
}

std::optional<Notice> Site::notice_of(const http::Request& request) const {
  const auto sent = request.cookie(kNoticeCookie);
  const auto opened = sent ? secrets_.open_signed("notice", *sent) : std::nullopt;
  const auto text = opened ? from_base64url(*opened) : std::nullopt;
  if (!text) return std::nullopt;
  boost::json::error_code failed;
  const json::value value = json::parse(*text, failed);
  if (failed || !value.is_object()) return std::nullopt;
  const json::object& notice = value.get_object();
  const json::value* until = notice.if_contains("until");
  if (until == nullptr || !until->is_int64() || until->get_int64() < to_micros(wall_now())) return std::nullopt;
  return Notice{text_of(notice, "kind"), text_of(notice, "code"), text_of(notice, "text")};
}

Result<> Site::check_change(const http::Request& request, const Viewer& viewer, std::string_view token) const {
  if (token.empty()) token = request.header("x-csrf-token");
  if (token.empty()) token = request.header("x-recess-csrf");
  if (!request.is_same_origin() || viewer.csrf.empty() || !equal_in_constant_time(token, viewer.csrf)) {
    return refuse(Code::forbidden, "this form is too old or not ours; load the page again", "form_expired");
  }
  return {};
}

bool Site::is_secure(const http::Request& request) const {
  return request.secure || options_.host_url.starts_with("https://");
}

std::string Site::url(const http::Request& request) const {
  if (!options_.host_url.empty()) return options_.host_url;
  const std::string_view host = request.header("host");
  if (!is_host(host)) return {};
  // An address of this machine alone is of no use in a link or a picture for others.
  const std::string_view name = host.substr(0, host.rfind(':'));
  const bool only_here = name == "localhost" || name == "[::1]" || name.starts_with("127.");
  if (only_here && !options_.lan_address.empty()) {
    const std::string_view port = host.size() > name.size() ? host.substr(name.size()) : std::string_view{};
    return "http://" + options_.lan_address + std::string(port);
  }
  return (request.secure ? "https://" : "http://") + std::string(host);
}

void Site::set_cookies(const http::Request& request, const Viewer& viewer, http::Response& response) const {
  const bool secure = is_secure(request);
  if (viewer.renewed) response.headers.add("Set-Cookie", cookie(kSessionCookie, viewer.session, kSessionLife, secure));
  if (viewer.fresh_browser)
    response.headers.add("Set-Cookie", cookie(kBrowserCookie, viewer.browser, kBrowserLife, secure));
}

}  // namespace recess::arcade
