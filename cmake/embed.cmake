# cmake -D IN=file -D OUT=file.cc -D NAME=kName -P embed.cmake: a file as `extern const std::string_view kName` in
# recess::embedded.
file(READ "${IN}" hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n" bytes "${bytes}")
file(WRITE "${OUT}" "#include <string_view>
namespace recess::embedded {
static constexpr unsigned char k${NAME}Bytes[] = {${bytes}0};
extern const std::string_view ${NAME};
const std::string_view ${NAME}{reinterpret_cast<const char*>(k${NAME}Bytes), sizeof k${NAME}Bytes - 1};
}  // namespace recess::embedded
")
