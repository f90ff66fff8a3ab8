// What stands in the documents' samples for Windows, and not in ours; and what a stub does not let pass. With `WRONG`
// defined, one thing that no compiler may take.
#include "huawei_cloud_meeting.hpp"
// Twice, and in another file besides.
#include "huawei_cloud_meeting.hpp"

#include <cstdio>
#include <cstdlib>

using namespace huawei_cloud_meeting;

namespace
{

template <typename Params, typename = void> struct HasNonce : std::false_type
{
};

template <typename Params>
struct HasNonce<Params, std::void_t<decltype(std::declval<Params &>().nonce)>> : std::true_type
{
};

// The samples for two pages with a nonce are copies of the one without (C10), and one without has a nonce (C3).
static_assert(!HasNonce<JoinParams>::value);
static_assert(HasNonce<LoginParams>::value);
static_assert(HasNonce<LoginAndJoinParams>::value);

// A nonce is no thing that a link can be without (C4).
static_assert(!std::is_default_constructible_v<LoginParams>);
static_assert(!std::is_default_constructible_v<LoginAndJoinParams>);
static_assert(!std::is_default_constructible_v<JoinParams>);

void same(const std::string &url, const std::string &expected)
{
    if (url != expected)
    {
        std::printf("%s\nis not\n%s\n", url.c_str(), expected.c_str());
        std::exit(1);
    }
}

std::string message(const LoginParams &params)
{
    try
    {
        return login(params);
    }
    catch (const LinkError &error)
    {
        return error.what();
    }
}

} // namespace

void elsewhere();
void elsewhere()
{
    const std::string app = "cloudlink://welinksoftclient/h5page?page=";
    // Each page by its own name (C10).
    same(launch(), app + "launch");
    same(login({"abc"}), app + "launch&nonce=abc");
    const std::string on = "&open_mic=true&open_camera=true";
    const std::string off = "&open_mic=false&open_camera=false";
    // What it is on Windows when nothing is said, a page its own (C7).
    same(join({"1", "Tom"}), app + "joinConfByLink&conf_id=1&name=Tom" + on);
    same(login_and_join({"1", "Tom", "abc"}), app + "LoginAndJoinConf&conf_id=1&name=Tom" + off + "&nonce=abc");
    // Values are encoded, and once (C8).
    same(join({"1", "a&b=c#d %20"}), app + "joinConfByLink&conf_id=1&name=a%26b%3Dc%23d%20%2520" + on);
    same(join({L"1", L"\u4f1a\u8bae"}), app + "joinConfByLink&conf_id=1&name=%E4%BC%9A%E8%AE%AE" + on);
    // Whoever logs a message logs no secret.
    same(message({""}), "`nonce` is required");
    same(message({"a b"}), "`nonce` has something in it that it must not have");
    // What points to no text.
    try
    {
        static_cast<void>(join({"1", static_cast<const char *>(nullptr)}));
        same("a link", "nothing");
    }
    catch (const LinkError &error)
    {
        same(error.what(), "a text is a null pointer");
    }
    // A value that a cast has made.
    JoinParams params{"1", "Tom"};
    params.port = 8443;
    params.open_mic = false;
    params.enter_code = L"12345";
    same(join(params),
         app + "joinConfByLink&port=8443&conf_id=1&enter_code=12345&name=Tom&open_mic=false&open_camera=true");
#if __cplusplus > 201703L
    same(join({.conf_id = "1", .name = u8"\u4f1a", .open_camera = false}),
         app + "joinConfByLink&conf_id=1&name=%E4%BC%9A&open_mic=true&open_camera=false");
#endif
#if WRONG == 1
    params.open_mic = "false";
#elif WRONG == 2
    params.open_mic = 2;
#elif WRONG == 3
    params.port = 8443.5;
#elif WRONG == 4
    join({"1"});
#elif WRONG == 5
    JoinParams empty;
#elif WRONG == 6
    SsoLoginParams{"example.com", "443", "a", "b"};
#elif WRONG == 7
    params.enter_code = 12345;
#elif WRONG == 8
    params.open_mic = std::optional<bool>(false);
#elif WRONG == 9
    params.port = true;
#endif
}

#ifdef MAIN
int main()
{
    elsewhere();
}
#endif
