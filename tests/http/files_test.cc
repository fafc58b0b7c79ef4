// Files: the served folder, ranges, tags, precompressed siblings.
#include "fixture.h"

#include "http/static_files.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace recess::http::test {
namespace {

namespace fs = std::filesystem;

class FilesTest : public ServerTest {
 protected:
  FilesTest() {
    std::string name = (fs::temp_directory_path() / "recess-http-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    write("page/index.html", "<h1>Recess</h1>");
    write("page/sound.wav", "0123456789");
    write("page/assets/index-CRpDPbdH.js", "plain script");
    write("page/assets/index-CRpDPbdH.js.br", "br");
    write("page/assets/index-CRpDPbdH.js.gz", "gz");
    write("page/.hidden", "secret");
    write("outside.txt", "outside");
    fs::create_symlink(folder_ / "outside.txt", folder_ / "page/link.txt");
    fs::create_directory_symlink(folder_, folder_ / "page/up");
    big_.resize(3'000'000);
    for (std::size_t i = 0; i < big_.size(); ++i) big_[i] = static_cast<char>('a' + i * 7 % 26 + i / 65536 % 3);
    write("page/big.bin", big_);
    router_.add("GET", "/{*}", static_handler(std::make_shared<StaticFiles>(folder_ / "page")));
    router_.add("GET", "/file", [this](Exchange&) { return file(); });
    router_.add("GET", "/folder", [this](Exchange&) { return folder(); });
    start();
  }
  ~FilesTest() override {
    stop();
    fs::remove_all(folder_);
  }

  void write(const fs::path& name, std::string_view bytes) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << bytes;
  }
  asio::awaitable<Response> file() {
    Response response;
    response.body = FileBody{.path = folder_ / "page/sound.wav", .etag = "\"own\""};
    co_return response;
  }
  asio::awaitable<Response> folder() {
    Response response;
    response.body = FileBody{.path = folder_};
    co_return response;
  }

  fs::path folder_;
  std::string big_;
};

TEST_F(FilesTest, ServesAPageWithItsPolicy) {
  const Reply reply = client().get("/index.html");
  EXPECT_EQ(reply.body, "<h1>Recess</h1>");
  EXPECT_EQ(reply.header("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(reply.header("cache-control"), "no-cache");
  EXPECT_THAT(reply.header("content-security-policy"), testing::HasSubstr("default-src 'self'"));
  EXPECT_EQ(client().get("/rest/").status, 200U) << "longer patterns win";
}

TEST_F(FilesTest, SparesWhatTheClientHas) {
  Client phone = client();
  const std::string tag = phone.get("/sound.wav").header("etag");
  EXPECT_TRUE(tag.starts_with('"'));
  const Reply reply = phone.get("/sound.wav", "If-None-Match: " + tag + "\r\n");
  EXPECT_EQ(reply.status, 304U);
  EXPECT_EQ(reply.header("etag"), tag);
  EXPECT_EQ(reply.header("content-length"), "");
  EXPECT_EQ(phone.get("/sound.wav").body, "0123456789") << "the connection stays in step";
}

TEST_F(FilesTest, ServesRanges) {
  Client phone = client();
  const Reply some = phone.get("/sound.wav", "Range: bytes=2-4\r\n");
  EXPECT_EQ(some.status, 206U);
  EXPECT_EQ(some.body, "234");
  EXPECT_EQ(some.header("content-range"), "bytes 2-4/10");
  EXPECT_EQ(phone.get("/file", "Range: bytes=-3\r\n").body, "789");
  EXPECT_EQ(phone.get("/file", "Range: bytes=0-1\r\nIf-Range: \"own\"\r\n").status, 206U);
  EXPECT_EQ(phone.get("/file", "Range: bytes=0-1\r\nIf-Range: \"old\"\r\n").body, "0123456789");
  const Reply beyond = phone.get("/sound.wav", "Range: bytes=10-\r\n");
  EXPECT_EQ(beyond.status, 416U);
  EXPECT_EQ(beyond.header("content-range"), "bytes */10");
}

TEST_F(FilesTest, ServesPrecompressedSiblings) {
  Client phone = client();
  const std::string target = "/assets/index-CRpDPbdH.js";
  const Reply br = phone.get(target, "Accept-Encoding: gzip, deflate, br\r\n");
  EXPECT_EQ(br.body, "br");
  EXPECT_EQ(br.header("content-encoding"), "br");
  EXPECT_EQ(br.header("vary"), "Accept-Encoding");
  EXPECT_EQ(br.header("content-type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(br.header("cache-control"), "public, max-age=31536000, immutable");
  const Reply gzip = phone.get(target, "Accept-Encoding: br;q=0.1, gzip\r\n");
  EXPECT_EQ(gzip.body, "gz");
  EXPECT_EQ(phone.get("/sound.wav").header("cache-control"), "no-cache");
  const Reply plain = phone.get(target);
  EXPECT_EQ(plain.body, "plain script");
  EXPECT_EQ(plain.header("content-encoding"), "");
  EXPECT_EQ(plain.header("vary"), "Accept-Encoding");
  EXPECT_NE(plain.header("etag"), br.header("etag"));
  EXPECT_EQ(phone.get(target, "Accept-Encoding: br\r\nRange: bytes=0-4\r\n").body, "plain");
}

TEST_F(FilesTest, StaysInsideItsFolder) {
  Client phone = client();
  for (const char* target : {"/link.txt", "/up/outside.txt", "/.hidden", "/assets", "/assets/", "//etc/passwd",
                             "/./index.html", "/assets//index-CRpDPbdH.js"}) {
    EXPECT_EQ(phone.get(target).status, 404U) << target;
  }
  EXPECT_EQ(phone.get("/%2e%2e/outside.txt").status, 400U);
}

TEST_F(FilesTest, ServesOnlyRegularFiles) { EXPECT_EQ(client().get("/folder").status, 404U); }

TEST_F(FilesTest, ServesLargeFilesAndTheirHeads) {
  Client phone = client();
  EXPECT_EQ(phone.get("/big.bin").body, big_);
  EXPECT_EQ(phone.get("/big.bin", "Range: bytes=1000000-2999998\r\n").body, big_.substr(1'000'000, 1'999'999));
  phone.send("HEAD /big.bin HTTP/1.1\r\nHost: here\r\n\r\n");
  EXPECT_EQ(phone.reply(true).value_or(Reply{}).header("content-length"), "3000000");
  EXPECT_EQ(phone.get("/sound.wav").body, "0123456789");
}

}  // namespace
}  // namespace recess::http::test
