// Instead of MFC's header, which is not to be had here: what a stub uses of `CString`, for both character sets.
#pragma once
#include <windows.h>

#include <tchar.h>

#include <string>

template <typename Char> class CStringT
{
  public:
    CStringT() = default;
    CStringT(const Char *text, int length) : text_(text, static_cast<std::size_t>(length))
    {
    }
    template <typename Other> explicit CStringT(const Other *text, int length = -1)
    {
        const std::basic_string<Other> all =
            length < 0 ? text : std::basic_string<Other>(text, static_cast<std::size_t>(length));
        for (const Other unit : all)
        {
            text_.push_back(static_cast<Char>(unit));
        }
    }
    operator const Char *() const
    {
        return GetString();
    }
    const Char *GetString() const
    {
        return text_.c_str();
    }
    int GetLength() const
    {
        return static_cast<int>(text_.size());
    }
    int Find(Char unit) const
    {
        return static_cast<int>(text_.find(unit));
    }
    CStringT Left(int count) const
    {
        return CStringT(GetString(), count);
    }

  private:
    std::basic_string<Char> text_;
};

using CStringW = CStringT<wchar_t>;
using CStringA = CStringT<char>;
using CString = CStringT<TCHAR>;
