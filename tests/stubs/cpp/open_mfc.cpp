// Opens a link that is a `CString`, in a project of either character set; called with an argument, while there is no
// app.
#include "hostile.hpp"

int wmain(int count, wchar_t **)
{
    const hostile::ClassParams params{CString(_T("Tom"))};
    const hostile::Opened opened = hostile::open_class(params);
    return opened.is_app_missing() == (count > 1) && static_cast<bool>(opened) == (count == 1) ? 0 : 1;
}
