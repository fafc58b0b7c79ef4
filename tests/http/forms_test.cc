// Uploads: forms with files, and bodies at and over their limit.
#include "fixture.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/stat.h>

namespace recess::http::test {
namespace {

namespace fs = std::filesystem;

class FormsTest : public ServerTest {
 protected:
  FormsTest() {
    std::string name = (fs::temp_directory_path() / "recess-http-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    router_.add("POST", "/form", [this](Exchange& exchange) { return form(exchange); });
    start();
  }
  ~FormsTest() override {
    stop();
    fs::remove_all(folder_);
  }

  asio::awaitable<Response> form(Exchange& exchange) {
    auto read = co_await exchange.read_form(limits_form_, folder_);
    if (!read) co_return refusal(read.error());
    std::string said;
    for (const auto& [field, value] : read->fields) said += field + "=" + value + ";";
    for (const FormFile& file : read->files) {
      std::stringstream bytes;
      bytes << std::ifstream(file.path).rdbuf();
      struct stat facts {};
      ::stat(file.path.c_str(), &facts);
      said += fmt::format("{}[{},{},{:o},{}];", file.field, file.file_name, file.content_type, facts.st_mode & 0777,
                          bytes.str().size() == file.bytes ? std::to_string(file.bytes) : "wrong");
    }
    co_return text(200, std::move(said));
  }

  std::size_t files_left() {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  static std::string part(std::string_view disposition, std::string_view data) {
    return fmt::format("--XX\r\nContent-Disposition: form-data; {}\r\nContent-Type: text/x-python\r\n\r\n{}\r\n",
                       disposition, data);
  }
  static std::string post(std::string_view body, std::string_view type = "multipart/form-data; boundary=XX") {
    return fmt::format("POST /form HTTP/1.1\r\nHost: here\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n{}", type,
                       body.size(), body);
  }
  // A form of exactly so many bytes.
  static std::string form_of(std::size_t bytes) {
    const std::string head = part("name=game; filename=big.zip", "");
    const std::string end = "\r\n--XX--\r\n";
    return head.substr(0, head.size() - 2) + std::string(bytes - head.size() + 2 - end.size(), 'z') + end;
  }

  fs::path folder_;
  FormLimits limits_form_{};
};

TEST_F(FormsTest, ReadsFieldsAndFiles) {
  Client phone = client();
  phone.send(post(part("name=\"name\"", "Maze") + part("name=\"game\"; filename=\"maze.py\"", "print()\r\n") +
                  part("name=\"none\"; filename=\"\"", "") + "--XX--\r\n"));
  EXPECT_EQ(phone.reply().value_or(Reply{}).body,
            "name=Maze;game[maze.py,text/x-python,600,9];none[,text/x-python,600,0];");
  EXPECT_EQ(files_left(), 0U) << "what the handler did not take is gone";
  phone.send(post("a=1&b=x+y", "application/x-www-form-urlencoded; charset=UTF-8"));
  EXPECT_EQ(phone.reply().value_or(Reply{}).body, "a=1;b=x y;");
}

TEST_F(FormsTest, TakesExactlyTheLimit) {
  Client phone = client();
  phone.send(post(form_of(20 * 1024 * 1024)));
  EXPECT_THAT(phone.reply().value_or(Reply{}).body, testing::HasSubstr("game[big.zip,text/x-python,600,209"));
  EXPECT_EQ(files_left(), 0U);
}

TEST_F(FormsTest, RefusesOneByteMoreAndLetsTheClientReadThat) {
  Client phone = client();
  EXPECT_TRUE(phone.send(post(form_of(20 * 1024 * 1024 + 1)))) << "all of it is read over";
  const Reply reply = phone.reply().value_or(Reply{});
  EXPECT_EQ(reply.status, 413U);
  EXPECT_EQ(reply.header("connection"), "close");
  phone.end_output();
  EXPECT_TRUE(phone.closes());
  EXPECT_FALSE(phone.was_reset());
}

TEST_F(FormsTest, CountsChunkedForms) {
  const std::string head =
      "POST /form HTTP/1.1\r\nHost: here\r\nContent-Type: multipart/form-data; boundary=XX\r\n"
      "Transfer-Encoding: chunked\r\n\r\n";
  const auto chunked = [](const std::string& body) {
    return fmt::format("{:x}\r\n{}\r\n0\r\n\r\n", body.size(), body);
  };
  limits_form_.total_bytes = 100'000;
  Client exact = client();
  exact.send(head + chunked(form_of(100'000)));
  EXPECT_EQ(exact.reply().value_or(Reply{}).status, 200U);
  Client over = client();
  over.send(head + chunked(form_of(100'001)));
  EXPECT_EQ(over.reply().value_or(Reply{}).status, 413U);
  EXPECT_EQ(files_left(), 0U);
}

TEST_F(FormsTest, RefusesFormsThatBreakTheirRules) {
  limits_form_.field_bytes = 100;
  limits_form_.parts = 2;
  const auto status = [this](const std::string& request) {
    Client phone = client();
    phone.send(request);
    return phone.reply().value_or(Reply{}).status;
  };
  EXPECT_EQ(status(post(part("name=a; filename=x", "1"))), 400U) << "no last boundary";
  EXPECT_EQ(status(post(part("name=a", std::string(100, 'x')) + "--XX--")), 413U) << "name and value together";
  EXPECT_EQ(status(post(part("name=a", "") + part("name=b", "") + part("name=c", "") + "--XX--")), 413U);
  EXPECT_EQ(status(post("{}", "application/json")), 400U);
  EXPECT_EQ(status(post("", "multipart/form-data")), 400U);
  EXPECT_EQ(status(post("a=" + std::string(100, 'x'), "application/x-www-form-urlencoded")), 413U);
  EXPECT_EQ(files_left(), 0U);
}

TEST_F(FormsTest, ForgetsTheFileOfAClientThatLeaves) {
  {
    Client phone = client();
    phone.send(post(form_of(2'000'000)).substr(0, 1'000'000));
    phone.read_some(std::chrono::milliseconds(50));
    phone.reset();
  }
  for (int i = 0; i < 100 && files_left() > 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_EQ(files_left(), 0U);
}

TEST_F(FormsTest, CountsPlainBodiesToo) {
  const std::size_t limit = 20 * 1024 * 1024;
  Client exact = client();
  exact.send(fmt::format("POST /count HTTP/1.1\r\nHost: here\r\nContent-Length: {}\r\n\r\n{}", limit,
                         std::string(limit, 'x')));
  EXPECT_EQ(exact.reply().value_or(Reply{}).body, std::to_string(limit));
  Client over = client();
  over.send(
      fmt::format("POST /count HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{}\r\n0\r\n\r\n",
                  limit + 1, std::string(limit + 1, 'x')));
  EXPECT_EQ(over.reply().value_or(Reply{}).status, 413U);
}

}  // namespace
}  // namespace recess::http::test
