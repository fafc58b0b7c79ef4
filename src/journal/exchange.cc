#include "journal/builder.h"
#include "journal/reading.h"
#include "journal/upkeep.h"

#include "kernel/json.h"

#include <fmt/format.h>

namespace recess::journal {
namespace {

constexpr json::ParseLimits kLimits{16, 256U << 20U};

// Writes or remembers that it could not.
class Out {
 public:
  explicit Out(std::FILE* file) : file_(file) {}
  void write(std::string_view text) { good_ = good_ && std::fwrite(text.data(), 1, text.size(), file_) == text.size(); }
  Result<> finish() {
    if (good_ && std::fflush(file_) == 0) return {};
    return refuse(Code::unavailable, "the export could not be written", "disk_failed");
  }

 private:
  std::FILE* file_;
  bool good_ = true;
};

Result<> export_stream(const Database& database, const StreamLine& line, Seq before, Out& out,
                       const Progress& progress) {
  out.write(fmt::format("{{\"name\":{},\"before\":{},\"rows\":[", json::quote(line.name), before));
  bool first = true;
  const auto visit = [&](const RowRead& row) -> Result<> {
    out.write(fmt::format("{}\n[{},{}]", first ? "" : ",", row.time.count(), json::quote(row.record)));
    first = false;
    if (row.seq % 16384 == 0) progress("rows of " + line.name, row.seq - before, line.last_seq - before);
    return {};
  };
  if (const auto read = read_rows(database, line, before, kNoLimit, visit); !read) return read.error();
  out.write("],\"snapshots\":[");
  const auto snapshots = read_snapshot_lines(database, line.id);
  if (!snapshots) return snapshots.error();
  first = true;
  for (auto snapshot = snapshots->rbegin(); snapshot != snapshots->rend(); ++snapshot) {
    const auto state = read_snapshot(database, *snapshot);
    if (!state) return state.error();
    out.write(
        fmt::format("{}\n[{},{},{}]", first ? "" : ",", snapshot->seq, snapshot->time.count(), json::quote(*state)));
    first = false;
  }
  out.write("]}");
  return {};
}

Result<> import_stream(json::Value stream, Builder& builder, const Progress& progress) {
  const Error bad = refuse(Code::invalid, "a stream of the export is not well formed");
  const auto name = stream.find("name").as_string();
  const auto before = stream.find("before").as_integer();
  if (!name || !before || *before < 0) return bad;
  if (auto made = builder.stream(*name, *before); !made) return made;
  Result<> taken;
  Seq rows = 0;
  const Seq all = static_cast<Seq>(stream.find("rows").size());
  stream.find("rows").each([&](std::string_view, json::Value row) {
    const auto time = row.at(0).as_integer();
    const auto record = row.at(1).as_string();
    if (!taken) return;
    if (!time || !record) taken = bad;
    else taken = builder.row(Micros{*time}, *record);
    if (++rows % 16384 == 0) progress("rows of " + *name, rows, all);
  });
  stream.find("snapshots").each([&](std::string_view, json::Value snapshot) {
    const auto seq = snapshot.at(0).as_integer();
    const auto time = snapshot.at(1).as_integer();
    auto state = snapshot.at(2).as_string();
    if (!taken) return;
    if (!seq || !time || !state || *seq < *before || *seq > *before + rows) taken = bad;
    else taken = builder.snapshot(*seq, Micros{*time}, std::move(*state));
  });
  return taken;
}

}  // namespace

Result<> export_to(const std::filesystem::path& file, std::FILE* target, const Progress& progress) {
  const auto reader = Reader::open(file);
  if (!reader) return reader.error();
  if (auto begun = reader->database().run("BEGIN"); !begun) return begun.error();
  const auto lines = read_stream_lines(reader->database());
  if (!lines) return lines.error();
  const auto infos = reader->streams();
  if (!infos) return infos.error();
  Out out(target);
  out.write(
      fmt::format("{{\"format\":\"recess-state\",\"major\":{},\"minor\":{},\"streams\":[", kExportMajor, kExportMinor));
  for (std::size_t i = 0; i < lines->size(); ++i) {
    if (i > 0) out.write(",");
    const Seq before = (*infos)[i].first_seq > 0 ? (*infos)[i].first_seq - 1 : (*infos)[i].last_seq;
    if (auto done = export_stream(reader->database(), (*lines)[i], before, out, progress); !done) return done;
  }
  out.write("]}\n");
  return out.finish();
}

Result<> import_from(std::string text, const std::filesystem::path& new_file, const Progress& progress) {
  const auto document = json::Document::parse(std::move(text), kLimits);
  if (!document) return refuse(Code::invalid, "the export is no JSON: " + document.error().detail);
  const json::Value root = (*document)->root();
  if (root.find("format").as_string() != "recess-state") {
    return refuse(Code::invalid, "this is no export of `recess state export`");
  }
  const auto major = root.find("major").as_integer();
  if (!major || *major < 1) return refuse(Code::invalid, "the export does not say its version");
  if (*major > kExportMajor) {
    return refuse(Code::unavailable,
                  fmt::format("the export has version {}; this program reads up to {}", *major, kExportMajor),
                  "store_newer");
  }
  Result<> taken;
  {
    auto builder = Builder::make(new_file);
    if (!builder) return builder.error();
    root.find("streams").each([&](std::string_view, json::Value stream) {
      if (taken) taken = import_stream(stream, *builder, progress);
    });
    if (taken) taken = builder->finish();
  }
  if (!taken) {
    std::error_code ignored;
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(new_file.string() + end, ignored);
  }
  return taken;
}

}  // namespace recess::journal
