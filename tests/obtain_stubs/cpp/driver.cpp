// Runs cases against the stub: one line in, one line out.
#include "obtain_nonce.hpp"

#include <fstream>
#include <iostream>
#include <sstream>

namespace {

using Fields = std::vector<std::string>;
using Values = std::map<std::string, std::string>;

Fields split(const std::string &text, char separator) {
    Fields fields(1);
    for (const char c : text) {
        if (c == separator) {
            fields.emplace_back();
        } else {
            fields.back().push_back(c);
        }
    }
    return fields;
}

void line(const Fields &fields) {
    for (std::size_t at = 0; at < fields.size(); ++at) {
        std::string field = fields[at];
        std::replace_if(field.begin(), field.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
        std::cout << (at == 0 ? "" : "\t") << field;
    }
    std::cout << std::endl;
}

obtain_nonce::Caller caller(const std::string &mode, Values v) {
    if (mode == "enterprise-user") {
        obtain_nonce::EnterpriseUserCredentials c;
        c.app_id = v["app_id"];
        c.app_key = v["app_key"];
        c.user_id = v["user_id"];
        c.user_name = v["user_name"];
        c.user_email = v["user_email"];
        c.user_phone = v["user_phone"];
        return enterprise_user(c);
    }
    if (mode == "provider-user") {
        obtain_nonce::ProviderUserCredentials c;
        c.app_id = v["app_id"];
        c.app_key = v["app_key"];
        c.corp_id = v["corp_id"];
        c.user_id = v["user_id"];
        c.user_name = v["user_name"];
        return provider_user(c);
    }
    if (mode == "provider-enterprise-admin") {
        obtain_nonce::ProviderEnterpriseAdminCredentials c;
        c.app_id = v["app_id"];
        c.app_key = v["app_key"];
        c.corp_id = v["corp_id"];
        return provider_enterprise_admin(c);
    }
    if (mode == "provider-admin") {
        obtain_nonce::ProviderAdminCredentials c;
        c.app_id = v["app_id"];
        c.app_key = v["app_key"];
        return provider_admin(c);
    }
    obtain_nonce::EnterpriseAdminCredentials c;
    c.app_id = v["app_id"];
    c.app_key = v["app_key"];
    return enterprise_admin(c);
}

void run(const Fields &fields) {
    Values values;
    for (std::size_t at = 6; at < fields.size(); ++at) {
        const std::size_t equals = fields[at].find('=');
        values[fields[at].substr(0, equals)] =
            obtain_nonce::detail::replaced(fields[at].substr(equals + 1), "\xe2\x90\x8a", "\n");
    }
    const auto who = caller(fields[1], values);
    if (fields[0] == "obtain") {
        line({"ok", obtain_nonce::obtain(who, fields[2], std::chrono::milliseconds(std::stol(fields[3])))});
        return;
    }
    const auto signed_now = obtain_nonce::sign(who, std::stoll(fields[4]), fields[5]);
    if (fields[0] == "show") {
        // There is no way to print one.
        line({"shown"});
        return;
    }
    line({"signed", signed_now.signature, std::to_string(signed_now.expire_time), signed_now.nonce});
}

} // namespace

int main(int, char **arguments) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    std::ifstream cases(arguments[1]);
    for (std::string text; std::getline(cases, text);) {
        try {
            run(split(text, '\t'));
        } catch (const obtain_nonce::ObtainError &error) {
            std::string help;
            for (const std::string &one : error.help) {
                help += (help.empty() ? "" : " | ") + one;
            }
            line({"error", error.step, error.status == 0 ? "" : std::to_string(error.status), error.code, error.what(), help});
        }
    }
}
