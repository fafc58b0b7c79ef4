// What all pages share: who asks, the shell around a page's data, notices that travel through a redirect, and the proof
// that a change was asked for by our own page. Loop thread only; owned by Arcade.
#pragma once

#include "arcade/attempts.h"
#include "arcade/issued_ids.h"
#include "arcade/limits.h"
#include "arcade/names.h"
#include "arcade/page_data.h"
#include "arcade/ports.h"
#include "arcade/secrets.h"
#include "arcade/uploads.h"
#include "arcade/viewer.h"
#include "http/message.h"
#include "http/server.h"
#include "kernel/worker.h"
#include "storage/store.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

namespace recess::arcade {

struct SiteOptions {
  std::string host_url;  // without a slash at the end; empty: the address asked for
  // Where phones reach this machine ("192.168.1.5"), for who came by localhost; empty: nothing to offer.
  std::string lan_address;
  std::string shell;                  // index.html of the built page, with the marker <!--page-->
  std::vector<std::string> packages;  // what a game can import besides the standard library
  HiddenNames hidden_names;
};

class Site {
 public:
  Site(storage::Store& store, Worker& worker, Secrets secrets, SiteOptions options);

  // Reads the session, and lets it live on.
  boost::asio::awaitable<Viewer> viewer(http::Exchange& exchange);

  // The page as this request wants it, HTML or JSON, never cached, with the notice of the redirect that led here.
  http::Response page(const http::Request& request, const Viewer& viewer, std::string_view name,
                      boost::json::object data, unsigned status = 200) const;
  // An error page for a viewer, or, as Router::error_page wants it, for nobody in particular.
  http::Response error(const http::Request& request, const Viewer& viewer, unsigned status, const Error& error) const;
  http::Response error_for_nobody(const http::Request& request, unsigned status, const Error& error) const;
  // A redirect; the viewer's browser cookie goes along if it is new.
  http::Response go(const http::Request& request, const Viewer& viewer, std::string location) const;
  http::Response go(const http::Request& request, const Viewer& viewer, std::string location,
                    const Notice& notice) const;

  // Refuses (forbidden, form_expired) what did not come from a page of ours: the browser must say so, and the token of
  // the viewer must be in `token` (the form's field csrf) or in the header X-CSRF-Token or X-Recess-Csrf.
  Result<> check_change(const http::Request& request, const Viewer& viewer, std::string_view token) const;

  bool is_secure(const http::Request& request) const;
  // How others reach this server, as far as this request and the options tell; never with a slash at the end.
  std::string url(const http::Request& request) const;
  const SiteOptions& options() const { return options_; }
  const Secrets& secrets() const { return secrets_; }
  storage::Store& store() { return store_; }
  Worker& worker() { return worker_; }
  IssuedIds& issued() { return issued_; }
  Attempts& attempts() { return attempts_; }

 private:
  std::optional<Notice> notice_of(const http::Request& request) const;
  void set_cookies(const http::Request& request, const Viewer& viewer, http::Response& response) const;

  storage::Store& store_;
  Worker& worker_;
  Secrets secrets_;
  SiteOptions options_;
  IssuedIds issued_;
  Attempts attempts_;
};

}  // namespace recess::arcade
