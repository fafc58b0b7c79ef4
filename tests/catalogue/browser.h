// A browser of few words: keeps cookies, sends forms, follows nothing.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace recess::test {

struct Answer {
  unsigned status = 0;
  std::map<std::string, std::string> headers{};
  std::vector<std::string> set_cookies{};
  std::string body{};

  std::string location() const {
    const auto found = headers.find("Location");
    return found == headers.end() ? "" : found->second;
  }
  boost::json::object json() const { return boost::json::parse(body).as_object(); }
};

using Fields = std::vector<std::pair<std::string, std::string>>;
struct File {
  std::string field;
  std::string name;
  std::string bytes;
};

class Browser {
 public:
  explicit Browser(unsigned short port) : port_(port) {}

  Answer get(const std::string& target, const Fields& headers = {}) { return send("GET", target, "", "", headers); }
  Answer page(const std::string& target) { return get(target, {{"Accept", "application/json"}}); }
  boost::json::object data(const std::string& target) { return page(target).json().at("data").as_object(); }
  std::string csrf() { return std::string(page("/").json().at("viewer").at("csrf").as_string()); }

  // With the token of this browser, unless the fields bring one.
  Answer post(const std::string& target, Fields fields, const std::vector<File>& files = {},
              const Fields& headers = {}) {
    bool has_token = false;
    for (const auto& field : fields) has_token = has_token || field.first == "csrf";
    if (!has_token) fields.emplace_back("csrf", csrf());
    const std::string line = "--boundary7\r\nContent-Disposition: form-data; name=\"";
    std::string body;
    for (const auto& [name, value] : fields) body += line + name + "\"\r\n\r\n" + value + "\r\n";
    for (const File& file : files) {
      body += line + file.field + "\"; filename=\"" + file.name +
              "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + file.bytes + "\r\n";
    }
    body += "--boundary7--\r\n";
    return send("POST", target, body, "multipart/form-data; boundary=boundary7", headers);
  }

  std::map<std::string, std::string> cookies;

 private:
  Answer send(const std::string& method, const std::string& target, const std::string& body, const std::string& type,
              const Fields& headers) {
    namespace http = boost::beast::http;
    boost::asio::io_context loop;
    boost::asio::ip::tcp::socket socket(loop);
    socket.connect({boost::asio::ip::make_address("127.0.0.1"), port_});
    http::request<http::string_body> request(http::string_to_verb(method), target, 11);
    request.set(http::field::host, "127.0.0.1:" + std::to_string(port_));
    request.set(http::field::connection, "close");
    std::string jar;
    for (const auto& [name, value] : cookies) jar += (jar.empty() ? "" : "; ") + name + "=" + value;
    if (!jar.empty()) request.set(http::field::cookie, jar);
    if (!type.empty()) request.set(http::field::content_type, type);
    for (const auto& [name, value] : headers) request.set(name, value);
    request.body() = body;
    request.prepare_payload();
    boost::system::error_code failed;  // a server may answer and close before it has read all
    http::write(socket, request, failed);
    boost::beast::flat_buffer buffer;
    http::response_parser<http::string_body> response;
    response.body_limit(64U << 20U);
    http::read(socket, buffer, response);
    Answer answer{.status = response.get().result_int()};
    for (const auto& field : response.get()) {
      answer.headers[std::string(field.name_string())] = std::string(field.value());
      if (field.name() == http::field::set_cookie) take_cookie(std::string(field.value()), answer);
    }
    answer.body = std::move(response.get().body());
    return answer;
  }

  void take_cookie(const std::string& line, Answer& answer) {
    answer.set_cookies.push_back(line);
    const std::string pair = line.substr(0, line.find(';'));
    const std::string name = pair.substr(0, pair.find('='));
    if (line.find("Max-Age=0") != std::string::npos) cookies.erase(name);
    else cookies[name] = pair.substr(pair.find('=') + 1);
  }

  unsigned short port_;
};

}  // namespace recess::test
