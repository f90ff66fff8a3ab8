// Opens links; called with an argument, while there is no app for them, or half of one. Reads `asked.txt`, a conf_id
// and a name a line, percent-encoded.
#include "huawei_cloud_meeting.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>

using namespace huawei_cloud_meeting;

namespace
{

void must(bool is_so, const char *what)
{
    if (!is_so)
    {
        std::fprintf(stderr, "not so: %s\n", what);
        std::exit(1);
    }
}

void set(const wchar_t *key, const wchar_t *name, const std::wstring &value)
{
    const auto size = static_cast<DWORD>((value.size() + 1) * sizeof(wchar_t));
    must(RegSetKeyValueW(HKEY_CLASSES_ROOT, key, name, REG_SZ, value.c_str(), size) == ERROR_SUCCESS, "registered");
}

void open_nothing()
{
    const JoinParams tom{L"1", L"Tom"};
    const Opened with_nothing = open_join(tom);
    must(!with_nothing && with_nothing.is_app_missing() && !with_nothing.is_denied(), "no app");
    must(with_nothing.code == SE_ERR_NOASSOC, "SE_ERR_NOASSOC");

    // What ShellExecuteW itself says of what an uninstaller may leave behind.
    set(L"cloudlink", L"URL Protocol", L"");
    const Opened without_command = open_join(tom);
    must(!without_command && without_command.is_app_missing() && !without_command.is_denied(), "no command");
    must(without_command.code == SE_ERR_NOASSOC, "SE_ERR_NOASSOC of ShellExecuteW");
    set(L"cloudlink\\shell\\open\\command", nullptr, L"\"C:\\nowhere\\app.exe\" \"%1\"");
    const Opened without_file = open_join(tom);
    must(!without_file && without_file.is_app_missing() && !without_file.is_denied(), "no file");
    const Opened forbidden{SE_ERR_ACCESSDENIED};
    must(!forbidden && forbidden.is_denied() && !forbidden.is_app_missing(), "denied");
}

std::wstring decoded(const std::string &text)
{
    std::string utf8;
    for (std::size_t at = 0; at < text.size(); ++at)
    {
        const bool is_coded = text[at] == '%';
        utf8.push_back(is_coded ? static_cast<char>(std::stoi(text.substr(at + 1, 2), nullptr, 16)) : text[at]);
        at += is_coded ? 2 : 0;
    }
    std::wstring wide(utf8.size(), L'\0');
    const auto size = static_cast<int>(utf8.size());
    wide.resize(static_cast<std::size_t>(MultiByteToWideChar(CP_UTF8, 0, utf8.data(), size, wide.data(), size)));
    return wide;
}

void open_all()
{
    std::ifstream asked("asked.txt", std::ios::binary);
    for (std::string line; std::getline(asked, line);)
    {
        const std::size_t tab = line.find('\t');
        const JoinParams params{decoded(line.substr(0, tab)), decoded(line.substr(tab + 1))};
        must(static_cast<bool>(open_join(params)), "opened");
    }
    must(static_cast<bool>(open_download()), "downloaded");
    // A value that cannot stand in a link opens nothing.
    try
    {
        static_cast<void>(open_join({L"1", L"\xD800"}));
        must(false, "refused");
    }
    catch (const LinkError &)
    {
    }
}

} // namespace

int wmain(int count, wchar_t **)
{
    must(CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE) == S_OK, "COM");
    count > 1 ? open_nothing() : open_all();
    return 0;
}
